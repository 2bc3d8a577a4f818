"""Looks: whenever somebody at UIL opens what a city handed in, the city can see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lcassess.access import rules
from lcassess.services.comparing import PAGE, choice, named_round
from lcassess.services.reports import own_report
from lcassess.services.transaction import deed
from lcassess.storage import network, reviews

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.network.membership import Actor


def note_look(session: Session, actor: Actor, report: Report, page: str, now: datetime) -> None:
    """Write down that somebody at UIL looks at a page of a city that is not their own."""
    if not rules.belongs(actor, report):
        note_looks(session, actor, [report.id], page, now)


def note_looks(
    session: Session, actor: Actor, assessment_ids: Collection[UUID], page: str, now: datetime
) -> None:
    """Write down that somebody at UIL looks at several reports at once."""
    if rules.is_uil(actor) and assessment_ids:
        with deed(session, "look", actor, page=page, reports=len(assessment_ids)):
            reviews.look(session, assessment_ids, page, actor, now)


def note_compared(  # whom, of which round, which cities, on which page
    session: Session,
    actor: Actor,
    slug: str,
    wanted: Collection[str],
    page: str,
    now: datetime,
    start: int | None = None,
) -> None:
    """Write down that somebody at UIL puts cities side by side; `start` begins a page of them."""
    if rules.is_uil(actor):
        found = named_round(session, slug)
        ids = network.sent_ids(session, found.id, choice(wanted), start, PAGE)
        note_looks(session, actor, ids, page, now)


def looks_of(
    session: Session, actor: Actor, assessment_id: UUID
) -> tuple[Report, Sequence[Row[*tuple[Any, ...]]]]:
    """List for a city who at UIL looked at its report, and when."""
    report = own_report(session, actor, assessment_id)
    return report, reviews.looks(session, assessment_id)
