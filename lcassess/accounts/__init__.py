"""Credentials and sign-ins."""
