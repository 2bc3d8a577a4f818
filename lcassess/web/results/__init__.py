"""The results of one city: picture, tables, ledger and files."""
