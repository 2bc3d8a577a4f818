"""The self-assessment of learning cities: a framework asks, a city answers, answers become scores."""
