"""Goals 4 and 5: eight people who save all the time."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.measuring import Goal
from benchmarks.site import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.answering import Person
    from benchmarks.site import Side

PEOPLE = 8
SECONDS = 6.0


class Crowd(NamedTuple):
    """What came of one turn: saves a second, and milliseconds of a save."""

    a_second: float
    p95: float
    worst: float


def run(turns: int) -> Iterator[Goal]:
    """Measure the two in turn; one wrong answer stops the run, so there are no errors in it."""
    with side_by_side(PEOPLE) as (ours, floor):
        pairs = [(_crowd(ours), _crowd(floor)) for _turn in range(turns)]
    figure = partial(_goal, pairs)
    yield figure(4, "saves a second with 8 people", 0.25, lambda c: c.a_second, at_least=True)
    yield figure(5, "save with 8 people, p95", 3, lambda c: c.p95)
    yield figure(5, "save with 8 people, worst", 2, lambda c: c.worst)


def _crowd(side: Side) -> Crowd:
    begun = time.perf_counter()
    until = begun + SECONDS
    with ThreadPoolExecutor(PEOPLE) as threads:
        parts = list(threads.map(partial(_save_until, until), side.people))
    taken = sorted(seconds for part in parts for seconds in part)
    wall = time.perf_counter() - begun
    return Crowd(len(taken) / wall, 1000 * taken[int(0.95 * len(taken))], 1000 * taken[-1])


def _save_until(until: float, person: Person) -> list[float]:
    taken = []
    while time.perf_counter() < until:
        taken.append(person.save().seconds)
    return taken


def _goal(
    pairs: list[tuple[Crowd, Crowd]],
    number: int,
    what: str,
    limit: float,
    figure: Callable[[Crowd], float],
    *,
    at_least: bool = False,
) -> Goal:
    ours, floor = (median(figure(pair[side]) for pair in pairs) for side in (0, 1))
    unit = "saves/s" if at_least else "ms"
    return Goal(
        number, what, ours / floor, limit, f"{ours:.1f} against {floor:.1f} {unit}", at_least
    )
