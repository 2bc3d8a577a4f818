"""One module a thing."""
