"""What people are told: messages as plain text, of a kind and the facts that go with it."""
