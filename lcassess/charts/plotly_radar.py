"""The interactive radar: what Plotly in the browser draws, as a plain object for JSON.

Written by hand because `plotly.graph_objects` costs the server thirty times as much.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from lcassess.charts.series import SeriesRole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lcassess.charts.series import Series, Spoke

CONFIG = {
    "showSendToCloud": False,
    "displayModeBar": False,
    "displaylogo": False,
    "responsive": True,
}

_DASHES = {
    SeriesRole.CURRENT: "solid",
    SeriesRole.OTHER: "9px,4px",
    SeriesRole.THIRD: "3px,4px",
    SeriesRole.EARLIER: "3px,4px",
}
_SYMBOLS = {
    SeriesRole.CURRENT: "circle",
    SeriesRole.OTHER: "diamond",
    SeriesRole.THIRD: "square-open",
    SeriesRole.EARLIER: "square-open",
}
_WIDTHS = {
    SeriesRole.CURRENT: 2.5,
    SeriesRole.OTHER: 2.5,
    SeriesRole.THIRD: 1.5,
    SeriesRole.EARLIER: 1.5,
}
_HOVER = "%{theta}: %{r:.0f}<extra>%{fullData.name}</extra>"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of the stylesheet, by the names they have there."""

    paper: str
    ink: str
    soft: str
    grid: str
    series: tuple[str, str, str]

    def of(self, role: SeriesRole) -> str:
        """Give the colour of a role."""
        return self.series[min(tuple(SeriesRole).index(role), len(self.series) - 1)]


LIGHT = Palette("#fbfaf6", "#1b2530", "#4e5661", "#bdb7a9", ("#0072b2", "#d55e00", "#000000"))
DARK = Palette("#12171d", "#edeae2", "#b5b8bc", "#4a525d", ("#5db7f0", "#ff8f4a", "#f4f1ea"))


def figure(
    series: Sequence[Series],
    spokes: Sequence[Spoke],
    partial: Callable[[str], str],
    palette: Palette = LIGHT,
) -> dict[str, Any]:
    """Describe the radar with `data`, `layout` and `config`.

    `partial` names the unpublished scores of a series by the name of the series.
    """
    axis = [_axis_name(spoke) for spoke in spokes]
    data = [trace for one in series for trace in _traces(one, axis, partial, palette)]
    return {"data": data, "layout": _layout(axis, palette), "config": CONFIG}


def _axis_name(spoke: Spoke) -> str:
    return "<br>".join(_plain(part) for part in (spoke.code, *spoke.lines) if part)


def _plain(words: str) -> str:
    """Keep words from being read as the tags that Plotly knows."""
    return escape(words, quote=False)


def _traces(
    one: Series,
    axis: list[str],
    partial: Callable[[str], str],
    palette: Palette,
) -> Iterator[dict[str, Any]]:
    yield _line(one, axis, palette)
    if any(point.partial is not None for point in one.points):
        yield _partial_marks(one, axis, partial, palette)


def _line(one: Series, axis: list[str], palette: Palette) -> dict[str, Any]:
    """Draw the published scores; the first point comes again, or the line would stay open."""
    scores = [point.shown for point in one.points]
    line = {"color": palette.of(one.role), "dash": _DASHES[one.role], "width": _WIDTHS[one.role]}
    return {
        **_trace(one, one.name, palette),
        "mode": "lines+markers",
        "theta": axis + axis[:1],
        "r": scores + scores[:1],
        "connectgaps": False,
        "line": line,
    }


def _partial_marks(
    one: Series,
    axis: list[str],
    partial: Callable[[str], str],
    palette: Palette,
) -> dict[str, Any]:
    trace = _trace(one, partial(one.name), palette)
    symbol = _SYMBOLS[one.role].removesuffix("-open")
    return {
        **trace,
        "mode": "markers",
        "theta": axis,
        "r": [point.partial for point in one.points],
        "marker": {**trace["marker"], "symbol": f"{symbol}-open"},
    }


def _trace(one: Series, name: str, palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatterpolar",
        "name": _plain(name),
        "fill": "none",
        "hovertemplate": _HOVER,
        "marker": {"color": palette.of(one.role), "symbol": _SYMBOLS[one.role], "size": 10},
    }


def _layout(axis: list[str], palette: Palette) -> dict[str, Any]:
    lines = {"gridcolor": palette.grid, "linecolor": palette.grid}
    return {
        "margin": {"l": 90, "r": 90, "t": 50, "b": 40},
        "polar": {
            "bgcolor": palette.paper,
            "radialaxis": {
                "range": [0, 100],
                "tickvals": [0, 25, 50, 75, 100],
                "angle": 90,
                "tickangle": 90,
                "tickfont": {"color": palette.soft},
                **lines,
            },
            "angularaxis": {
                "type": "category",
                "categoryorder": "array",
                "categoryarray": axis,
                "direction": "clockwise",
                "rotation": 90,
                **lines,
            },
        },
        "paper_bgcolor": palette.paper,
        "font": {"color": palette.ink, "size": 14},
        "legend": {"orientation": "h"},
        "dragmode": False,
    }
