"""Goal 16: memory of the server after ten thousand requests; shared pages count once (PSS)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from benchmarks.answering import CODES
from benchmarks.measuring import Goal
from benchmarks.site import side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.answering import Person
    from benchmarks.site import Side

PEOPLE = 8
REQUESTS = 10_000


def run(turns: int) -> Iterator[Goal]:
    """Let eight people read and save; once is enough, memory hardly varies."""
    del turns
    with side_by_side(PEOPLE) as (ours, floor):
        here, there = _used(ours), _used(floor)
    figures = f"{here:.0f} against {there:.0f} MiB"
    yield Goal(16, "memory after 10,000 requests", here / there, 2.5, figures)


def _used(side: Side) -> float:
    with ThreadPoolExecutor(PEOPLE) as threads:
        list(threads.map(_use, side.people))
    return side.server.memory()


def _use(person: Person) -> None:
    """Save each page once in ten rounds of reading; a save is two requests."""
    for number in range(REQUESTS // PEOPLE // len(CODES)):
        if number % 10:
            for code in CODES:
                person.read(code)
        else:
            person.save_all()
