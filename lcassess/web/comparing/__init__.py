"""Cities side by side, for those who may see the submitted network."""
