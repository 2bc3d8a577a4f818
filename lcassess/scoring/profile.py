"""The scores of one city: a tree of nodes and the ledger of the answers that made them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from lcassess.scoring.aggregate import planned_weights
from lcassess.scoring.layout import FIELDS, layout_of
from lcassess.scoring.scores import Scores, score_sheets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lcassess.assessment.sheet import AnswerSheet
    from lcassess.framework.model import Framework
    from lcassess.scoring.recipe import Recipe
    from lcassess.scoring.tree import Tree


class Capped(StrEnum):
    """Which goalpost a raw value lies beyond."""

    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Node:
    """The score of a feature, focus area, area or of all; points are 0 to 100, shares 0 to 1."""

    score: float | None
    coverage: float | None
    published: bool
    lower_bound: float | None
    upper_bound: float | None
    na_share: float
    self_rated: float | None


@dataclass(frozen=True, slots=True)
class Leaf:
    """What one answer is worth: points, its planned weight in the overall score, what it adds."""

    points: float | None
    weight: float
    contribution: float | None
    capped: Capped | None


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The same scores on the framework cut down to the inclusion core."""

    overall: Node
    focus_areas: Mapping[str, Node]


@dataclass(frozen=True, slots=True)
class Profile:
    """All scores of one city, nodes by id."""

    edition: str
    overall: Node
    areas: Mapping[str, Node]
    focus_areas: Mapping[str, Node]
    features: Mapping[str, Node]
    inclusion: Inclusion | None
    indicators: Mapping[str, Leaf]
    ranked: bool = False
    rank: int | None = None


def score(framework: Framework, sheet: AnswerSheet, recipe: Recipe | None = None) -> Profile:
    """Score the answers of one city, by the recipe of its edition if no other is given."""
    return profile_at(score_sheets(framework, [sheet], recipe), 0)


def score_many(
    framework: Framework, sheets: Sequence[AnswerSheet], recipe: Recipe | None = None
) -> list[Profile]:
    """Score cities together: each as if it were alone, then ranked among one another."""
    return profiles(score_sheets(framework, sheets, recipe))


def profiles(scores: Scores) -> list[Profile]:
    """Give the profiles of all cities of a table, with their ranks."""
    places = scores.ranks()
    return [replace(profile_at(scores, row), rank=place) for row, place in enumerate(places)]


def profile_at(scores: Scores, row: int) -> Profile:
    """Give the profile of one city of a table, without a rank."""
    tree, layout = scores.tree, layout_of(scores.tree)
    numbers = [None if number != number else number for number in scores.table[row].tolist()]  # noqa: PLR0124 (NaN)
    return Profile(
        edition=tree.recipe.edition,
        overall=_node(numbers[layout.overall]),
        areas=_nodes(tree.areas.ids, numbers[layout.areas]),
        focus_areas=_nodes(tree.focus_areas.ids, numbers[layout.focus_areas]),
        features=_nodes(tree.features.ids, numbers[layout.features]),
        inclusion=_inclusion(tree, numbers),
        indicators=_leaves(tree, numbers),
        ranked=numbers[layout.ranked] == [1],
    )


def _nodes(ids: Sequence[str], numbers: Sequence[float | None]) -> dict[str, Node]:
    return {node_id: _node(numbers[FIELDS * n : FIELDS * (n + 1)]) for n, node_id in enumerate(ids)}


def _node(numbers: Sequence[float | None]) -> Node:
    score_, coverage, published, lower, upper, na_share, self_rated = numbers
    return Node(score_, coverage, published == 1, lower, upper, na_share or 0.0, self_rated)


def _inclusion(tree: Tree, numbers: Sequence[float | None]) -> Inclusion | None:
    if tree.inclusion is None:
        return None
    layout = layout_of(tree)
    focus_areas = numbers[layout.inclusion_focus_areas]
    return Inclusion(
        _node(numbers[layout.inclusion_overall]),
        _nodes(tree.inclusion.focus_areas.ids, focus_areas),
    )


def _leaves(tree: Tree, numbers: Sequence[float | None]) -> dict[str, Leaf]:
    layout = layout_of(tree)
    columns = zip(
        tree.leaves,
        numbers[layout.points],
        planned_weights(tree),
        numbers[layout.contributions],
        numbers[layout.capped],
        strict=True,
    )
    return {
        leaf.id: Leaf(points, weight, contribution, _CAPPED.get(capped))
        for leaf, points, weight, contribution, capped in columns
    }


_CAPPED: Mapping[float | None, Capped] = {-1.0: Capped.LOW, 1.0: Capped.HIGH}
