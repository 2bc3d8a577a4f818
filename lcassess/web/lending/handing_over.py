"""The note of a hand-over in words, made for paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from lcassess.accounts.words import ROLES
from lcassess.assessment.sheet import State
from lcassess.web.answering.hands import unsettled
from lcassess.web.answers.showing import standing
from lcassess.web.lending.presenting import question_names
from lcassess.web.words import several

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from lcassess.assessment.sheet import Answer
    from lcassess.framework.model import FocusArea, Framework
    from lcassess.services.handing_over import HandOver
    from lcassess.web.answering.hands import LoanLine


@dataclass(frozen=True, slots=True)
class Line:
    """One question: how it stands, who supplied it, from where, and who saved it last."""

    question: str
    standing: str
    supplier: str
    source: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Note:
    """What the page of a hand-over shows."""

    holders: tuple[tuple[str, str], ...]
    dates: tuple[tuple[datetime, str], ...]
    open_questions: tuple[tuple[FocusArea, tuple[str, ...]], ...]
    loans: tuple[LoanLine, ...]
    areas: tuple[tuple[FocusArea, tuple[Line, ...]], ...]


def note(found: HandOver, framework: Framework, now: datetime) -> Note:
    """Put the note into words."""
    names = question_names(framework)
    loans = tuple(unsettled(found.loans, framework, now))
    return Note(
        tuple(_holders(found)),
        tuple(sorted(_dates(found, loans, now))),
        tuple((f, left) for f in framework.focus_areas if (left := _left(found, f, names))),
        loans,
        tuple((f, lines) for f in framework.focus_areas if (lines := _lines(found, f, names))),
    )


def _holders(found: HandOver) -> Iterator[tuple[str, str]]:
    for holder in found.holders:
        role = str(ROLES[holder.role])
        areas = ", ".join(holder.focus_areas)
        yield holder.name, f"{role} ({areas})" if areas else role


def _dates(
    found: HandOver, loans: tuple[LoanLine, ...], now: datetime
) -> Iterator[tuple[datetime, str]]:
    report = found.report
    yield report.deadline, _("The report can be written until then")
    if report.round.closes_at != report.deadline:
        yield report.round.closes_at, _("The round closes")
    if report.reply_until and report.reply_until >= now:
        yield report.reply_until, _("Replies to remarks of UIL")
    for line in loans:
        yield line.loan.due_at, _("Lent questions: %(supplier)s", supplier=line.loan.supplier)


def _left(found: HandOver, focus_area: FocusArea, names: dict[str, str]) -> tuple[str, ...]:
    return tuple(
        names[indicator.id]
        for indicator in focus_area.indicators
        if not found.sheet[indicator.id].given or found.sheet[indicator.id].mark
    )


def _lines(found: HandOver, focus_area: FocusArea, names: dict[str, str]) -> tuple[Line, ...]:
    answered = (
        _line(found, found.sheet[indicator.id], names[indicator.id])
        for indicator in focus_area.indicators
        if found.sheet[indicator.id].state is not State.UNANSWERED
    )
    written = (
        Line(names[name], _("Written"), _supplier(found, name), "", text.by, text.at)
        for name in map(focus_area.text_name, focus_area.texts)
        if (text := found.texts.get(name)) and text.value
    )
    return (*answered, *written)


def _line(found: HandOver, answer: Answer, question: str) -> Line:
    word, _kind = standing(answer, ())
    source = several(filter(None, (answer.source, answer.year)))
    supplier = _supplier(found, answer.indicator_id)
    return Line(question, word, supplier, source, answer.by, answer.at)


def _supplier(found: HandOver, name: str) -> str:
    if name not in found.supplied:
        return ""
    loan, suggestion = found.supplied[name]
    return ", ".join(filter(None, (suggestion.by or loan.name, loan.department)))
