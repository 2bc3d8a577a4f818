"""Soft checks: what is odd about an answer beside others; they ask, and never block.

A figure is held against the city's own of the last round, against its published one, and against
the years of the round. Each is a question to the city, which may well be right and can say why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from lcassess.assessment.sheet import State
from lcassess.framework.model import Kind
from lcassess.framework.understanding import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lcassess.assessment.sheet import Answer
    from lcassess.framework.model import Indicator

TIMES = Decimal(4)  # a number that grows or shrinks more than this is asked about
POINTS = Decimal(25)  # a share that moves more than this between rounds, of 100
YEARS = 5  # a figure may be older than its round by these
FAR_POINTS = Decimal(10)  # a share this far from the published one
FAR_TIMES = Decimal("1.5")  # any other figure this many times more or less than the published one
LEVELS_APART = Decimal(2)
HUNDRED = Decimal(100)
NUMBERS = {Kind.SHARE, Kind.RATE, Kind.NUMBER}


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A published figure that fits a question exactly, in the question's own unit."""

    value: Decimal
    year: int


@dataclass(frozen=True, slots=True)
class Beside:
    """What an answer is held against; `opens` is the year in which its round opened."""

    opens: int
    last: Answer | None = None
    published: Sequence[PublishedFigure] = ()


def soft_problems(indicator: Indicator, answer: Answer, beside: Beside) -> list[Problem]:
    """List what is to be asked about an answer that has a figure; most have nothing."""
    if answer.state is not State.VALUE:
        return []
    found = [*_old(answer, beside.opens), *_part_over_whole(indicator, answer)]
    if answer.mark is None and answer.value is not None:
        found += _jump(indicator, answer.value, beside.last)
        found += _far(indicator, answer.value, beside.published)
    return found


def _old(answer: Answer, opens: int) -> Iterator[Problem]:
    text = answer.year.strip()
    if re.fullmatch(r"[0-9]{4}", text) and int(text) < opens - YEARS:
        detail = {"years": Decimal(YEARS)}
        yield Problem("year-outside", Severity.WARNING, "year", detail)


def _part_over_whole(indicator: Indicator, answer: Answer) -> Iterator[Problem]:
    """Ask where a share may be over 100, as children of other ages or places may be counted."""
    above, below = answer.numerator, answer.denominator
    may_be_over = indicator.kind is Kind.SHARE and indicator.bounds.high > HUNDRED
    if may_be_over and above is not None and below is not None and 0 < below < above:
        detail = {"numerator": above, "denominator": below}
        yield Problem("part-over-whole", Severity.WARNING, "numerator", detail)


def _jump(indicator: Indicator, value: Decimal, last: Answer | None) -> Iterator[Problem]:
    if last is None or not last.counts or last.value is None or last.value == value:
        return
    if indicator.kind is Kind.LEVEL:
        odd = abs(value - last.value) > LEVELS_APART
    else:
        by_points = indicator.kind is Kind.SHARE and abs(value - last.value) > POINTS
        odd = indicator.kind in NUMBERS and (by_points or _apart(value, last.value, TIMES))
    if odd:
        yield Problem("jump", Severity.WARNING, "value", {"now": value, "before": last.value})


def _far(
    indicator: Indicator, value: Decimal, published: Sequence[PublishedFigure]
) -> Iterator[Problem]:
    if not published:
        return
    newest = max(published, key=lambda figure: figure.year)
    if indicator.kind is Kind.SHARE:
        odd = abs(value - newest.value) > FAR_POINTS
    else:
        odd = indicator.kind in NUMBERS and _apart(value, newest.value, FAR_TIMES)
    if odd:
        detail = {"now": value, "published": newest.value, "year": Decimal(newest.year)}
        yield Problem("far-from-published", Severity.WARNING, "value", detail)


def _apart(one: Decimal, other: Decimal, times: Decimal) -> bool:
    """Tell whether one of two numbers is more than so many times the other; of zero nothing is."""
    small, large = sorted((abs(one), abs(other)))
    return one * other < 0 or 0 < small * times < large
