"""Signing what a city is about to hand in, or sending it back to be changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.assessment.status import Move, Status
from lcassess.framework import catalogue
from lcassess.network.membership import Role
from lcassess.services.moving import begin, make
from lcassess.services.refusals import RefusedError
from lcassess.services.reports import own_report, sheet_as_it_stands
from lcassess.services.submitting import hand_in
from lcassess.services.tidings import Particulars
from lcassess.services.transaction import deed
from lcassess.storage import assessments

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.assessment.sheet import AnswerSheet
    from lcassess.framework.model import Framework
    from lcassess.network.membership import Actor

TIME_AFTER_DECLINING = timedelta(days=7)


class UnsignedError(RefusedError):
    """A signature without name or function, or one that is declined without a reason."""


@dataclass(frozen=True, slots=True)
class ToSign:
    """The whole report as the certifier reads it."""

    report: Report
    framework: Framework
    sheet: AnswerSheet
    texts: Mapping[str, str]
    may_sign: bool


def open_to_sign(session: Session, actor: Actor, assessment_id: UUID) -> ToSign:
    """Open a city's own report as it is to be signed."""
    report = own_report(session, actor, assessment_id)
    waits = report.status is Status.SIGNING
    return ToSign(
        report,
        catalogue.load(report.round.edition),
        *sheet_as_it_stands(session, assessment_id),
        may_sign=waits and rules.acts_as(actor, Role.CERTIFIER, report),
    )


def sign(  # who signs what, under which name and as what
    session: Session,
    actor: Actor,
    assessment_id: UUID,
    name: str,
    function: str,
    now: datetime,
) -> None:
    """Sign a report by name and function: it is frozen and handed in."""
    with deed(session, "sign", actor, assessment_id=assessment_id):
        report, move = begin(session, actor, assessment_id, Move.SIGN, Role.CERTIFIER)
        if not (name.strip() and function.strip()):
            raise UnsignedError
        signer = replace(actor, name=name.strip())
        sheet, texts = sheet_as_it_stands(session, assessment_id)
        head = make(session, report, move, signer, now, Particulars(function=function.strip()))
        hand_in(session, signer, report, sheet, texts, head, now)


def decline(
    session: Session, actor: Actor, assessment_id: UUID, reason: str, now: datetime
) -> None:
    """Send a report back unsigned; it can be written for seven more days at least."""
    with deed(session, "decline", actor, assessment_id=assessment_id):
        report, move = begin(session, actor, assessment_id, Move.DECLINE, Role.CERTIFIER)
        if not reason.strip():
            raise UnsignedError
        make(session, report, move, actor, now, Particulars(reason=reason.strip()))
        due_at = now + TIME_AFTER_DECLINING
        if due_at > report.deadline:
            assessments.set_columns(session, assessment_id, due_at=due_at)
