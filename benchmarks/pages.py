"""Goals 1 and 2: what a page and a save cost, in CPU time of all processes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from benchmarks.answering import CODES
from benchmarks.measuring import by_turns, compared
from benchmarks.site import side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.measuring import Goal
    from benchmarks.site import Side

ROUNDS = 15  # through the twelve pages, for each figure


def run(turns: int) -> Iterator[Goal]:
    """Measure pages and saves with one client; a save is the POST and the page shown next."""
    with side_by_side(1) as (ours, floor):
        saves = by_turns(turns, partial(_saving, ours), partial(_saving, floor))
        yield compared(1, "save and next page, CPU", saves, 4, "ms")
        reads = by_turns(turns, partial(_reading, ours), partial(_reading, floor))
        yield compared(2, "page, CPU", reads, 3, "ms")
    with side_by_side(1, compressed=False) as (ours, floor):
        reads = by_turns(turns, partial(_reading, ours), partial(_reading, floor))
        yield compared(2, "... if only ours compressed", reads, float("inf"), "ms")


def _reading(side: Side) -> float:
    begun = side.server.cpu()
    for _round in range(ROUNDS):
        for code in CODES:
            side.people[0].read(code)
    return _each(side.server.cpu() - begun)


def _saving(side: Side) -> float:
    begun = side.server.cpu()
    for _round in range(ROUNDS):
        side.people[0].save_all()
    return _each(side.server.cpu() - begun)


def _each(seconds: float) -> float:
    return 1000 * seconds / ROUNDS / len(CODES)
