"""Reviewing a report: opening it, asking for replies, sending it back, accepting it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.assessment.settling import unanswered
from lcassess.assessment.status import Move, Status
from lcassess.framework import catalogue
from lcassess.network.membership import Role
from lcassess.services.moving import begin, locked, make
from lcassess.services.refusals import NotNowError, RefusedError
from lcassess.services.reports import submission
from lcassess.services.settlement import threads_of
from lcassess.services.submitting import refresh_profile
from lcassess.services.telling import about, of_city, tell
from lcassess.services.tidings import Particulars
from lcassess.services.transaction import deed
from lcassess.storage import assessments

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.network.membership import Actor

TIME_TO_REPLY = timedelta(days=7)


class UnclearError(RefusedError):
    """Something sent back without an area, a reason or a day that is to come."""


class RepliesOpenError(NotNowError):
    """Levels are proposed to which the city has not replied, and still may."""


def open_review(session: Session, actor: Actor, assessment_id: UUID, now: datetime) -> None:
    """Begin to review: from now on the city cannot take the report back."""
    with deed(session, "open-review", actor, assessment_id=assessment_id):
        report, move = begin(session, actor, assessment_id, Move.OPEN, Role.REVIEWER)
        make(session, report, move, actor, now)


def ask_for_replies(
    session: Session, actor: Actor, assessment_id: UUID, until: datetime, now: datetime
) -> None:
    """Ask the city to reply to remarks; it has a week at least."""
    with deed(session, "ask-for-replies", actor, assessment_id=assessment_id):
        report = locked(session, actor, assessment_id, Role.REVIEWER)
        if report.status is not Status.IN_REVIEW:
            raise NotNowError
        if until < now + TIME_TO_REPLY:
            raise UnclearError
        if until == report.reply_until:
            return
        assessments.set_columns(session, assessment_id, reply_until=until)
        city = of_city(session, report, Role.COORDINATOR)
        key = f"remarked/{assessment_id}/{until.isoformat()}"
        tell(session, city, "remarked", about(report, until), key, now)


def send_back(  # what goes back to whom, why and until when
    session: Session,
    actor: Actor,
    assessment_id: UUID,
    role: Role,
    areas: Mapping[str, str],
    due_at: datetime,
    now: datetime,
) -> None:
    """Send focus areas back, each with a reason: only they can be written, until a day.

    A reviewer does it in a review; an administrator after it, where an accepted report has a
    mistake. `areas` gives the reasons by code.
    """
    with deed(session, "send-back", actor, assessment_id=assessment_id):
        report, move = begin(session, actor, assessment_id, Move.RETURN, role)
        _demand_clear(report, areas, due_at, now)
        waiting = replies_open(session, report, now)
        make(session, report, move, actor, now, Particulars(areas=areas, due=due_at))
        assessments.set_columns(
            session,
            assessment_id,
            returned_areas=" ".join(areas),
            finished_areas=" ".join(code for code in report.finished if code not in areas),
            due_at=due_at,
            reply_until=due_at if waiting else report.reply_until,
        )


def postpone(
    session: Session,
    actor: Actor,
    assessment_id: UUID,
    due_at: datetime,
    reason: str,
    now: datetime,
) -> None:
    """Give a city more time for what was sent back to it."""
    with deed(session, "postpone", actor, assessment_id=assessment_id):
        role = Role.ADMINISTRATOR if rules.may_administer(actor) else Role.REVIEWER
        report = locked(session, actor, assessment_id, role)
        if report.status is not Status.RETURNED:
            raise NotNowError
        if due_at <= now or not reason.strip():
            raise UnclearError
        assessments.set_columns(session, assessment_id, due_at=due_at)
        city = of_city(session, report, Role.COORDINATOR)
        key = f"postponed/{assessment_id}/{due_at.isoformat()}"
        tell(session, city, "extension", about(report, due_at, reason=reason.strip()), key, now)


def accept(session: Session, actor: Actor, assessment_id: UUID, now: datetime) -> None:
    """Accept a report: levels on which city and reviewer differ are settled and scored."""
    with deed(session, "accept", actor, assessment_id=assessment_id):
        report, move = begin(session, actor, assessment_id, Move.ACCEPT, Role.REVIEWER)
        if replies_open(session, report, now):
            raise RepliesOpenError
        make(session, report, move, actor, now)
        refresh_profile(session, report)


def replies_open(session: Session, report: Report, now: datetime) -> tuple[str, ...]:
    """List the answers with another level proposed to which the city may still reply."""
    over = report.reply_until is not None and now > report.reply_until
    sent = None if over else submission(session, report.id)
    return unanswered(sent.sheet, threads_of(session, report.id)) if sent else ()


def _demand_clear(
    report: Report, areas: Mapping[str, str], due_at: datetime, now: datetime
) -> None:
    known = set(areas) <= set(catalogue.load(report.round.edition).by_code)
    if not (areas and known and all(areas.values()) and due_at > now):
        raise UnclearError
