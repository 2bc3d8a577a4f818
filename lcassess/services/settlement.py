"""What was settled when versions were accepted: read from the history, the same every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcassess.assessment.remarks import threads
from lcassess.storage import reviews

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.remarks import Thread

Threads = dict[str, "Thread"]


def of_accepted(session: Session, heads: Mapping[UUID, int]) -> dict[UUID, Threads]:
    """Give what was remarked and replied until versions were accepted, by report.

    `heads` says after which row of the history a report's version was handed in. Versions that
    were not accepted, and so are scored as they were handed in, are left out.
    """
    accepted = _accepted(session, heads)
    if not accepted:
        return {}
    said, answered = reviews.remarks(session, accepted), reviews.replies(session, accepted)
    return {
        assessment_id: threads(
            (remark for remark in said.get(assessment_id, []) if remark.number < end),
            (reply for reply in answered.get(assessment_id, []) if reply.number < end),
        )
        for assessment_id, end in accepted.items()
    }


def threads_of(session: Session, assessment_id: UUID) -> Threads:
    """Give everything that was remarked and replied on a report until now."""
    said = reviews.remarks(session, [assessment_id]).get(assessment_id, [])
    return threads(said, reviews.replies(session, [assessment_id]).get(assessment_id, []))


def _accepted(session: Session, heads: Mapping[UUID, int]) -> dict[UUID, int]:
    """Find where in the history versions were accepted: first after they were handed in."""
    found = reviews.acceptances(session, heads)
    later = {
        assessment_id: [number for number in numbers if number > heads[assessment_id]]
        for assessment_id, numbers in found.items()
    }
    return {assessment_id: numbers[0] for assessment_id, numbers in later.items() if numbers}
