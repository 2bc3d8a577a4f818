"""Deciding on suggestions for lent questions, answer by answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.assessment.lending import Verdict, as_answer, as_text
from lcassess.framework import catalogue
from lcassess.services.lending import led
from lcassess.services.merging import Conflict, TextConflict, merge_answers, merge_texts
from lcassess.services.refusals import NotAllowedError, NotFoundError, NotNowError
from lcassess.services.reports import own_report
from lcassess.services.saving import Change, find_question, write
from lcassess.services.suggesting import standing_of
from lcassess.services.transaction import deed
from lcassess.storage import answers, lending

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.lending import Loan, Suggestion
    from lcassess.assessment.report import Report
    from lcassess.assessment.sheet import Answer, Text
    from lcassess.framework.model import Framework, Indicator
    from lcassess.network.membership import Actor


@dataclass(frozen=True, slots=True)
class Beside:
    """A suggestion beside what stands; `parts` of it somebody else changed in the meantime."""

    loan: Loan
    suggestion: Suggestion
    now: Answer | Text
    then: Answer | Text
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What the coordinator has to decide on, question by question, and what was decided."""

    report: Report
    framework: Framework
    waiting: tuple[Beside, ...]
    decided: tuple[tuple[Loan, Suggestion], ...]
    may_decide: bool


def open_suggestions(
    session: Session, actor: Actor, assessment_id: UUID, now: datetime
) -> Suggestions:
    """Show the coordinator every suggestion beside what stands now."""
    report = own_report(session, actor, assessment_id)
    if not rules.leads(actor, report):
        raise NotAllowedError
    framework = catalogue.load(report.round.edition)
    loans = lending.of_report(session, report.id)
    came = [(loan, one) for loan in loans for one in loan.suggestions]
    waiting = [(loan, one) for loan, one in came if one.waits]
    standing = standing_of(session, report, [one.name for _loan, one in waiting])
    return Suggestions(
        report,
        framework,
        tuple(
            _beside(session, report, framework, loan, one, standing[one.name])
            for loan, one in waiting
        ),
        tuple((loan, one) for loan, one in came if not one.waits),
        report.writable(now),
    )


def accept(  # which one, over which version
    session: Session,
    actor: Actor,
    assessment_id: UUID,
    suggestion_id: int,
    seen: int | None,
    now: datetime,
) -> bool:
    """Take a suggestion over by the one rule of saving; tell whether that could be done.

    `seen` is the version over which the coordinator takes it, having seen both; without one it is
    the version that the form of the suggestion showed. In a conflict nothing is written.
    """
    with deed(
        session,
        "accept-suggestion",
        actor,
        assessment_id=assessment_id,
        suggestion_id=suggestion_id,
    ):
        report = led(session, actor, assessment_id)
        found = _found(session, report, suggestion_id)
        if found.verdict is Verdict.ACCEPTED:
            return True
        asked = find_question(session, actor, assessment_id, found.name)
        if not found.waits or not report.writable(now, asked.focus_area.code):
            raise NotNowError
        before = standing_of(session, report, [found.name])[found.name].version
        change = Change(found.fields, found.seen if seen is None else seen, found.language)
        written = write(session, actor, asked, change, now)
        if isinstance(written, Conflict | TextConflict):
            return False
        version = written.version if written.version != before else None
        lending.decide(session, report.id, found.id, Verdict.ACCEPTED, version, actor, now)
    return True


def decline(
    session: Session, actor: Actor, assessment_id: UUID, suggestion_id: int, now: datetime
) -> None:
    """Decline a suggestion: it stays in the history, the answer as it is."""
    with deed(
        session,
        "decline-suggestion",
        actor,
        assessment_id=assessment_id,
        suggestion_id=suggestion_id,
    ):
        report = led(session, actor, assessment_id)
        found = _found(session, report, suggestion_id)
        if found.verdict is Verdict.DECLINED:
            return
        if not found.waits or not report.writable(now):
            raise NotNowError
        lending.decide(session, report.id, found.id, Verdict.DECLINED, None, actor, now)


def _found(session: Session, report: Report, suggestion_id: int) -> Suggestion:
    """Find a suggestion that counts, or that was decided on."""
    for loan in lending.of_report(session, report.id):
        for one in loan.suggestions:
            if one.id == suggestion_id:
                return one
    raise NotFoundError


def _beside(
    session: Session,
    report: Report,
    framework: Framework,
    loan: Loan,
    found: Suggestion,
    standing: Answer | Text,
) -> Beside:
    indicator = framework.indicators.get(found.name)
    meant = as_answer(indicator, found) if indicator else as_text(found)
    conflicts = _conflicts(session, report, indicator, found)
    return Beside(loan, found, standing, meant, conflicts)


def _conflicts(
    session: Session, report: Report, indicator: Indicator | None, found: Suggestion
) -> tuple[str, ...]:
    """List the parts that somebody changed to another value since the form was shown."""
    name = found.name
    posted = {name: {**found.fields, "version": str(found.seen)}}
    if indicator is None:
        _texts, text_conflicts = merge_texts(session, report.id, posted)
        return ("value",) if text_conflicts else ()
    standing = answers.of(session, report.id, [name])
    _answers, conflicts = merge_answers(
        session, report.id, [indicator], standing, posted, found.language
    )
    return conflicts[name].parts if conflicts else ()
