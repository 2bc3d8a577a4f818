"""Answers that are one figure, typed as such or computed from numerator and denominator."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from lcassess.framework.numbers import NumberRead, read_number
from lcassess.framework.precision import share_of
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
    from lcassess.framework.model import Indicator

PARTS = ("numerator", "denominator")
TOLERANCE = Decimal("0.005")  # of the computed figure


@dataclass(frozen=True, slots=True)
class FigureKind:
    """A share, a rate or a number."""

    def understand(
        self, indicator: Indicator, typed: Typed, language: str, known: Known | None
    ) -> Understood:
        """Read the figure and its parts; where both parts are given they decide."""
        reads = _reads(indicator, typed, language, known)
        unread = [p for part, read in reads.items() if (p := reading_problem(read, part))]
        numerator, denominator = reads["numerator"].value, reads["denominator"].value
        value, odd = _figure(indicator, typed, reads)
        if value is not None:
            odd += _place(indicator, value)
        understood = Understood(value, numerator, denominator, None, (*unread, *odd))
        return replace(understood, value=None) if understood.asks else understood

    def show(
        self, indicator: Indicator, understood: Understood, language: str, decimals: int | None
    ) -> tuple[str, ...]:
        """Write the figure in a language, with its unit."""
        if understood.value is None:
            return ()
        return (show_number(understood.value, language, unit=indicator.unit, decimals=decimals),)


def _reads(
    indicator: Indicator, typed: Typed, language: str, known: Known | None
) -> dict[str, NumberRead]:
    """Read the three fields, the parts without bounds."""
    text, reading = typed.text("value")
    whole = read_number(
        text,
        language,
        unit=indicator.unit,
        bounds=indicator.bounds,
        expected=indicator.expected,
        reading=reading,
    )
    reads = {"value": as_known(whole, typed, "value", known)}
    for part in PARTS:
        text, reading = typed.text(part) if indicator.has_parts else ("", None)
        reads[part] = as_known(read_number(text, language, reading=reading), typed, part, known)
    return reads


def _figure(
    indicator: Indicator, typed: Typed, reads: dict[str, NumberRead]
) -> tuple[Decimal | None, list[Problem]]:
    """Find the figure: computed from two parts, else as typed."""
    value = reads["value"].value
    given = [part for part in PARTS if indicator.has_parts and typed.text(part)[0]]
    match given:
        case []:
            return value, []
        case [_]:
            missing = PARTS[1] if given == [PARTS[0]] else PARTS[0]
            level = Severity.INVALID if value is None else Severity.WARNING
            return value, [Problem("incomplete", level, missing)]
    numerator, denominator = (reads[part].value for part in PARTS)
    if numerator is None or denominator is None:
        return value, []
    computed, odd = _computed(indicator, numerator, denominator)
    if computed is not None and value is not None:
        odd += _difference(value, computed)
    return computed, odd


def _computed(
    indicator: Indicator, numerator: Decimal, denominator: Decimal
) -> tuple[Decimal | None, list[Problem]]:
    """Divide the parts; nothing of nothing is no data, something of nothing is a slip."""
    parts = zip(PARTS, (numerator, denominator), strict=True)
    odd = [Problem("negative-part", Severity.INVALID, part) for part, number in parts if number < 0]
    if not denominator:
        code = "zero-denominator" if numerator else "zero-of-zero"
        return None, [*odd, Problem(code, Severity.INVALID, "denominator")]
    return share_of(numerator, denominator, indicator.per or 1), odd


def _difference(typed: Decimal, computed: Decimal) -> list[Problem]:
    """Warn where the figure as typed differs from its parts by more than 0.5 %."""
    if abs(typed - computed) <= TOLERANCE * abs(computed):
        return []
    return [
        Problem("parts-differ", Severity.WARNING, "value", {"typed": typed, "computed": computed})
    ]


def _place(indicator: Indicator, value: Decimal) -> list[Problem]:
    """Say where a figure lies outside its hard bounds or its expected range."""
    for code, level, interval in (
        ("outside-bounds", Severity.INVALID, indicator.bounds),
        ("outside-expected", Severity.WARNING, indicator.expected),
    ):
        if interval and value not in interval:
            return [Problem(code, level, "value", {"low": interval.low, "high": interval.high})]
    return []
