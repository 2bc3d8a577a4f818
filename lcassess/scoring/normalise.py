"""From a value to points: goalposts, logarithms and levels, for many cities at once.

Hard bounds, domains and goalposts are compared exactly. Numbers of at most 15 digits keep their
order as float64; a longer one is read by `faithful`, so that it stays on its side of each of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lcassess.framework.model import LEVELS, Goalposts, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from decimal import Decimal

    from numpy.typing import NDArray

    from lcassess.framework.model import Indicator
    from lcassess.scoring.arrays import Bools, Floats

FULL = 100.0


def landmarks(indicator: Indicator) -> Mapping[float, Decimal]:
    """List the values at which an answer changes its standing: bounds, goalposts, domain."""
    values = [indicator.bounds.low, indicator.bounds.high]
    if goalposts := indicator.goalposts:
        values += [goalposts.worst, goalposts.best_from, goalposts.best_to]
        values += [] if goalposts.worst_above is None else [goalposts.worst_above]
        values += [] if goalposts.log_shift is None else [goalposts.log_shift.copy_negate()]
    return {float(value): value for value in values}


def faithful(value: Decimal, marks: Mapping[float, Decimal]) -> float:
    """Give the float64 nearest to a value that lies on the same side of every landmark."""
    nearest = float(value)
    mark = marks.get(nearest)
    if mark is None or mark == value:
        return nearest
    return math.nextafter(nearest, math.inf if value > mark else -math.inf)


@dataclass(frozen=True, eq=False, slots=True)
class Yardsticks:
    """The goalposts of all indicators as arrays of shape (indicators, 1), in their units.

    A value outside `worst` (below the first or above the second) lies beyond a worst goalpost,
    one outside `best` beyond a single best one; infinite where there is no such end.
    """

    low: Floats
    high: Floats
    above: Floats
    worst: tuple[Floats, Floats]
    best: tuple[Floats, Floats]
    levels: NDArray[np.intp]
    level_points: Floats
    ramps: tuple[Ramp, ...]
    landmarks: tuple[Mapping[float, Decimal], ...]

    @classmethod
    def of(cls, indicators: Sequence[Indicator], level_points: Sequence[float]) -> Yardsticks:
        """Collect the goalposts of indicators that take part in scoring."""
        ends = [_ends(indicator.goalposts) for indicator in indicators]
        worst_below, worst_above, best_below, best_above = map(_column, zip(*ends, strict=True))
        return cls(
            _column(float(i.bounds.low) for i in indicators),
            _column(float(i.bounds.high) for i in indicators),
            _column(_domain(i.goalposts) for i in indicators),
            (worst_below, worst_above),
            (best_below, best_above),
            np.flatnonzero([i.kind is Kind.LEVEL for i in indicators]),
            np.array(level_points, dtype=float),
            tuple(_ramps(indicators)),
            tuple(map(landmarks, indicators)),
        )

    def valid(self, values: Floats) -> Bools:
        """Tell which values lie inside their hard bounds and the domain of their logarithm."""
        inside: Bools = (values >= self.low) & (values <= self.high) & (values > self.above)
        return inside

    def points(self, values: Floats) -> Floats:
        """Give 0 to 100 points for values of shape (indicators, cities), NaN where none count."""
        points = np.full(values.shape, FULL)
        for ramp in self.ramps:
            points[ramp.rows] = np.minimum(points[ramp.rows], ramp.points(values[ramp.rows]))
        points[self.levels] = np.interp(values[self.levels], range(LEVELS), self.level_points)
        return np.where(self.valid(values), points, np.nan)

    def capped(self, values: Floats) -> Floats:
        """Give -1 beyond a worst goalpost, 1 beyond a single best one, else 0; NaN unscored."""
        low = (values < self.worst[0]) | (values > self.worst[1])
        high = (values < self.best[0]) | (values > self.best[1])
        return np.where(self.valid(values), high.astype(float) - low, np.nan)


@dataclass(frozen=True, eq=False, slots=True)
class Ramp:
    """Lines from a worst goalpost (0 points) to a best one (100), for some of the indicators."""

    rows: NDArray[np.intp]
    worst: Floats
    best: Floats
    shift: Floats | None

    def points(self, values: Floats) -> Floats:
        """Give 0 to 100 points, held at the goalposts: 100 (t(x) - t(L)) / (t(U) - t(L))."""
        held = np.clip(values, np.minimum(self.worst, self.best), np.maximum(self.worst, self.best))
        zero = self._scale(self.worst)
        points = FULL * (self._scale(held) - zero) / (self._scale(self.best) - zero)
        exact = np.where(held == self.best, FULL, np.clip(points, 0.0, FULL))
        return exact + 0.0  # turns -0.0 into 0.0

    def _scale(self, values: Floats) -> Floats:
        return values if self.shift is None else np.log(values + self.shift)


def _ramps(indicators: Sequence[Indicator]) -> list[Ramp]:
    """Make one ramp for each shape: rising or falling back, plain or logarithmic."""
    posts = {n: i.goalposts for n, i in enumerate(indicators) if i.goalposts is not None}
    ramps = []
    for logarithmic in (False, True):
        chosen = {n: g for n, g in posts.items() if (g.log_shift is not None) is logarithmic}
        back = {n: g for n, g in chosen.items() if g.two_sided}
        ramps += [_ramp(chosen, lambda g: (g.worst, g.best_from))] if chosen else []
        ramps += [_ramp(back, lambda g: (g.worst_above, g.best_to))] if back else []
    return ramps


def _ramp(
    posts: Mapping[int, Goalposts], ends: Callable[[Goalposts], tuple[Decimal | None, Decimal]]
) -> Ramp:
    worst, best = zip(*map(ends, posts.values()), strict=True)
    shifts = [g.log_shift for g in posts.values() if g.log_shift is not None]
    shift = _column(map(float, shifts)) if shifts else None
    return Ramp(np.array([*posts]), _column(map(float, worst)), _column(map(float, best)), shift)


def _ends(goalposts: Goalposts | None) -> tuple[float, float, float, float]:
    """Give where a value is beyond the worst (below, above) and the best (below, above)."""
    if goalposts is None:
        return (-math.inf, math.inf, -math.inf, math.inf)
    worst, best = float(goalposts.worst), float(goalposts.best_from)
    if goalposts.worst_above is not None:
        return (worst, float(goalposts.worst_above), -math.inf, math.inf)
    if worst < best:
        return (worst, math.inf, -math.inf, best)
    return (-math.inf, worst, best, math.inf)


def _domain(goalposts: Goalposts | None) -> float:
    if goalposts is None or goalposts.log_shift is None:
        return -math.inf
    return -float(goalposts.log_shift)


def _column(numbers: Iterable[float]) -> Floats:
    return np.fromiter(numbers, dtype=float)[:, np.newaxis]
