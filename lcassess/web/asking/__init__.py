"""Questions of cities to UIL, and UIL's answers to all of them."""
