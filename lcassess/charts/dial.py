"""The face of the radar: rings with numbers, arcs of the areas, codes and names of the spokes."""

from __future__ import annotations

from itertools import accumulate, groupby, pairwise
from math import cos, radians, sin
from typing import TYPE_CHECKING

from lcassess.charts.marks import number, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lcassess.charts.series import Spoke

VIEW_BOX = "0 0 720 560"
RADIUS = 208.0  # of the ring of 100 points

_CENTRE_X, _CENTRE_Y = 360.0, 278.0
_ARC_RADIUS = 221.0
_LABEL_RADIUS = 238.0
_RINGS = (25, 50, 75, 100)
_ARC_GAP = 4.0  # degrees left free at each end of an area's arc
_HALF_CIRCLE = 180


def turn(place: float, count: int) -> float:
    """Give the angle of a spoke, in degrees clockwise from the top."""
    return 360 * place / count


def at(radius: float, degrees: float) -> tuple[float, float]:
    """Give the place at a distance from the centre."""
    angle = radians(degrees)
    return _CENTRE_X + radius * sin(angle), _CENTRE_Y - radius * cos(angle)


def pair(radius: float, degrees: float) -> str:
    """Write such a place as it stands in a path."""
    x, y = at(radius, degrees)
    return f"{number(x)} {number(y)}"


def rings() -> str:
    """Draw the rings, the outermost stronger."""
    return "".join(
        f'<circle class="{"g1" if ring == _RINGS[-1] else "g0"}" cx="{number(_CENTRE_X)}" '
        f'cy="{number(_CENTRE_Y)}" r="{number(RADIUS * ring / 100)}"/>'
        for ring in _RINGS
    )


def scale(count: int) -> str:
    """Write the numbers of the rings, half a step before the top spoke."""
    places = ((ring, at(RADIUS * ring / 100, turn(-0.5, count))) for ring in _RINGS)
    return "".join(
        f'<text class="ax" x="{number(x)}" y="{number(y + 4)}" text-anchor="middle">{ring}</text>'
        for ring, (x, y) in places
    )


def arcs(spokes: Sequence[Spoke]) -> str:
    """Draw an arc outside the spokes of each area."""
    sizes = [len(list(run)) for _, run in groupby(spokes, key=lambda spoke: spoke.area)]
    ends = pairwise(accumulate(sizes, initial=0))
    return "".join(_arc(first, last, len(spokes)) for first, last in ends)


def _arc(first: int, last: int, count: int) -> str:
    start = turn(first - 0.5, count) + _ARC_GAP
    end = turn(last - 0.5, count) - _ARC_GAP
    large = int(end - start > _HALF_CIRCLE)
    radius = number(_ARC_RADIUS)
    return (
        f'<path class="g1" stroke-width="3" d="M{pair(_ARC_RADIUS, start)}'
        f'A{radius} {radius} 0 {large} 1 {pair(_ARC_RADIUS, end)}"/>'
    )


def labels(spokes: Sequence[Spoke]) -> str:
    """Write code and name at the end of each spoke."""
    return "".join(_label(spoke, turn(i, len(spokes))) for i, spoke in enumerate(spokes))


def _label(spoke: Spoke, degrees: float) -> str:
    x, y = at(_LABEL_RADIUS, degrees)
    if abs(x - _CENTRE_X) < 1:
        return _poised(spoke, y if y < _CENTRE_Y else y + 12)
    anchor = "start" if x > _CENTRE_X else "end"
    lift = 19 * len(spoke.lines) * min(0.0, y - _CENTRE_Y) / _LABEL_RADIUS
    lines = (("cd", spoke.code), *(("nm", line) for line in spoke.lines))
    return "".join(
        f'<text class="{name}" x="{number(x)}" y="{number(y + 5 + lift + drop)}" '
        f'text-anchor="{anchor}">{text(words)}</text>'
        for (name, words), drop in zip(lines, _drops(len(lines)), strict=True)
    )


def _drops(lines: int) -> Iterator[int]:
    """Give the baselines under the code: the first name line 19 units below, the others 17."""
    yield 0
    yield from range(19, 19 + 17 * (lines - 1), 17)


def _poised(spoke: Spoke, y: float) -> str:
    """Write a label straight above or below the centre, in one line."""
    return (
        f'<text x="{number(_CENTRE_X)}" y="{number(y)}" text-anchor="middle">'
        f'<tspan class="cd">{text(spoke.code)}</tspan> '
        f'<tspan class="nm">{text(spoke.name)}</tspan></text>'
    )
