"""The self-assessment of learning cities: answers to a framework become scores and pictures."""
