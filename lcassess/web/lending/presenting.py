"""Loans and suggestions in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _

from lcassess.assessment.merge import FIGURE, OTHER_PARTS
from lcassess.assessment.sheet import Answer
from lcassess.web.answering import words
from lcassess.web.answering.hands import asked_for
from lcassess.web.lending.questions import text_questions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from lcassess.assessment.lending import Loan, Suggestion
    from lcassess.assessment.sheet import Text
    from lcassess.framework.model import FocusArea, Framework
    from lcassess.services.deciding import Beside, Suggestions
    from lcassess.services.lending import Lending

TEXT = "text"
PARTS = {
    FIGURE: _("Answer"),
    "year": _("Year"),
    "source": _("Source"),
    "grade": _("Kind of source"),
    "territory": _("Covers"),
    "note": _("Note"),
    "reason": _("Reason"),
    "unsure": _("Sure or not"),
    TEXT: _("Text"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A focus area with its questions, by name, that can be lent now."""

    focus_area: FocusArea
    questions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One part of an answer: as it stands, as it is suggested, changed by somebody else or not."""

    label: str
    now: str
    then: str
    conflict: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """One suggestion to decide on; `version` is the one over which it would be taken."""

    beside: Beside
    home: FocusArea
    question: str
    rows: tuple[Row, ...]
    version: int


@dataclass(frozen=True, slots=True)
class Decided:
    """One suggestion that was decided on."""

    loan: Loan
    suggestion: Suggestion
    home: FocusArea
    question: str


def loans(found: Lending, framework: Framework) -> list[tuple[Loan, str]]:
    """List the loans, the last one first, each with what was asked."""
    return [(loan, asked_for(loan, framework)) for loan in reversed(found.loans)]


def choices(found: Lending, framework: Framework, now: datetime) -> list[Choice]:
    """List what can be lent now, in the order of the framework."""
    return [
        Choice(focus_area, _questions(framework, focus_area))
        for focus_area in framework.focus_areas
        if found.may_lend and found.report.writable(now, focus_area.code)
    ]


def waiting(found: Suggestions, framework: Framework, language: str) -> list[Waiting]:
    """Put every suggestion that waits beside what stands, in the order of the framework."""
    names = question_names(framework)
    order = list(names)
    return [
        Waiting(
            one,
            framework.asking[one.suggestion.name],
            names[one.suggestion.name],
            tuple(_rows(one, framework, language)),
            one.now.version if one.conflicts else one.suggestion.seen,
        )
        for one in sorted(found.waiting, key=lambda one: order.index(one.suggestion.name))
    ]


def decided(found: Suggestions, framework: Framework) -> list[Decided]:
    """List what was decided on, in the order of the framework."""
    names = question_names(framework)
    order = list(names)
    return [
        Decided(loan, one, framework.asking[one.name], names[one.name])
        for loan, one in sorted(found.decided, key=lambda pair: order.index(pair[1].name))
    ]


def question_names(framework: Framework) -> dict[str, str]:
    """Give what each question is called, focus area by focus area."""
    return {
        name: called
        for focus_area in framework.focus_areas
        for name, called in _questions(framework, focus_area)
    }


def _questions(framework: Framework, focus_area: FocusArea) -> tuple[tuple[str, str], ...]:
    texts = text_questions(framework)
    indicators = ((i.id, f"{i.code} {i.name}") for i in focus_area.indicators)
    names = (focus_area.text_name(text) for text in focus_area.texts)
    return (*indicators, *((name, texts[name].name) for name in names))


def _rows(one: Beside, framework: Framework, language: str) -> list[Row]:
    parts = _parts(one.suggestion.fields) if isinstance(one.now, Answer) else [TEXT]
    return [
        Row(
            str(PARTS[part]),
            _shown(one.now, part, framework, language),
            _shown(one.then, part, framework, language),
            part in one.conflicts or (part == TEXT and bool(one.conflicts)),
        )
        for part in parts
    ]


def _parts(fields: Mapping[str, str]) -> Sequence[str]:
    others = [part for part in OTHER_PARTS if part in fields]
    return [FIGURE, *others] if set(fields) - set(others) else others


def _shown(found: Answer | Text, part: str, framework: Framework, language: str) -> str:
    if not isinstance(found, Answer):
        return found.value
    indicator = framework.indicators[found.indicator_id]
    return words.summary(indicator, found, [part], language)
