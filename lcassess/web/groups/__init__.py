"""Figures by group at an answer, and the groups that learning in the city reaches."""
