"""The radar of the focus areas, drawn on the server as SVG of attributes and classes only.

Spokes run clockwise from the top in the order they are given, 0 at the centre. A line stops at a
spoke without a published score; a partial score is a hollow mark that no line joins.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from lcassess.charts import dial
from lcassess.charts.marks import LINE_CLASS, mark, text
from lcassess.charts.series import SeriesRole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lcassess.charts.series import Point, Series, Spoke

_FROM_BELOW = (SeriesRole.EARLIER, SeriesRole.THIRD, SeriesRole.OTHER, SeriesRole.CURRENT)


@dataclass(frozen=True, slots=True)
class RadarWords:
    """The name and description of one radar; `prefix` keeps its ids apart from others'."""

    title: str
    description: str
    prefix: str = "radar"


def radar(series: Sequence[Series], spokes: Sequence[Spoke], words: RadarWords) -> str:
    """Draw up to three series over three spokes or more; every series has a point for each."""
    now = [one for one in series if one.role is not SeriesRole.EARLIER]
    layers = (
        _head(words),
        dial.rings(),
        _axes(now, len(spokes)),
        dial.arcs(spokes),
        *(_outline(one) for role in _FROM_BELOW for one in series if one.role is role),
        dial.scale(len(spokes)),
        dial.labels(spokes),
        "</svg>",
    )
    return "".join(layers)


def _head(words: RadarWords) -> str:
    name = text(words.prefix)
    return (
        f'<svg class="radar" viewBox="{dial.VIEW_BOX}" role="img" '
        f'aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{text(words.title)}</title>'
        f'<desc id="{name}-d">{text(words.description)}</desc>'
    )


def _axes(series: Sequence[Series], count: int) -> str:
    """Draw the spokes, dotted where a series of this round has no published score."""
    centre = dial.pair(0, 0)
    return "".join(
        f'<path class="{"void" if any(one.points[i].shown is None for one in series) else "g0"}" '
        f'd="M{centre}L{dial.pair(dial.RADIUS, dial.turn(i, count))}"/>'
        for i in range(count)
    )


def _outline(one: Series) -> str:
    path = "".join(_runs(one.points))
    line = f'<path class="{LINE_CLASS[one.role]}" d="{path}"/>' if path else ""
    return line + "".join(_marks(one))


def _runs(points: Sequence[Point]) -> Iterator[str]:
    """Give the pieces of a line: one closed, or one for each run of published neighbours."""
    places = [_place(point.shown, i, len(points)) for i, point in enumerate(points)]
    if None not in places:
        yield f"M{'L'.join(filter(None, places))}z"
        return
    gap = places.index(None)
    for joined, run in groupby(places[gap:] + places[:gap], key=lambda place: place is not None):
        corners = [place for place in run if place is not None]
        if joined and len(corners) > 1:
            yield f"M{'L'.join(corners)}"


def _place(score: float | None, spoke: int, count: int) -> str | None:
    if score is None:
        return None
    return dial.pair(dial.RADIUS * score / 100, dial.turn(spoke, count))


def _marks(one: Series) -> Iterator[str]:
    for i, point in enumerate(one.points):
        if point.score is not None:
            x, y = dial.at(dial.RADIUS * point.score / 100, dial.turn(i, len(one.points)))
            yield mark(one.role, x, y, partial=not point.published)
