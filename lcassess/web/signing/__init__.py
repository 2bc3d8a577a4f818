"""Signing a report in its city, and endorsing it for a country."""
