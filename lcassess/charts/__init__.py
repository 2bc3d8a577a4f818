"""Pictures, drawn from scores."""
