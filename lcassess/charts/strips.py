"""Small pictures that stand in a row of a table: the dot strip and the coverage mark.

Places along a strip are per cent of its width, so it stretches without distorting. Both are
hidden from screen readers: every number that they show stands in the same row.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from lcassess.charts.marks import mark, number
from lcassess.charts.series import SeriesRole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lcassess.charts.series import Point

SCALE = (0, 25, 50, 75, 100)
STROKES = 10  # of the coverage mark of an area

_HEIGHT = 28
_LANE_HEIGHT = 14
_STEP, _STROKE = 7, 5  # from stroke to stroke of a coverage mark, and the width of one


class Tick(StrEnum):
    """What became of an answer: scored, missing, or not applicable."""

    FULL = "full"
    HOLLOW = "hollow"
    DASH = "dash"


def strip(
    score: float | None,
    lower: float | None,
    upper: float | None,
    earlier: float | None = None,
    *,
    partial: bool = False,
    scaled: bool = False,
) -> str:
    """Draw one city's score with its bounds, and the earlier round's; all from 0 to 100.

    `scaled` draws the lines of the scale, for a strip that stands outside a table.
    """
    middle = _HEIGHT // 2
    return _strip(
        _HEIGHT,
        _grid() if scaled else "",
        _bracket(lower, upper, middle),
        _mark(SeriesRole.EARLIER, earlier, middle),
        _mark(SeriesRole.CURRENT, score, middle, partial=partial),
    )


def lanes(points: Sequence[tuple[SeriesRole, Point]]) -> str:
    """Draw several cities' scores in one strip, one lane below the other."""
    marks = (
        _mark(role, point.score, _LANE_HEIGHT * i + 9, partial=not point.published)
        for i, (role, point) in enumerate(points)
    )
    return _strip(_LANE_HEIGHT * len(points) + 4, *marks)


def scale() -> str:
    """Write the numbers that stand above a column of strips."""
    words = (f'<text x="{tick}%" y="12" text-anchor="middle">{tick}</text>' for tick in SCALE)
    return f'<svg class="strip ax" aria-hidden="true" height="16">{"".join(words)}</svg>'


def ticks(states: Sequence[Tick]) -> str:
    """Draw one stroke for each answer; nothing where there is none to draw."""
    if not states:
        return ""
    width = _STEP * len(states) - _STEP + _STROKE
    strokes = "".join(_TICKS[state](_STEP * i + 0.5) for i, state in enumerate(states))
    return (
        f'<svg class="tick" viewBox="0 0 {width} 14" width="{width}" height="14" '
        f'aria-hidden="true">{strokes}</svg>'
    )


def coverage_ticks(coverage: float | None) -> str:
    """Draw ten strokes, as many of them full as tenths of the weight are answered, rounded down."""
    full = int(STROKES * (coverage or 0.0) + 1e-9)
    return ticks([Tick.FULL] * full + [Tick.HOLLOW] * (STROKES - full))


def _strip(height: int, *parts: str) -> str:
    return f'<svg class="strip" aria-hidden="true" height="{height}">{"".join(parts)}</svg>'


def _grid() -> str:
    return "".join(_rule("g0", tick, tick, 0, _HEIGHT) for tick in SCALE)


def _bracket(lower: float | None, upper: float | None, middle: int) -> str:
    """Draw where the score would lie with every blank at 0 and at 100, if that matters."""
    if lower is None or upper is None or _percent(lower) == _percent(upper):
        return ""
    return (
        _rule("bd", lower, upper, middle, middle)
        + _rule("bd", lower, lower, middle - 5, middle + 5)
        + _rule("bd", upper, upper, middle - 5, middle + 5)
    )


def _rule(name: str, start: float, end: float, top: int, bottom: int) -> str:
    return (
        f'<line class="{name}" x1="{_percent(start)}" x2="{_percent(end)}" '
        f'y1="{top}" y2="{bottom}"/>'
    )


def _mark(role: SeriesRole, score: float | None, y: int, *, partial: bool = False) -> str:
    if score is None:
        return ""
    drawing = mark(role, 0, 0, partial=partial)
    return f'<svg x="{_percent(score)}" y="{y}" overflow="visible">{drawing}</svg>'


def _percent(score: float) -> str:
    return f"{number(score)}%"


def _bar(name: str, x: float) -> str:
    return f'<rect class="{name}" x="{x}" y=".5" width="4" height="13"/>'


_TICKS = {
    Tick.FULL: lambda x: _bar("y", x),
    Tick.HOLLOW: lambda x: _bar("n", x),
    Tick.DASH: lambda x: f'<path class="x" d="M{x} 7h4"/>',
}
