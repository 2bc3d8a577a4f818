"""Goals 8 and 10: the comparison of a whole network, and how it grows."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.client import Client
from benchmarks.measuring import by_turns, compared
from benchmarks.networks import REVIEWER, ROUND, opened_to
from benchmarks.site import PASSWORD, product

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.measuring import Goal
    from benchmarks.server import Server

PAGE = f"/compare?round={ROUND}&cities=all"
FEW, MANY = 1_000, 10_000
READS = 10
QUESTIONS, FOCUS_AREAS, MISSING = 64, 12, 0.2


def run(turns: int) -> Iterator[Goal]:
    """Measure the page of all cities beside the plain arithmetic of as many."""
    with TemporaryDirectory() as name:
        few, many = (opened_to(PASSWORD, count, Path(name)) for count in (FEW, MANY))
        with product(f"sqlite:///{few}") as small, product(f"sqlite:///{many}") as large:
            small_page, large_page = _reader(small), _reader(large)
            plain = partial(_arithmetic, _figures(MANY))
            pairs = by_turns(turns, large_page, plain)
            yield compared(8, "comparison of 10,000 cities, beside NumPy, CPU", pairs, 10, "ms")
            growth = by_turns(turns, large_page, small_page)
            yield compared(10, "comparison of 10,000 and of 1,000, CPU", growth, 11, "ms")


def _reader(server: Server) -> partial[float]:
    client = Client(server.port)
    client.sign_in(REVIEWER, PASSWORD)
    client.get(PAGE)
    return partial(_page, server, client)


def _page(server: Server, client: Client) -> float:
    begun = server.cpu()
    for _read in range(READS):
        client.get(PAGE)
    return 1000 * (server.cpu() - begun) / READS


def _figures(cities: int) -> np.ndarray:
    chance = np.random.default_rng(1)
    figures = chance.random((cities, QUESTIONS)) * 100
    figures[chance.random(figures.shape) < MISSING] = np.nan
    return figures


def _arithmetic(figures: np.ndarray) -> float:
    """Time goalposts, means of focus areas, overall, order and quartiles, from the answers on."""
    begun = time.process_time()
    for _read in range(READS):
        _scores(figures)
    return 1000 * (time.process_time() - begun) / READS


def _scores(figures: np.ndarray) -> tuple[np.ndarray, ...]:
    points = np.clip(figures / 90, 0, 1) * 100
    starts = np.arange(FOCUS_AREAS) * QUESTIONS // FOCUS_AREAS
    given = ~np.isnan(points)
    counts = np.add.reduceat(given, starts, axis=1, dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.add.reduceat(np.where(given, points, 0), starts, axis=1) / counts
    overall = np.nanmean(means, axis=1)
    return means, overall, np.argsort(-overall), np.nanpercentile(means, [25, 50, 75], axis=0)
