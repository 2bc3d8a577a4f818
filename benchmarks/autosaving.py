"""Goal 3: what saving one answer as it is typed costs, beside a page of the floor."""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from benchmarks.answering import CODES, FRAMEWORK
from benchmarks.measuring import by_turns, compared
from benchmarks.site import side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.measuring import Goal
    from benchmarks.site import Side

SAVES = 300
PAGES = 15  # times the twelve pages
NAMES = tuple(FRAMEWORK.indicators)


def run(turns: int) -> Iterator[Goal]:
    """Measure a save of one changed part, and the floor's page."""
    with side_by_side(1) as (ours, floor):
        versions = dict.fromkeys(NAMES, 0)
        typed = map(str, count())
        pairs = by_turns(turns, partial(_saving, ours, versions, typed), partial(_reading, floor))
        yield compared(3, "one answer saved, beside a page, CPU", pairs, 2, "ms")


def _saving(side: Side, versions: dict[str, int], typed: Iterator[str]) -> float:
    person, begun = side.people[0], side.server.cpu()
    for number in range(SAVES):
        name = NAMES[number % len(NAMES)]
        versions[name] = person.save_one(name, {"note": next(typed)}, versions[name])
    return 1000 * (side.server.cpu() - begun) / SAVES


def _reading(side: Side) -> float:
    begun = side.server.cpu()
    for _time in range(PAGES):
        for code in CODES:
            side.people[0].read(code)
    return 1000 * (side.server.cpu() - begun) / PAGES / len(CODES)
