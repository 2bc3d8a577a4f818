"""Evidence of an answer: links, files, and why an odd figure is right."""
