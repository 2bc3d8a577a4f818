"""The scores of many cities as one table of numbers, a row a city."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lcassess.assessment.sheet import State
from lcassess.scoring.aggregate import effective_weights, leaves
from lcassess.scoring.arrays import columns
from lcassess.scoring.layout import FIELDS, Layout, layout_of
from lcassess.scoring.normalise import faithful
from lcassess.scoring.publication import Nodes, Standing, standing
from lcassess.scoring.ranks import ranks
from lcassess.scoring.recipe import Recipe
from lcassess.scoring.tree import Tree, tree_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lcassess.assessment.sheet import AnswerSheet
    from lcassess.framework.model import Framework
    from lcassess.scoring.arrays import Bools, Floats

BLOCK = 512
"""Cities scored in one go: few enough for the processor's cache."""


@dataclass(frozen=True, eq=False, slots=True)
class Scores:
    """The scores of many cities; `table` has the shape (cities, numbers) in the layout's order."""

    tree: Tree
    table: Floats

    def __len__(self) -> int:
        return len(self.table)

    @property
    def layout(self) -> Layout:
        """Where in a row what stands."""
        return layout_of(self.tree)

    @property
    def overall(self) -> Floats:
        """The overall nodes, shape (cities, 7)."""
        return self.table[:, self.layout.overall]

    @property
    def focus_areas(self) -> Floats:
        """The focus areas, shape (cities, focus areas, 7)."""
        return self._nodes(self.layout.focus_areas)

    @property
    def areas(self) -> Floats:
        """The areas, shape (cities, areas, 7)."""
        return self._nodes(self.layout.areas)

    @property
    def features(self) -> Floats:
        """The features, shape (cities, features, 7)."""
        return self._nodes(self.layout.features)

    @property
    def points(self) -> Floats:
        """The points of the answers, shape (cities, indicators)."""
        return self.table[:, self.layout.points]

    @property
    def ranked(self) -> Bools:
        """Which cities may be ranked."""
        return np.array(self.table[:, self.layout.ranked][:, 0] == 1)

    def ranks(self) -> list[int | None]:
        """Rank the cities of the table among one another."""
        return ranks(self.overall[:, 0], self.ranked, self.tree.recipe)

    def _nodes(self, part: slice) -> Floats:
        return self.table[:, part].reshape(len(self), (part.stop - part.start) // FIELDS, FIELDS)


def score_values(
    framework: Framework,
    values: Floats,
    not_applicable: Bools,
    recipe: Recipe | None = None,
) -> Scores:
    """Score arrays of shape (cities, indicators), in the order of `Recipe.indicators`.

    A value that may not count (no data, national, marked invalid) is NaN.
    """
    tree = tree_of(recipe or Recipe.of(framework))
    excused = not_applicable & tree.may_not_apply
    table = np.empty((len(values), layout_of(tree).width))
    for start in range(0, len(values), BLOCK):
        rows = slice(start, start + BLOCK)
        kept = np.where(excused[rows], np.nan, values[rows])
        _fill(tree, table[rows], columns(kept), columns(excused[rows]))
    return Scores(tree, table)


def score_sheets(
    framework: Framework, sheets: Sequence[AnswerSheet], recipe: Recipe | None = None
) -> Scores:
    """Score the answers of many cities."""
    tree = tree_of(recipe or Recipe.of(framework))
    values = np.full((len(sheets), len(tree.leaves)), np.nan)
    excused = np.zeros(values.shape, dtype=bool)
    for row, sheet in enumerate(sheets):
        for column, leaf in enumerate(tree.leaves):
            answer = sheet.answers.get(leaf.id)
            if answer is None:
                continue
            if answer.counts and answer.value is not None:
                marks = tree.yardsticks.landmarks[column]
                values[row, column] = faithful(answer.value, marks)
            excused[row, column] = answer.state is State.NOT_APPLICABLE
    return score_values(framework, values, excused, recipe)


def _fill(
    tree: Tree,
    table: Floats,
    values: Floats,
    excused: Bools,
) -> None:
    """Write the rows of one block of cities; values and excuses are (indicators, cities)."""
    layout = layout_of(tree)
    points = tree.yardsticks.points(values)
    whole = standing(tree, leaves(tree, points, excused))
    for part in ("overall", "focus_areas", "areas", "features"):
        table[:, getattr(layout, part)] = _rows(getattr(whole, part))
    if (core := tree.inclusion) is not None:
        cut = standing(core, leaves(core, points[tree.core], excused[tree.core]))
        table[:, layout.inclusion_overall] = _rows(cut.overall)
        table[:, layout.inclusion_focus_areas] = _rows(cut.focus_areas)
    table[:, layout.points] = points.T
    table[:, layout.contributions] = _contributions(tree, whole, points).T
    table[:, layout.capped] = tree.yardsticks.capped(values).T
    table[:, layout.ranked] = whole.ranked[:, np.newaxis]


def _rows(nodes: Nodes) -> Floats:
    measures = nodes.measures
    return measures.transpose(2, 1, 0).reshape(measures.shape[2], -1)


def _contributions(tree: Tree, whole: Standing, points: Floats) -> Floats:
    if not tree.recipe.additive:
        return np.full_like(points, np.nan)
    counted = (~np.isnan(points), whole.features.scored, whole.focus_areas.scored)
    return effective_weights(tree, *counted, whole.areas.scored) * points
