"""Pages for everyone: what this is, what is asked, how scores are made."""
