"""Remarks on the answers of one focus area, and what changed in it since it was last seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.assessment.changes import changed_answers, changed_texts
from lcassess.assessment.remarks import Remark
from lcassess.assessment.status import Status
from lcassess.framework import catalogue
from lcassess.framework.model import Kind
from lcassess.network.membership import Role
from lcassess.services.looking import note_look
from lcassess.services.moving import locked
from lcassess.services.refusals import NotFoundError, NotNowError, RefusedError
from lcassess.services.reports import submission
from lcassess.services.review_pages import demand_sight, may_review, previous
from lcassess.services.settlement import threads_of
from lcassess.services.transaction import deed
from lcassess.storage import assessments, reviews

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.remarks import Thread
    from lcassess.assessment.report import Report
    from lcassess.assessment.sheet import Answer
    from lcassess.framework.model import FocusArea, Framework, Indicator
    from lcassess.network.membership import Actor
    from lcassess.services.reports import Submission

LEVELS = range(5)


class UnknownLevelError(RefusedError):
    """A level that nobody can propose here: no page offers it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A remark as a reviewer typed it, and the id of the one that they saw, or 0."""

    text: str
    level: int | None
    seen: int


@dataclass(frozen=True, slots=True)
class AreaReview:
    """One focus area of the version handed in, with remarks and what stood there before."""

    report: Report
    framework: Framework
    focus_area: FocusArea
    sent: Submission
    threads: Mapping[str, Thread]
    earlier: Mapping[str, Answer]
    earlier_texts: Mapping[str, str]
    may_remark: bool


def open_area(
    session: Session, actor: Actor, assessment_id: UUID, code: str, now: datetime
) -> AreaReview:
    """Open one focus area of what a city handed in; the city sees that it was opened."""
    report = demand_sight(session, actor, assessment_id)
    framework = catalogue.load(report.round.edition)
    focus_area = framework.by_code.get(code)
    sent = submission(session, assessment_id)
    if focus_area is None or sent is None:
        raise NotFoundError
    note_look(session, actor, report, code, now)
    before = previous(session, assessment_id)
    names = [indicator.id for indicator in focus_area.indicators]
    return AreaReview(
        report,
        framework,
        focus_area,
        sent,
        {name: t for name, t in threads_of(session, assessment_id).items() if name in names},
        changed_answers(names, sent.sheet, before.sheet) if before else {},
        changed_texts(sent.texts, before.texts) if before else {},
        report.status is Status.IN_REVIEW and may_review(session, actor, report),
    )


def save_remarks(
    session: Session,
    actor: Actor,
    assessment_id: UUID,
    drafts: Mapping[str, Draft],
    now: datetime,
) -> dict[str, Remark]:
    """Write the remarks that say something new; give those that somebody else changed meanwhile.

    Nothing is written over a remark that its author did not see.
    """
    conflicts: dict[str, Remark] = {}
    with deed(session, "remark", actor, assessment_id=assessment_id):
        report, sent = _in_review(session, actor, assessment_id)
        framework, threads = catalogue.load(report.round.edition), threads_of(session, report.id)
        for name, draft in drafts.items():
            made = _made(framework, sent.sheet[name], draft)
            seen, last = _stood(threads.get(name), draft.seen, sent.sheet[name])
            if seen.says(made.text, made.level) or last.says(made.text, made.level):
                continue
            if last.id != draft.seen:
                conflicts[name] = last
                continue
            reviews.add_remark(session, report.id, made, actor, now)
            if made.level not in {last.level, made.level_city}:
                assessments.set_columns(session, report.id, reply_until=None)
    return conflicts


def _in_review(session: Session, actor: Actor, assessment_id: UUID) -> tuple[Report, Submission]:
    report = locked(session, actor, assessment_id, Role.REVIEWER)
    sent = submission(session, assessment_id)
    if report.status is not Status.IN_REVIEW or sent is None:
        raise NotNowError
    return report, sent


def _made(framework: Framework, answer: Answer, draft: Draft) -> Remark:
    """Make a remark; a level is proposed only where the city gave one."""
    indicator = framework.indicators.get(answer.indicator_id)
    if indicator is None:
        raise NotFoundError
    given = level_given(indicator, answer)
    if draft.level is not None and (given is None or draft.level not in LEVELS):
        raise UnknownLevelError
    level_city = None if draft.level is None else given
    return Remark(indicator.id, draft.text.strip(), draft.level, level_city)


def _stood(thread: Thread | None, seen: int, answer: Answer) -> tuple[Remark, Remark]:
    """Give the remark that was seen and the one that stands, each as a page shows it."""
    none = Remark(answer.indicator_id)
    if thread is None:
        return none, none
    return (thread.seen(seen) or none).shown_for(answer), thread.remark.shown_for(answer)


def level_given(indicator: Indicator, answer: Answer) -> Decimal | None:
    """Give the level that a city gave, where it counts."""
    return answer.value if indicator.kind is Kind.LEVEL and answer.counts else None
