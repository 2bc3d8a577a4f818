"""What holds for one city of a round and not for all: a cohort, more time, an excuse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.network.membership import Role
from lcassess.services.administering import demand_administrator
from lcassess.services.refusals import NotFoundError, RefusedError
from lcassess.services.scheduling import TooEarlyError, find_report, open_schedule
from lcassess.services.telling import about, of_city, tell
from lcassess.services.transaction import deed
from lcassess.storage import participations

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.network.membership import Actor
    from lcassess.services.scheduling import Schedule


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for one city: its cohort, more time, or an excuse, each with its reason."""

    cohort_id: int | None = None
    extended_until: datetime | None = None
    extension_reason: str = ""
    excused: bool = False
    excuse_reason: str = ""


def open_terms(
    session: Session, actor: Actor, slug: str, city: str
) -> tuple[Schedule, Report, Terms]:
    """Open what holds for one city in a round, to change it."""
    demand_administrator(actor)
    report = find_report(session, slug, city)
    return open_schedule(session, actor, slug), report, _terms(session, report.id)


def set_terms(
    session: Session, actor: Actor, slug: str, city: str, terms: Terms, now: datetime
) -> None:
    """Change what holds for one city in a round; its coordinators are told of what is new."""
    with deed(session, "set-terms", actor, round=slug, city=city):
        demand_administrator(actor)
        report = find_report(session, slug, city)
        before = _terms(session, report.id)
        _demand_sense(session, report, terms)
        _keep(session, report, terms, now)
        if terms.extended_until and terms.extended_until != before.extended_until:
            _tell(session, report, "extension", terms.extended_until, terms.extension_reason, now)
        if terms.excused and not before.excused:
            _tell(session, report, "excuse", now, terms.excuse_reason, now)


def _demand_sense(session: Session, report: Report, terms: Terms) -> None:
    """Refuse a cohort of another round, a reason that is missing, and less time than before."""
    deadlines = {row.id: row.closes_at for row in participations.cohorts(session, report.round.id)}
    if terms.cohort_id is not None and terms.cohort_id not in deadlines:
        raise NotFoundError
    lacks_reason = (terms.extended_until and not terms.extension_reason) or (
        terms.excused and not terms.excuse_reason
    )
    if lacks_reason:
        raise RefusedError
    usual = deadlines.get(terms.cohort_id or 0, report.round.closes_at)
    if terms.extended_until and terms.extended_until <= usual:
        raise TooEarlyError


def _keep(session: Session, report: Report, terms: Terms, now: datetime) -> None:
    standing = participations.of(session, report.id)
    participations.set_columns(
        session,
        report.id,
        cohort_id=terms.cohort_id,
        extended_until=terms.extended_until,
        extension_reason=terms.extension_reason,
        excused_at=(standing.excused_at if standing else None) or now if terms.excused else None,
        excuse_reason=terms.excuse_reason,
    )


def _tell(
    session: Session, report: Report, kind: str, due: datetime, reason: str, now: datetime
) -> None:
    whom = of_city(session, report, Role.COORDINATOR)
    facts = about(report, due, reason=reason)
    tell(session, whom, kind, facts, f"{kind}/{report.id}/{due.isoformat()}", now)


def _terms(session: Session, assessment_id: UUID) -> Terms:
    row = participations.of(session, assessment_id)
    if row is None:
        return Terms()
    return Terms(
        row.cohort_id,
        row.extended_until,
        row.extension_reason,
        row.excused_at is not None,
        row.excuse_reason,
    )
