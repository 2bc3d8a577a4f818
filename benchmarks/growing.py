"""Goal 14: a page and a save beside a million saved answers and beside ten thousand."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.answering import CODES, Person
from benchmarks.client import Client
from benchmarks.measuring import by_turns, compared
from benchmarks.networks import opened_to
from benchmarks.site import PASSWORD, product

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.measuring import Goal
    from benchmarks.server import Server

    Desk = tuple[Server, Person]

FEW, MANY = (85, 2), (8_500, 2)  # cities and rounds, of about 60 answers each
EMAIL = "coordinator1@example.org"
ROUNDS = 10  # through the twelve pages, for each figure


def run(turns: int) -> Iterator[Goal]:
    """Measure reading and saving in both databases, by turns."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        with _desk(folder, *FEW) as small, _desk(folder, *MANY) as large:
            yield from _both(turns, small, large)


def _both(turns: int, small: Desk, large: Desk) -> Iterator[Goal]:
    for what, way in (("page", Person.read_all), ("save and next page", Person.save_all)):
        pairs = by_turns(turns, partial(_cost, large, way), partial(_cost, small, way))
        yield compared(14, f"{what}, 1M beside 10k saved answers, CPU", pairs, 1.2, "ms")


@contextmanager
def _desk(folder: Path, cities: int, rounds: int) -> Iterator[Desk]:
    path = opened_to(PASSWORD, cities, folder, rounds=rounds, email=EMAIL)
    with product(f"sqlite:///{path}") as server:
        client = Client(server.port)
        client.sign_in(EMAIL, PASSWORD)
        person = Person(client, client.first_report())
        person.save_all()
        yield server, person


def _cost(desk: Desk, way: Callable[[Person], None]) -> float:
    server, person = desk
    begun = server.cpu()
    for _round in range(ROUNDS):
        way(person)
    return 1000 * (server.cpu() - begun) / ROUNDS / len(CODES)
