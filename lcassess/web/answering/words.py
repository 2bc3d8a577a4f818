"""Codes turned into sentences, and figures into what a person reads."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from lcassess.assessment.merge import FIGURE
from lcassess.assessment.sheet import State
from lcassess.framework.model import Kind
from lcassess.framework.numbers import Reading
from lcassess.framework.showing import show_number
from lcassess.framework.understanding import Severity
from lcassess.web.answering import choices
from lcassess.web.answering.soft import SOFT, soft
from lcassess.web.answers.showing import SHOWN_DECIMALS, echo, standing
from lcassess.web.languages import gettext as _
from lcassess.web.problem_words import plain
from lcassess.web.words import day, moment, several

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lcassess.assessment.sheet import Answer
    from lcassess.framework.model import Indicator
    from lcassess.framework.understanding import Problem

READINGS = (Reading.DECIMAL, Reading.GROUPING)


def sentence(indicator: Indicator, answer: Answer, problem: Problem, language: str) -> str:
    """Say what is odd, where, and what would be right."""
    shown = {name: show_number(value, language) for name, value in problem.detail.items()}
    match problem.code:
        case "outside-bounds":
            return _outside_bounds(indicator, answer, shown, language)
        case "outside-expected":
            return _(
                "This is outside what is usual, %(low)s to %(high)s. If it is right, leave it.",
                **shown,
            )
        case "parts-differ":
            return _(
                "The parts give %(computed)s, the figure typed is %(typed)s. The parts count.",
                **shown,
            )
        case "shares-sum":
            return _("Together the shares make %(sum)s, they should make 100.", **shown)
        case code if code in SOFT:
            return soft(indicator, problem, language)
        case code:
            return plain(code)


def _outside_bounds(
    indicator: Indicator, answer: Answer, shown: dict[str, str], language: str
) -> str:
    if answer.numerator is not None and answer.denominator is not None and answer.value is not None:
        return _(
            "%(numerator)s of %(denominator)s is %(value)s, and the answer cannot be below "
            "%(low)s or above %(high)s. Have the two numbers changed places?",
            numerator=show_number(answer.numerator, language),
            denominator=show_number(answer.denominator, language),
            value=figure(answer.value, indicator.unit, language),
            **shown,
        )
    return _("The answer cannot be below %(low)s or above %(high)s.", **shown)


def readings(problem: Problem, language: str) -> tuple[tuple[str, str], ...]:
    """Offer the two ways to read a number, each as it would be understood."""
    if problem.level is not Severity.ASK:
        return ()
    return tuple(
        (reading.value, show_number(problem.detail[reading.value], language))
        for reading in READINGS
        if reading.value in problem.detail
    )


@lru_cache(maxsize=1024)
def saved(at: datetime | None, language: str) -> str:
    """Say when an answer was saved; `language` is the one of this request."""
    del language
    return _("Saved %(when)s", when=moment(at)) if at else ""


@lru_cache(maxsize=1024)
def last_saved(at: datetime | None, language: str) -> str:
    """Say when anything on a page was last saved; `language` is the one of this request."""
    del language
    return _("Last saved %(when)s", when=moment(at)) if at else ""


def summary(indicator: Indicator, answer: Answer, parts: Sequence[str], language: str) -> str:
    """Say in one line what one side of a conflict is."""
    words = {
        FIGURE: _figure_of(indicator, answer, language),
        "year": answer.year,
        "source": answer.source,
        "grade": choices.GRADES[answer.grade] if answer.grade else "",
        "territory": choices.TERRITORIES[answer.territory],
        "note": answer.note,
        "reason": answer.reason,
        "unsure": _("unsure") if answer.unsure else _("sure"),
    }
    return several(str(words[part]) or _("nothing") for part in parts)


def _figure_of(indicator: Indicator, answer: Answer, language: str) -> str:
    if answer.state is not State.VALUE:
        return standing(answer, ())[0]
    if indicator.kind is Kind.LEVEL:
        return _("Level %(level)s", level=answer.entered)
    return echo(indicator, answer, language) or answer.entered


def about(answer: Answer, language: str) -> str:
    """Say of which year an answer is, from where, and who gave it when."""
    del language
    grade = choices.GRADES[answer.grade] if answer.grade else ""
    given = (answer.by, day(answer.at) if answer.at else "")
    parts = (answer.year, answer.source, grade, answer.reason, several(filter(None, given)))
    return several(filter(None, parts))


def which_year() -> str:
    """Ask for the year of a figure that was taken over from the last round."""
    return _("This is the figure of the last round. Of which year is it now?")


def changed_meanwhile(name: str) -> str:
    """Say that somebody else saved another answer."""
    return _("%(name)s: somebody else saved another answer meanwhile", name=name)


def anchor(indicator: Indicator, part: str) -> str:
    """Name the field that a summary links to; of shares and levels the group."""
    return "value" if indicator.kind in {Kind.LEVEL, Kind.SHARES} else part


def figure(value: Decimal | str, unit: str, language: str) -> str:
    """Write a figure with its unit."""
    return show_number(Decimal(value), language, unit=unit, decimals=SHOWN_DECIMALS)


def decimal(text: str) -> Decimal:
    """Read a canonical number."""
    return Decimal(text)
