"""Goal 15: the radar, drawn on the server, with as many cities as it takes."""

from __future__ import annotations

import gzip
import random
import time
from typing import TYPE_CHECKING

from benchmarks.answering import FRAMEWORK
from benchmarks.measuring import Goal
from lcassess.charts.radar_svg import RadarWords, radar
from lcassess.charts.series import Point, Series, SeriesRole, spokes

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 200
ROLES = (SeriesRole.CURRENT, SeriesRole.OTHER, SeriesRole.THIRD)
WORDS = RadarWords("Scores by focus area", "Twelve focus areas from 0 to 100.")


def run(turns: int) -> Iterator[Goal]:
    """Draw three cities; the limits are 1 ms of CPU and 3 kB compressed."""
    axes, chance = spokes(FRAMEWORK), random.Random(15)  # noqa: S311  # no secret
    series = [_series(role, len(axes), chance) for role in ROLES]
    drawn = ""
    best = float("inf")
    for _turn in range(turns):
        begun = time.process_time()
        for _round in range(ROUNDS):
            drawn = radar(series, axes, WORDS)
        best = min(best, 1000 * (time.process_time() - begun) / ROUNDS)
    size = len(gzip.compress(drawn.encode())) / 1000
    yield Goal(15, "radar of three cities, CPU", best, 1, f"{best:.2f} ms, limit 1 ms")
    yield Goal(15, "radar of three cities, gzip", size / 3, 1, f"{size:.2f} kB, limit 3 kB")


def _series(role: SeriesRole, count: int, chance: random.Random) -> Series:
    points = (Point(100 * chance.random(), published=True) for _spoke in range(count))
    return Series(f"City {role}", role, tuple(points))
