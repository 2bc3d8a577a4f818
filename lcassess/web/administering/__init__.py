"""The pages of UIL: rounds, cities, people."""
