"""Endorsing a report for a country, by its National Commission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.assessment.status import Move
from lcassess.framework import catalogue
from lcassess.network.membership import Role
from lcassess.services.moving import begin, make
from lcassess.services.refusals import NotAllowedError, NotFoundError
from lcassess.services.reports import submission, visible_report
from lcassess.services.tidings import Particulars
from lcassess.services.transaction import deed

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.framework.model import Framework
    from lcassess.network.membership import Actor
    from lcassess.services.reports import Submission


@dataclass(frozen=True, slots=True)
class ToEndorse:
    """The version that a country's commission reads."""

    report: Report
    framework: Framework
    sent: Submission


def open_to_endorse(session: Session, actor: Actor, assessment_id: UUID) -> ToEndorse:
    """Open what a city of the commission's country handed in."""
    report = visible_report(session, actor, assessment_id)
    if not rules.acts_as(actor, Role.COMMISSION, report):
        raise NotAllowedError
    sent = submission(session, assessment_id)
    if sent is None:
        raise NotFoundError
    return ToEndorse(report, catalogue.load(report.round.edition), sent)


def endorse(
    session: Session, actor: Actor, assessment_id: UUID, advice: str, now: datetime
) -> None:
    """Endorse a report; `advice` is what the commission wants to say with it, or nothing."""
    with deed(session, "endorse", actor, assessment_id=assessment_id):
        report, move = begin(session, actor, assessment_id, Move.ENDORSE, Role.COMMISSION)
        make(session, report, move, actor, now, Particulars(reason=advice.strip()))
