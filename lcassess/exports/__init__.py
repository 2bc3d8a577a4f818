"""Documents, made from scores and answers."""
