"""The framework's structure as index arrays, made once for each recipe."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Protocol

import numpy as np

from lcassess.framework.model import NotApplicable, OverallOf
from lcassess.scoring.normalise import Yardsticks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from lcassess.framework.model import Indicator
    from lcassess.scoring.arrays import Bools, Floats
    from lcassess.scoring.recipe import Recipe


class Weighted(Protocol):
    """Anything with an id and a weight among its siblings."""

    @property
    def id(self) -> str:
        """The stable id."""

    @property
    def weight(self) -> float:
        """The weight among the siblings, above 0."""


@dataclass(frozen=True, eq=False, slots=True)
class Tier:
    """One level of the tree: its nodes and what each of them is the mean of.

    `children` has the shape (nodes, positions) and numbers the children in the tier below;
    `weights` has the shape (nodes, positions, 1). A node with fewer children repeats its first
    one with weight 0.
    """

    ids: tuple[str, ...]
    children: NDArray[np.intp]
    weights: Floats
    order: float
    threshold: float

    @classmethod
    def of(
        cls,
        ids: Sequence[str],
        families: Sequence[Sequence[Weighted]],
        order: float,
        threshold: float,
    ) -> Tier:
        """Make a tier of nodes whose children stand one after the other in the tier below."""
        width = max(map(len, families))
        starts = accumulate(map(len, families[:-1]), initial=0)
        children = [
            [start + (k if k < len(family) else 0) for k in range(width)]
            for start, family in zip(starts, families, strict=True)
        ]
        weights = np.array([_padded(family, width) for family in families])
        return cls(tuple(ids), np.array(children), weights[..., np.newaxis], order, threshold)


@dataclass(frozen=True, eq=False)
class Tree:
    """The tiers from the features up to the overall node, with the indicators as leaves."""

    recipe: Recipe
    leaves: tuple[Indicator, ...]
    features: Tier
    focus_areas: Tier
    areas: Tier
    overall: Tier

    @cached_property
    def yardsticks(self) -> Yardsticks:
        """What turns the values of the leaves into points."""
        return Yardsticks.of(self.leaves, self.recipe.rules.level_points)

    @cached_property
    def may_not_apply(self) -> Bools:
        """Tell of each leaf whether a city may say that it does not apply."""
        return np.array([i.not_applicable is NotApplicable.WITH_REASON for i in self.leaves])

    @cached_property
    def through_areas(self) -> bool:
        """Tell whether the overall score is the mean of the areas, not of the focus areas."""
        return self.recipe.rules.overall_of is OverallOf.AREAS

    @cached_property
    def inclusion(self) -> Tree | None:
        """The tree cut down to the inclusion core, or None where none of it is scored."""
        return tree_of(self.recipe.inclusion) if self.recipe.inclusion else None

    @cached_property
    def core(self) -> NDArray[np.intp]:
        """The numbers of the leaves that belong to the inclusion core."""
        return np.flatnonzero([leaf.inclusion_core for leaf in self.leaves])


@lru_cache(maxsize=64)
def tree_of(recipe: Recipe) -> Tree:
    """Compile a recipe, once for each fingerprint."""
    areas, rules = recipe.areas, recipe.rules
    focus_areas = recipe.focus_areas
    top: Sequence[Weighted] = areas if rules.overall_of is OverallOf.AREAS else focus_areas
    mean, coverage = rules.mean, rules.coverage
    return Tree(
        recipe,
        recipe.indicators,
        Tier.of(
            [f.id for f in recipe.features],
            [f.indicators for f in recipe.features],
            mean.feature,
            coverage.feature,
        ),
        Tier.of(
            [f.id for f in focus_areas],
            [f.features for f in focus_areas],
            mean.focus_area,
            coverage.focus_area,
        ),
        Tier.of([a.id for a in areas], [a.focus_areas for a in areas], mean.area, coverage.area),
        Tier.of(["overall"], [top], mean.overall, coverage.overall),
    )


def _padded(family: Sequence[Weighted], width: int) -> list[float]:
    padding = [0.0] * (width - len(family))
    return [*(float(member.weight) for member in family), *padding]
