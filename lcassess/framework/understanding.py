"""What a person typed, what it was understood as, and what is odd about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from lcassess.framework.numbers import NumberRead, Reading, Unread

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

NOTHING: Mapping[str, str] = MappingProxyType({})


class Severity(StrEnum):
    """How grave a problem is: a hint, a figure that does not count, a question to the person."""

    WARNING = "warning"
    INVALID = "invalid"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Problem:
    """A code for something odd, the field it stands at, and the numbers for its sentence."""

    code: str
    level: Severity
    part: str = "value"
    detail: Mapping[str, Decimal] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Typed:
    """A figure as typed; `parts` holds the texts of a `shares` answer by part."""

    value: str = ""
    numerator: str = ""
    denominator: str = ""
    parts: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    reading: Reading | None = None
    numerator_reading: Reading | None = None
    denominator_reading: Reading | None = None

    def text(self, part: str) -> tuple[str, Reading | None]:
        """Give what was typed into a field, and the reading chosen for it."""
        match part:
            case "value":
                return self.value.strip(), self.reading
            case "numerator":
                return self.numerator.strip(), self.numerator_reading
            case "denominator":
                return self.denominator.strip(), self.denominator_reading
            case _:
                return self.parts.get(part.removeprefix("value-"), "").strip(), self.reading


@dataclass(frozen=True, slots=True)
class Understood:
    """A figure as understood: in the indicator's unit, with the parts it was computed from."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    shares: Mapping[str, Decimal] | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def invalid(self) -> bool:
        """Tell whether the figure is kept but cannot count."""
        return any(problem.level is Severity.INVALID for problem in self.problems)

    @property
    def asks(self) -> bool:
        """Tell whether the person must first choose between two readings."""
        return any(problem.level is Severity.ASK for problem in self.problems)

    def left_unread(self, part: str) -> bool:
        """Tell whether a field gave no number."""
        return any(p.part == part and p.code in set(Unread) for p in self.problems)

    def number(self, part: str) -> Decimal | None:
        """Give what a field was understood as."""
        match part:
            case "value":
                return self.value
            case "numerator":
                return self.numerator
            case "denominator":
                return self.denominator
            case _:
                return (self.shares or {}).get(part.removeprefix("value-"))


Known = tuple[Typed, Understood]


def as_known(read: NumberRead, typed: Typed, part: str, known: Known | None) -> NumberRead:
    """Keep what an unchanged text was understood as, whoever looks at it in whatever language."""
    text = typed.text(part)
    if known is None or not text[0] or known[0].text(part) != text:
        return read
    earlier = known[1].number(part)
    if earlier is None or known[1].left_unread(part):
        return NumberRead(None, Unread.TWO_READINGS, read.readings) if read.readings else read
    if read.readings:
        nearest = min(read.readings.values(), key=lambda value: abs(value - earlier))
        return NumberRead(nearest, None, read.readings)
    return read if read.value is not None else NumberRead(earlier)


def reading_problem(read: NumberRead, part: str) -> Problem | None:
    """Turn the reason why a text gave no number into a problem of its field."""
    if read.unread is None:
        return None
    level = Severity.ASK if read.unread is Unread.TWO_READINGS else Severity.INVALID
    detail = {str(reading): value for reading, value in (read.readings or {}).items()}
    return Problem(str(read.unread), level, part, detail)
