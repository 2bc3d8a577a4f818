"""Reviewing reports at UIL, and what their cities see of it."""
