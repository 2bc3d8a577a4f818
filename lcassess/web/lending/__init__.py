"""Questions that are lent, what comes back for them, and where every answer came from."""
