"""The marks of the three roles: circle, diamond and square, hollow where a score is partial."""

from __future__ import annotations

import re
from html import escape

from lcassess.charts.series import SeriesRole

LINE_CLASS = {
    SeriesRole.CURRENT: "a",
    SeriesRole.OTHER: "b",
    SeriesRole.THIRD: "p",
    SeriesRole.EARLIER: "p",
}

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def mark(role: SeriesRole, x: float, y: float, *, partial: bool = False) -> str:
    """Draw the mark of a role around a place in user units."""
    return _MARKS[role](x, y, partial)


def text(words: str) -> str:
    """Make words safe to stand in a drawing, whatever somebody called a city."""
    return escape(_NO_XML.sub("\ufffd", words))


def number(value: float) -> str:
    """Write a coordinate: one decimal, none where it is a whole number."""
    return f"{value:.1f}".removesuffix(".0")


def _circle(x: float, y: float, partial: bool) -> str:  # noqa: FBT001
    name = "hm" if partial else "am"
    return f'<circle class="{name}" cx="{number(x)}" cy="{number(y)}" r="5.5"/>'


def _diamond(x: float, y: float, partial: bool) -> str:  # noqa: FBT001
    # the class of the line has no fill: a hollow diamond
    name = "b" if partial else "bm"
    return f'<path class="{name}" d="M{number(x)} {number(y - 7)}l7 7l-7 7l-7-7z"/>'


def _square(x: float, y: float, partial: bool) -> str:  # noqa: FBT001
    # a square is hollow anyway; the dashed outline of the line tells a partial score
    name = "p" if partial else "pm"
    return f'<rect class="{name}" x="{number(x - 4)}" y="{number(y - 4)}" width="8" height="8"/>'


_MARKS = {
    SeriesRole.CURRENT: _circle,
    SeriesRole.OTHER: _diamond,
    SeriesRole.THIRD: _square,
    SeriesRole.EARLIER: _square,
}
