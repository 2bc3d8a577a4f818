"""The rounds of the demo, and how far each invented city is in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from lcassess.assessment.status import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lcassess.services.invention import InventedCity


@dataclass(frozen=True, slots=True)
class DemoRound:
    """A round of the demo: the year that its figures are of, and what it asks for."""

    slug: str
    name: str
    year: int
    opens: date
    closes: date
    signed: bool = False


OPEN = DemoRound("2026", "Round 2026", 2026, date(2026, 9, 1), date(2027, 12, 31))
SIGNED = DemoRound(
    "2025-signed",
    "Round 2025 with signature",
    2025,
    date(2025, 9, 1),
    date(2026, 12, 31),
    signed=True,
)
_SIGNERS = range(10, 15)
_SIGNED_STATES = (
    Status.DRAFT, Status.SIGNING, Status.ENDORSED, Status.SUBMITTED, Status.SIGNING,
)  # fmt: skip


def demo_rounds(count: int) -> tuple[DemoRound, ...]:
    """Give the open round and those before it, two years apart; and one with signatures."""
    years = range(OPEN.year - 2, OPEN.year - 2 * count, -2)
    return (OPEN, *map(_past, years), SIGNED)


def stages(city: InventedCity, rounds: Sequence[DemoRound]) -> Iterator[tuple[DemoRound, Status]]:
    """Say in which rounds a city takes part, and how far it is in each."""
    for found in rounds:
        if found is OPEN:
            yield found, city.status
        elif not found.signed:
            yield found, Status.ACCEPTED
        elif city.number in _SIGNERS:
            yield found, _SIGNED_STATES[_SIGNERS.index(city.number)]


def noon(day: date) -> datetime:
    """Give the noon of a day, in UTC."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _past(year: int) -> DemoRound:
    return DemoRound(str(year), f"Round {year}", year, date(year, 9, 1), date(year + 1, 3, 31))
