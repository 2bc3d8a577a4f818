"""Measuring by turns, and what comes of it beside its limit."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

Pairs = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with its ratio in this run; `at_least` turns the limit round."""

    number: int
    what: str
    ratio: float
    limit: float
    figures: str
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Tell whether the limit is kept."""
        return self.ratio >= self.limit if self.at_least else self.ratio <= self.limit

    def __str__(self) -> str:
        """Write one line of the table."""
        sign = ">=" if self.at_least else "<="
        verdict = "met" if self.met else "MISSED"
        ratio = f"{self.ratio:7.2f} {sign} {self.limit:<5g}"
        return f"{self.number:3}  {self.what:46} {ratio} {verdict:7} {self.figures}"


def by_turns(count: int, ours: Callable[[], float], floor: Callable[[], float]) -> Pairs:
    """Measure ours and the floor, A B A B, so that a change of the machine meets both."""
    return [(ours(), floor()) for _turn in range(count)]


def medians(pairs: Pairs) -> tuple[float, float]:
    """Give the median of ours and that of the floor."""
    return median(a for a, _ in pairs), median(b for _, b in pairs)


def compared(number: int, what: str, pairs: Pairs, limit: float, unit: str) -> Goal:
    """Make a goal of pairs of costs."""
    ours, floor = medians(pairs)
    spread = f"ratios {min(a / b for a, b in pairs):.2f}-{max(a / b for a, b in pairs):.2f}"
    figures = f"{ours:.2f} against {floor:.2f} {unit}; {spread}"
    return Goal(number, what, ours / floor, limit, figures)
