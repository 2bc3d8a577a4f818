"""How scores, their states and their files are shown, on every page that shows them."""
