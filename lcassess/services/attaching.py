"""Where something is attached: an answer that one may read, or hold to write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.framework import catalogue
from lcassess.services.looking import note_look
from lcassess.services.refusals import NotAllowedError, NotFoundError, NotNowError
from lcassess.services.reports import visible_report
from lcassess.storage import assessments

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.framework.model import FocusArea, Framework, Indicator
    from lcassess.network.membership import Actor


@dataclass(frozen=True, slots=True)
class Place:
    """An answer of a report, and what the person may do there now."""

    report: Report
    framework: Framework
    focus_area: FocusArea
    indicator: Indicator
    own: bool
    may_write: bool


def find(session: Session, actor: Actor, assessment_id: UUID, name: str, now: datetime) -> Place:
    """Find an answer that the person may read; the city sees that UIL looked."""
    place = _place(visible_report(session, actor, assessment_id), actor, name, now)
    note_look(session, actor, place.report, place.focus_area.code, now)
    return place


def hold(  # which answer, when
    session: Session,
    actor: Actor,
    assessment_id: UUID,
    name: str,
    now: datetime,
    *,
    lock: bool = True,
) -> Place:
    """Find an answer to write at; inside a deed it holds back whoever else writes in the report.

    Without `lock` it only tells whether the person may.
    """
    report = assessments.find(session, assessment_id, lock=lock)
    if report is None or not rules.belongs(actor, report):
        raise NotFoundError
    place = _place(report, actor, name, now)
    if not rules.may_answer(actor, report, place.focus_area.code):
        raise NotAllowedError
    if not place.may_write:
        raise NotNowError
    return place


def _place(report: Report, actor: Actor, name: str, now: datetime) -> Place:
    framework = catalogue.load(report.round.edition)
    indicator = framework.indicators.get(name)
    if indicator is None:
        raise NotFoundError
    focus_area = framework.home[name]
    code, own = focus_area.code, rules.belongs(actor, report)
    may_write = rules.may_answer(actor, report, code) and report.writable(now, code)
    return Place(report, framework, focus_area, indicator, own, may_write)
