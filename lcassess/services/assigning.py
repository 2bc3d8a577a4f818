"""Giving reports to reviewers, who never review a city of their own country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.network.membership import Role
from lcassess.services.moving import locked
from lcassess.services.refusals import RefusedError
from lcassess.services.telling import about, tell
from lcassess.services.transaction import deed
from lcassess.storage import people, reviews

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.network.membership import Actor


class UnfitError(RefusedError):
    """Somebody who is no reviewer, or is one of the city's own country."""


def assign(
    session: Session, actor: Actor, assessment_id: UUID, person_ids: Collection[int], now: datetime
) -> None:
    """Give a report to these reviewers, and to nobody else; whom it is new to is told."""
    with deed(session, "assign", actor, assessment_id=assessment_id):
        report = locked(session, actor, assessment_id, Role.ADMINISTRATOR)
        if not set(person_ids) <= {one.person_id for one in fit_reviewers(session, report)}:
            raise UnfitError
        new = reviews.give(session, assessment_id, person_ids, now)
        given = reviews.reviewers(session, [assessment_id]).get(assessment_id, [])
        whom = [person for person in given if person.id in new]
        key = f"assigned/{assessment_id}/{now.isoformat()}"
        tell(session, whom, "assigned", about(report), key, now)


def fit_reviewers(session: Session, report: Report) -> list[Actor]:
    """List by name the reviewers to whom a report may be given."""
    ids = [person.id for person in people.holding(session, Role.REVIEWER)]
    found = [people.actor(session, person_id) for person_id in ids]
    return [one for one in found if one and rules.acts_as(one, Role.REVIEWER, report)]
