"""What a city said, and how far its report is."""
