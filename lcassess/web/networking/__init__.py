"""The network of a round: who is how far, and its files."""
