"""The figure of an answer as one part: its state, what was typed and what was understood."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from lcassess.assessment.sheet import Answer, Mark, State
from lcassess.framework.answers import understand
from lcassess.framework.model import Kind
from lcassess.framework.numbers import Reading
from lcassess.framework.understanding import Typed, Understood

if TYPE_CHECKING:
    from lcassess.framework.model import Indicator
    from lcassess.framework.understanding import Problem


def typed(indicator: Indicator, answer: Answer) -> Typed:
    """Give the figure as it was typed."""
    shares = indicator.kind is Kind.SHARES
    return Typed(
        value="" if shares else answer.entered,
        numerator=answer.numerator_entered,
        denominator=answer.denominator_entered,
        parts=json.loads(answer.entered) if shares and answer.entered else {},
        reading=_reading(answer.reading),
        numerator_reading=_reading(answer.numerator_reading),
        denominator_reading=_reading(answer.denominator_reading),
    )


def understood(answer: Answer) -> Understood:
    """Give the figure as it was understood when it was saved."""
    return Understood(
        value=answer.value,
        numerator=answer.numerator,
        denominator=answer.denominator,
        shares=answer.shares,
    )


def problems(indicator: Indicator, answer: Answer, language: str) -> tuple[Problem, ...]:
    """List what is odd about a saved figure; the numbers stay as they were understood."""
    if answer.state is not State.VALUE or _is_plain(indicator, answer):
        return ()
    figure = typed(indicator, answer)
    return understand(indicator, figure, language, (figure, understood(answer))).problems


def _is_plain(indicator: Indicator, answer: Answer) -> bool:
    """Tell whether nothing can be odd: a figure given in one way only, where it is expected.

    Most are, and pages are spared reading them again.
    """
    value, parts = answer.value, (answer.numerator_entered, answer.denominator_entered)
    if value is None or answer.mark is not None or value not in indicator.bounds:
        return False
    if indicator.kind is Kind.LEVEL:
        return value == value.to_integral_value()
    if any(parts) and (answer.entered or not all(parts)):
        return False
    return indicator.expected is None or value in indicator.expected


def with_figure(
    indicator: Indicator, answer: Answer, figure: Typed, language: str, known: Answer
) -> Answer:
    """Put a figure as typed into an answer; what `known` already understood keeps its meaning."""
    meaning = understand(indicator, figure, language, (typed(indicator, known), understood(known)))
    return replace(
        answer,
        entered=_entered(figure),
        value=meaning.value,
        shares=meaning.shares,
        numerator_entered=figure.numerator,
        numerator=meaning.numerator,
        denominator_entered=figure.denominator,
        denominator=meaning.denominator,
        reading=figure.reading or "",
        numerator_reading=figure.numerator_reading or "",
        denominator_reading=figure.denominator_reading or "",
        mark=_mark(meaning),
    )


def without_figure(answer: Answer) -> Answer:
    """Take the figure out of an answer; its history keeps it."""
    return replace(
        answer,
        entered="",
        value=None,
        shares=None,
        numerator_entered="",
        numerator=None,
        denominator_entered="",
        denominator=None,
        reading="",
        numerator_reading="",
        denominator_reading="",
        mark=None,
    )


def same_figure(one: Answer, other: Answer) -> bool:
    """Tell whether two answers say the same: equal numbers, or equal text where none was read."""
    if one.state is not other.state:
        return False
    return one.state is not State.VALUE or _meaning(one) == _meaning(other)


def _meaning(answer: Answer) -> tuple[object, ...]:
    """Give the numbers, and the text of every field that no number here stands for."""
    entered, numerator, denominator = (
        answer.entered.strip(),
        answer.numerator_entered.strip(),
        answer.denominator_entered.strip(),
    )
    if answer.mark is Mark.ASK or (answer.value is None and answer.shares is None):
        return (entered, numerator, denominator)
    if answer.shares is not None:
        return ({**json.loads(entered), **answer.shares}, answer.mark)
    computed = answer.numerator is not None and answer.denominator is not None
    return (
        answer.value,
        entered if computed else "",
        numerator if answer.numerator is None else answer.numerator,
        denominator if answer.denominator is None else answer.denominator,
        answer.mark,
    )


def _entered(figure: Typed) -> str:
    parts = {part: text for part, text in figure.parts.items() if text}
    return json.dumps(parts, ensure_ascii=False) if parts else figure.value


def _reading(text: str) -> Reading | None:
    return Reading(text) if text else None


def _mark(meaning: Understood) -> Mark | None:
    if meaning.asks:
        return Mark.ASK
    return Mark.INVALID if meaning.invalid else None
