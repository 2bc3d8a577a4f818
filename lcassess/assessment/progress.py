"""How far the cities of a round are: by state, and who needs attention."""

from __future__ import annotations

from enum import StrEnum


class Group(StrEnum):
    """A group of a round's cities; one that is late or excused stands in a state, too."""

    NOT_STARTED = "not_started"
    DRAFT = "draft"
    SIGNING = "signing"
    SUBMITTED = "submitted"
    ENDORSED = "endorsed"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    LATE = "late"
    EXCUSED = "excused"
