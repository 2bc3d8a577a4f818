"""Who takes part: cities, members, rounds, people and their roles."""
