"""What is remembered, as plain SQLAlchemy tables and queries."""
