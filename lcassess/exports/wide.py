"""Wide tables, one row a city: blocks of columns that know what a city handed in for them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from math import isnan
from typing import TYPE_CHECKING, Any

from lcassess.assessment.sheet import Mark, State
from lcassess.exports.table import CellKind, Column, number_of, yes_or_no
from lcassess.exports.words import N_
from lcassess.framework.model import Kind
from lcassess.scoring.layout import FIELDS, layout_of
from lcassess.scoring.recipe import Recipe
from lcassess.scoring.tree import tree_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lcassess.exports.progress import Sent
    from lcassess.exports.table import Value
    from lcassess.exports.words import Words
    from lcassess.framework.model import Area, FocusArea, Framework, Indicator
    from lcassess.scoring.layout import Layout
    from lcassess.scoring.scores import Scores

SCORE, COVERAGE, PUBLISHED = range(3)  # of the fields of a node
_FIGURE, _LEVELS = ("value",), ("value", "level_city", "level_reviewer")
UNANSWERED, INVALID = State.UNANSWERED.value, Mark.INVALID.value


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring columns of a wide table, and how a city fills them."""

    columns: tuple[Column, ...]
    of: Callable[[Sent], list[Value]]


def scores(framework: Framework, words: Words) -> Block:
    """Give score, published and coverage of the overall, the areas and the focus areas."""
    recipe = Recipe.of(framework)
    columns = chain(
        _score_columns("overall", words(N_("Overall")), words),
        *(_score_columns(a.id, _titled(a), words) for a in recipe.areas),
        *(_score_columns(f.id, _titled(f), words) for f in recipe.focus_areas),
    )
    places = _places(layout_of(tree_of(recipe)))
    return Block(tuple(columns), lambda sent: _score_values(places, sent.scores))


def figures(framework: Framework, words: Words) -> Block:
    """Give the figure of every question, of a divided one each part, of a rubric all levels."""
    indicators = framework.indicators.values()
    columns = chain(*(_figure_columns(indicator, words) for indicator in indicators))
    names = [_LEVELS if i.kind is Kind.LEVEL else _FIGURE for i in indicators]
    parts = [[part.id for part in indicator.parts] for indicator in indicators]
    return Block(tuple(columns), lambda sent: _figure_values(names, parts, sent.answers))


def states(framework: Framework, words: Words) -> Block:
    """Give the state of every answer, and whether its figure is marked as invalid."""
    indicators = framework.indicators.values()
    columns = chain(*(_state_columns(indicator, words) for indicator in indicators))
    return Block(tuple(columns), lambda sent: _state_values(sent.answers))


def _score_columns(name: str, title: str, words: Words) -> tuple[Column, ...]:
    score, published, coverage = words(N_("score")), words(N_("published")), words(N_("coverage"))
    return (
        Column(f"{name}-score", f"{title}: {score}", CellKind.NUMBER),
        Column(f"{name}-published", f"{title}: {published}", CellKind.FLAG),
        Column(f"{name}-coverage", f"{title}: {coverage}", CellKind.NUMBER),
    )


def _places(layout: Layout) -> list[int]:
    """Find where in a row of scores the values of the columns stand."""
    tiers = (layout.overall, layout.areas, layout.focus_areas)
    nodes = chain.from_iterable(range(tier.start, tier.stop, FIELDS) for tier in tiers)
    return [node + field for node in nodes for field in (SCORE, PUBLISHED, COVERAGE)]


def _score_values(places: Sequence[int], scores: Scores) -> list[Value]:
    numbers = scores.table[0].take(places).tolist()
    row: list[Value] = [None if isnan(number) else number for number in numbers]
    row[1::3] = [yes_or_no(published == 1) for published in row[1::3]]
    return row


def _figure_columns(indicator: Indicator, words: Words) -> list[Column]:
    title = _titled(indicator) + (f" ({indicator.unit})" if indicator.unit else "")
    if indicator.kind is Kind.LEVEL:
        return _level_columns(indicator, title, words)
    if not indicator.parts:
        return [Column(f"{indicator.id}-value", title, CellKind.NUMBER)]
    return [
        Column(f"{indicator.id}-value-{part.id}", f"{title}: {part.name}", CellKind.NUMBER)
        for part in indicator.parts
    ]


def _level_columns(indicator: Indicator, title: str, words: Words) -> list[Column]:
    city, reviewer = words(N_("level of the city")), words(N_("level of the reviewer"))
    return [
        Column(f"{indicator.id}-value", title, CellKind.NUMBER),
        Column(f"{indicator.id}-level_city", f"{title}: {city}", CellKind.NUMBER),
        Column(f"{indicator.id}-level_reviewer", f"{title}: {reviewer}", CellKind.NUMBER),
    ]


def _figure_values(
    names: Sequence[Sequence[str]],
    parts: Sequence[Sequence[str]],
    answers: Sequence[Mapping[str, Any]],
) -> list[Value]:
    row: list[Value] = []
    for keys, ids, answer in zip(names, parts, answers, strict=True):
        if ids:
            shares = answer.get("shares", {})
            row += [number_of(shares.get(part)) for part in ids]
        else:
            row += [number_of(answer.get(key)) for key in keys]
    return row


def _state_columns(indicator: Indicator, words: Words) -> tuple[Column, ...]:
    title, state, invalid = _titled(indicator), words(N_("state")), words(N_("invalid"))
    return (
        Column(f"{indicator.id}-state", f"{title}: {state}", CellKind.CODE),
        Column(f"{indicator.id}-invalid", f"{title}: {invalid}", CellKind.FLAG),
    )


def _state_values(answers: Sequence[Mapping[str, Any]]) -> list[Value]:
    return [
        value
        for answer in answers
        for value in (answer.get("state", UNANSWERED), yes_or_no(answer.get("mark") == INVALID))
    ]


def _titled(place: Area | FocusArea | Indicator) -> str:
    return f"{place.code} {place.name}"
