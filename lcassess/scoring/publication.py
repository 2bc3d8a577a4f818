"""Which scores may be published, and which cities may be ranked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lcassess.scoring.aggregate import APPLIES, HAS_SCORE, Layer, climb

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lcassess.scoring.arrays import Bools, Floats
    from lcassess.scoring.recipe import Recipe
    from lcassess.scoring.tree import Tier, Tree

SELF_RATED, COVERAGE, NOT_APPLICABLE = range(3)


@dataclass(frozen=True, eq=False, slots=True)
class Nodes:
    """The nodes of one tier and which of them are published, shape (nodes, cities)."""

    layer: Layer
    published: Bools

    @property
    def scored(self) -> Bools:
        """Tell which nodes have a score."""
        scored: Bools = self.layer.there[HAS_SCORE]
        return scored

    @property
    def applies(self) -> Bools:
        """Tell which nodes are not wholly not applicable."""
        applies: Bools = self.layer.there[APPLIES]
        return applies

    @property
    def measures(self) -> Floats:
        """The fields of `Node` in their order, shape (7, nodes, cities), NaN for None."""
        score, lower, upper = self.layer.points
        shares = self.layer.shares
        return np.array(
            [
                np.where(self.scored, score, np.nan),
                np.where(self.applies, shares[COVERAGE], np.nan),
                self.published,
                np.where(self.applies, lower, np.nan),
                np.where(self.applies, upper, np.nan),
                shares[NOT_APPLICABLE],
                np.where(self.scored, shares[SELF_RATED], np.nan),
            ]
        )


@dataclass(frozen=True, eq=False, slots=True)
class Standing:
    """All nodes of some cities, and which of the cities may be ranked, shape (cities,)."""

    overall: Nodes
    focus_areas: Nodes
    areas: Nodes
    features: Nodes
    ranked: Bools


def standing(tree: Tree, leaves: Layer) -> Standing:
    """Climb the tree from its leaves and decide what is published."""
    recipe = tree.recipe
    features = _covered(recipe, tree.features, climb(tree.features, leaves, recipe.floor))
    layer = climb(tree.focus_areas, features.layer, recipe.floor)
    focus_areas = _covered(recipe, tree.focus_areas, layer, _enough(tree, features))
    areas = _covered(recipe, tree.areas, climb(tree.areas, layer, recipe.floor))
    layer = climb(tree.overall, (areas if tree.through_areas else focus_areas).layer, recipe.floor)
    complete = np.array((areas.published | ~areas.applies).all(axis=0))
    overall = _covered(recipe, tree.overall, layer, complete)
    near = recipe.rules.coverage.ranked - recipe.slack
    ranked = overall.published[0] & (layer.shares[COVERAGE, 0] >= near)
    return Standing(overall, focus_areas, areas, features, ranked)


def _covered(recipe: Recipe, tier: Tier, layer: Layer, further: Bools | None = None) -> Nodes:
    reached = layer.shares[COVERAGE] >= tier.threshold - recipe.slack
    published = layer.there[HAS_SCORE] & reached
    return Nodes(layer, published if further is None else published & further)


def _enough(tree: Tree, features: Nodes) -> Bools:
    """Tell which focus areas have a score in two of their features, or in all that apply."""
    applying = _count(tree.focus_areas, features.applies)
    needed = np.minimum(tree.recipe.fewest_features, applying)
    return np.array(_count(tree.focus_areas, features.scored) >= needed)


def _count(tier: Tier, marked: Bools) -> NDArray[np.intp]:
    return np.array((marked[tier.children] & (tier.weights > 0)).sum(axis=1))
