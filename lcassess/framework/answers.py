"""The kinds of answer: how each is read from what was typed, and shown. The one validator."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from lcassess.framework.figures import FigureKind
from lcassess.framework.model import Interval, Kind
from lcassess.framework.numbers import NumberRead, read_number
from lcassess.framework.showing import show_number
from lcassess.framework.understanding import (
    Known,
    Problem,
    Severity,
    Typed,
    Understood,
    as_known,
    reading_problem,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcassess.framework.model import Indicator

__all__ = [
    "KINDS",
    "Known",
    "Problem",
    "Severity",
    "Typed",
    "Understood",
    "check_year",
    "show",
    "understand",
]

WHOLE = Decimal(100)
SUM_TOLERANCE = Decimal("0.5")  # points that rounding may cost a sum of shares


class AnswerKind(Protocol):
    """What every kind of answer can do."""

    def understand(
        self, indicator: Indicator, typed: Typed, language: str, known: Known | None
    ) -> Understood:
        """Read what was typed."""

    def show(
        self, indicator: Indicator, understood: Understood, language: str, decimals: int | None
    ) -> tuple[str, ...]:
        """Write what was understood, part by part."""


@dataclass(frozen=True, slots=True)
class LevelKind:
    """A level from 0 to 4; one between two levels counts, with a word of warning."""

    def understand(
        self, indicator: Indicator, typed: Typed, language: str, known: Known | None
    ) -> Understood:
        """Read the level."""
        text, reading = typed.text("value")
        read = read_number(
            text, language, unit=indicator.unit, bounds=indicator.bounds, reading=reading
        )
        read = as_known(read, typed, "value", known)
        problem = reading_problem(read, "value")
        if read.value is not None and not _is_level(read.value, indicator.bounds):
            inside = read.value in indicator.bounds  # a half level may be the mean of raters
            problem = Problem("not-a-level", Severity.WARNING if inside else Severity.INVALID)
        return Understood(read.value, problems=(problem,) if problem else ())

    def show(
        self, indicator: Indicator, understood: Understood, language: str, decimals: int | None
    ) -> tuple[str, ...]:
        """Write the level, without unit: the page names it."""
        del indicator
        if understood.value is None:
            return ()
        return (show_number(understood.value, language, decimals=decimals),)


def _is_level(value: Decimal, bounds: Interval) -> bool:
    return value in bounds and value == value.to_integral_value()


@dataclass(frozen=True, slots=True)
class SharesKind:
    """Shares by part that sum to 100."""

    def understand(
        self, indicator: Indicator, typed: Typed, language: str, known: Known | None
    ) -> Understood:
        """Read every part; with none typed there is no answer."""
        fields = {part.id: f"value-{part.id}" for part in indicator.parts}
        if not any(typed.text(field)[0] for field in fields.values()):
            return Understood()
        reads = {
            part: _read_part(indicator, typed, field, language, known)
            for part, field in fields.items()
        }
        shares = {part: r.value for part, r in reads.items() if r.value is not None}
        problems = [
            problem
            for part, read in reads.items()
            for problem in _part_problems(indicator, read, fields[part])
        ]
        understood = Understood(
            shares=shares, problems=(*problems, *_sum_problems(shares, complete=not problems))
        )
        return replace(understood, shares=None) if understood.asks else understood

    def show(
        self, indicator: Indicator, understood: Understood, language: str, decimals: int | None
    ) -> tuple[str, ...]:
        """Write every part that is known, by name."""
        shares = understood.shares or {}
        shown = {p.name: shares[p.id] for p in indicator.parts if p.id in shares}
        return tuple(
            f"{name} {show_number(value, language, unit='%', decimals=decimals)}"
            for name, value in shown.items()
        )


def _read_part(
    indicator: Indicator, typed: Typed, field: str, language: str, known: Known | None
) -> NumberRead:
    """Read one part of a spread."""
    text, reading = typed.text(field)
    read = read_number(
        text,
        language,
        unit="%",
        bounds=indicator.bounds,
        expected=indicator.expected,
        reading=reading,
    )
    return as_known(read, typed, field, known)


def _part_problems(indicator: Indicator, read: NumberRead, field: str) -> list[Problem]:
    """Say what is wrong with one part: unread, missing or out of bounds."""
    unread = reading_problem(read, field)
    if unread:
        return [unread]
    if read.value is None:
        return [Problem("incomplete", Severity.INVALID, field)]
    if read.value not in indicator.bounds:
        ends = {"low": indicator.bounds.low, "high": indicator.bounds.high}
        return [Problem("outside-bounds", Severity.INVALID, field, ends)]
    return []


def _sum_problems(shares: Mapping[str, Decimal], *, complete: bool) -> list[Problem]:
    """Warn where all parts are there and do not sum to 100."""
    total = sum(shares.values(), Decimal(0))
    if not complete or abs(total - WHOLE) <= SUM_TOLERANCE:
        return []
    return [Problem("shares-sum", Severity.WARNING, "value", {"sum": total})]


KINDS: Mapping[Kind, AnswerKind] = {
    Kind.SHARE: FigureKind(),
    Kind.RATE: FigureKind(),
    Kind.NUMBER: FigureKind(),
    Kind.LEVEL: LevelKind(),
    Kind.SHARES: SharesKind(),
}


def understand(
    indicator: Indicator, typed: Typed, language: str, known: Known | None = None
) -> Understood:
    """Read a figure typed in a language; fields that stand as before keep their earlier meaning."""
    return KINDS[indicator.kind].understand(indicator, typed, language, known)


def show(
    indicator: Indicator, understood: Understood, language: str, *, decimals: int | None = None
) -> tuple[str, ...]:
    """Write a figure in a language, part by part; empty if there is none."""
    return KINDS[indicator.kind].show(indicator, understood, language, decimals)


def check_year(text: str, latest: int) -> tuple[int | None, Problem | None]:
    """Read the year of a figure; `latest` is the last year that is not in the future."""
    tidy = text.strip()
    if not tidy:
        return None, None
    if not re.fullmatch(r"\d{4}", tidy):
        return None, Problem("year-unreadable", Severity.WARNING, "year")
    year = int(tidy)
    if year > latest:
        return year, Problem("year-in-future", Severity.WARNING, "year")
    return year, None
