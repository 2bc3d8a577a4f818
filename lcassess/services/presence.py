"""Who is at the page of a focus area right now; no deed, so the log of deeds holds none of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lcassess.framework import catalogue
from lcassess.services.refusals import NotFoundError
from lcassess.services.reports import own_report
from lcassess.storage import saving
from lcassess.storage.engine import begin_write

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.network.membership import Actor

LASTS = timedelta(seconds=150)


def be_here(
    session: Session, actor: Actor, assessment_id: UUID, code: str, now: datetime
) -> list[str]:
    """Note that a person is at the page, and name the others who are."""
    report = own_report(session, actor, assessment_id)
    if code not in catalogue.load(report.round.edition).by_code:
        raise NotFoundError
    begin_write(session)
    saving.arrive(session, assessment_id, code, actor.person_id, now)
    found = saving.others(session, assessment_id, code, actor.person_id, now - LASTS)
    session.commit()
    return found


def leave(session: Session, actor: Actor, assessment_id: UUID, code: str) -> None:
    """Note that a person has left the page."""
    own_report(session, actor, assessment_id)
    begin_write(session)
    saving.leave(session, assessment_id, code, actor.person_id)
    session.commit()
