"""Answers to be read: in lines, by whoever may read them."""
