"""What is asked: editions, their indicators, and the kinds of answer."""
