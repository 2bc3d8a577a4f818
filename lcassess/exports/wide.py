"""Wide tables, one row a city: blocks of columns that know a city's values in them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from lcassess.assessment.sheet import Mark
from lcassess.exports.table import CellKind, Column
from lcassess.exports.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from lcassess.exports.table import Value
    from lcassess.exports.words import Words
    from lcassess.framework.model import Area, FocusArea, Framework, Indicator
    from lcassess.scoring.comparison import CityResult
    from lcassess.scoring.profile import Node, Profile


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring columns of a wide table, and how a city fills them."""

    columns: tuple[Column, ...]
    of: Callable[[CityResult], list[Value]]

    @property
    def blank(self) -> list[Value]:
        """Give the values of a city about which nothing may be said."""
        return [None] * len(self.columns)


def scores(framework: Framework, words: Words) -> Block:
    """Give score, published and coverage of the overall, the areas and the focus areas."""
    columns = chain(
        _score_columns("overall", words(N_("Overall")), words),
        *(_score_columns(a.id, _titled(a), words) for a in framework.areas),
        *(_score_columns(f.id, _titled(f), words) for f in framework.focus_areas),
    )
    return Block(tuple(columns), lambda city: _score_values(framework, city.profile))


def figures(framework: Framework) -> Block:
    """Give the figure of every question, of a divided one each part."""
    indicators = framework.indicators.values()
    columns = chain(*(_figure_columns(indicator) for indicator in indicators))
    return Block(
        tuple(columns),
        lambda city: [value for i in indicators for value in _figure_values(i, city)],
    )


def states(framework: Framework, words: Words) -> Block:
    """Give the state of every answer, and whether its figure is marked as invalid."""
    indicators = framework.indicators.values()
    columns = chain(*(_state_columns(indicator, words) for indicator in indicators))
    return Block(
        tuple(columns),
        lambda city: [value for i in indicators for value in _state_values(i, city)],
    )


def _score_columns(name: str, title: str, words: Words) -> tuple[Column, ...]:
    score, published, coverage = words(N_("score")), words(N_("published")), words(N_("coverage"))
    return (
        Column(f"{name}-score", f"{title}: {score}", CellKind.NUMBER),
        Column(f"{name}-published", f"{title}: {published}", CellKind.FLAG),
        Column(f"{name}-coverage", f"{title}: {coverage}", CellKind.NUMBER),
    )


def _score_values(framework: Framework, profile: Profile) -> list[Value]:
    nodes: list[Node | None] = [profile.overall]
    nodes += [profile.areas.get(area.id) for area in framework.areas]
    nodes += [profile.focus_areas.get(focus_area.id) for focus_area in framework.focus_areas]
    row: list[Value] = []
    for node in nodes:
        row += (node.score, node.published, node.coverage) if node else (None, None, None)
    return row


def _figure_columns(indicator: Indicator) -> list[Column]:
    title = _titled(indicator) + (f" ({indicator.unit})" if indicator.unit else "")
    if not indicator.parts:
        return [Column(f"{indicator.id}-value", title, CellKind.NUMBER)]
    return [
        Column(f"{indicator.id}-value-{part.id}", f"{title}: {part.name}", CellKind.NUMBER)
        for part in indicator.parts
    ]


def _figure_values(indicator: Indicator, city: CityResult) -> list[Value]:
    answer = city.sheet[indicator.id]
    if not indicator.parts:
        return [answer.value]
    shares = answer.shares or {}
    return [shares.get(part.id) for part in indicator.parts]


def _state_columns(indicator: Indicator, words: Words) -> tuple[Column, ...]:
    title, state, invalid = _titled(indicator), words(N_("state")), words(N_("invalid"))
    return (
        Column(f"{indicator.id}-state", f"{title}: {state}", CellKind.CODE),
        Column(f"{indicator.id}-invalid", f"{title}: {invalid}", CellKind.FLAG),
    )


def _state_values(indicator: Indicator, city: CityResult) -> list[Value]:
    answer = city.sheet[indicator.id]
    return [answer.state, answer.mark is Mark.INVALID]


def _titled(place: Area | FocusArea | Indicator) -> str:
    return f"{place.code} {place.name}"
