"""Moving a report from state to state: found and locked, checked, written, told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.assessment.status import step
from lcassess.network.membership import Role
from lcassess.services.refusals import NotAllowedError, NotFoundError, NotNowError
from lcassess.services.tidings import Particulars, spread
from lcassess.storage import assessments, reviews

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from typing import Any
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from lcassess.assessment.chain import Head
    from lcassess.assessment.report import Report
    from lcassess.assessment.status import Move, Step
    from lcassess.network.membership import Actor

NOTHING_SAID = Particulars()


def begin(
    session: Session, actor: Actor, assessment_id: UUID, wanted: Move, role: Role
) -> tuple[Report, Step]:
    """Lock a report for a move that the person wants to make in a role, or say why not."""
    report = locked(session, actor, assessment_id, role)
    found = step(report.stand, wanted)
    if found is None or found.role is not role:
        raise NotNowError
    return report, found


def locked(session: Session, actor: Actor, assessment_id: UUID, role: Role) -> Report:
    """Find and lock a report for somebody who acts on it in a role."""
    report = assessments.find(session, assessment_id, lock=True)
    if report is None or not _may_know(session, actor, report, role):
        raise NotFoundError
    if not rules.acts_as(actor, role, report):
        raise NotAllowedError
    if role is Role.REVIEWER and not reviews.is_given_to(session, report.id, actor.person_id):
        raise NotAllowedError
    return report


def make(
    session: Session,
    report: Report,
    found: Step,
    actor: Actor,
    now: datetime,
    said: Particulars = NOTHING_SAID,
) -> Head:
    """Make a move: one row of history and one message to each person concerned."""
    head = assessments.move(
        session,
        report,
        found.move,
        found.to,
        actor,
        now,
        said.reason,
        function=said.function,
        areas=said.areas,
    )
    spread(session, report, found, actor, said, f"move/{report.id}/{head.number}", now)
    return head


def was_made_by(session: Session, actor: Actor, assessment_id: UUID, wanted: Move) -> bool:
    """Tell whether the last move was this one, by this person: a button that is pressed twice."""
    last = last_move(session, assessment_id)
    return last is not None and (last.move, last.person_id) == (wanted.value, actor.person_id)


def last_move(session: Session, assessment_id: UUID) -> Row[*tuple[Any, ...]] | None:
    """Find the last move of a report, for somebody who may see the report."""
    return assessments.last_moves(session, [assessment_id]).get(assessment_id)


def signed_as(moves: Iterable[Row[*tuple[Any, ...]]], head_number: int) -> str:
    """Tell as what a version was signed: by the last move before it was handed in."""
    functions = [move.function for move in moves if move.number <= head_number]
    return functions[-1] if functions else ""


def stands(session: Session, assessment_id: UUID) -> Report:
    """Find a report as it stands, for somebody whose move came too late."""
    report = assessments.find(session, assessment_id)
    if report is None:
        raise NotFoundError
    return report


def _may_know(session: Session, actor: Actor, report: Report, role: Role) -> bool:
    """Tell whether somebody who wants to act in a role may know of the report at all."""
    if role in rules.UIL:
        return rules.is_uil(actor)
    if role is Role.COMMISSION:
        sent = assessments.last_submission(session, report.id) is not None
        return rules.may_see_answers(actor, report, sent=sent)
    return rules.belongs(actor, report)
