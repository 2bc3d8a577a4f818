"""What the system does: one function is one deed is one transaction."""
