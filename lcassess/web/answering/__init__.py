"""The questionnaire: my assessments, the task list, a focus area, the city's profile."""
