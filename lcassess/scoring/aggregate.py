"""Weighted power means up the tree, with coverage, bounds and shares, for many cities at once.

Sums run over the children in the framework's order, one child after the other, so that a city's
result is the same to the last bit whether it is scored alone or among thousands.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from lcassess.framework.model import Kind
from lcassess.scoring.normalise import FULL

if TYPE_CHECKING:
    from lcassess.scoring.arrays import Bools, Floats
    from lcassess.scoring.tree import Tier, Tree

HAS_SCORE, APPLIES, EXISTS = range(3)


@dataclass(frozen=True, eq=False, slots=True)
class Layer:
    """What is known of the nodes of one tier, in arrays of shape (3, nodes, cities).

    `points`: score, lower bound, upper bound. `shares`: self-rated, coverage, not applicable.
    `there`: has a score, is not wholly not applicable, exists. What is not there is 0.
    """

    points: Floats
    shares: Floats
    there: Bools


def leaves(tree: Tree, points: Floats, not_applicable: Bools) -> Layer:
    """Describe the indicators: points (indicators, cities), NaN where no answer counts."""
    scored = ~np.isnan(points)
    levels = np.array([leaf.kind is Kind.LEVEL for leaf in tree.leaves])[:, np.newaxis]
    lower = np.where(scored, points, 0.0)
    upper = np.where(scored | not_applicable, lower, FULL)
    shares = np.array([scored & levels, scored, not_applicable], dtype=float)
    there = np.array([scored, ~not_applicable, np.ones_like(scored)])
    return Layer(np.array([lower, lower, upper]), shares, there)


def climb(tier: Tier, below: Layer, floor: float) -> Layer:
    """Make the nodes of a tier out of their children."""
    there = below.there[:, tier.children]
    bounded = there[[HAS_SCORE, APPLIES, APPLIES]]
    points = below.points[:, tier.children]
    if tier.order <= 0:
        points = np.where(bounded, np.maximum(points, floor), 0.0)
    return Layer(
        power_mean(points, bounded, tier.weights, tier.order),
        mean(below.shares[:, tier.children], there, tier.weights),
        np.array(there.any(axis=2)),
    )


def mean(values: Floats, there: Bools, weights: Floats) -> Floats:
    """Give the weighted arithmetic mean over the last axis but one of what is there, else 0."""
    total: Floats = np.zeros_like(values[..., 0, :])
    weight = np.zeros_like(total)
    for k in range(values.shape[-2]):
        total += weights[..., k, :] * values[..., k, :]
        weight += weights[..., k, :] * there[..., k, :]
    return np.divide(total, weight, out=np.zeros_like(total), where=weight > 0)


def power_mean(
    values: Floats,
    there: Bools,
    weights: Floats,
    order: float,
) -> Floats:
    """Give M_p = (sum w x^p / sum w)^(1/p), exp(sum w ln x / sum w) for p = 0.

    The values are 0 or above (above 0 for p <= 0) and 0 where nothing is there. The result is
    held between the least and the greatest of them, whatever the rounding.
    """
    least = np.where(there, values, np.inf).min(axis=-2)
    greatest = values.max(axis=-2)
    if order == 1:
        found = mean(values, there, weights)
    else:
        pivot = greatest if order > 0 else np.where(np.isfinite(least), least, 0.0)
        found = _curved(values, there, weights, order, np.where(pivot > 0, pivot, 1.0))
    return np.array(np.minimum(np.maximum(found, least), greatest))


def _curved(
    values: Floats,
    there: Bools,
    weights: Floats,
    order: float,
    pivot: Floats,
) -> Floats:
    """Measure values against the pivot, so that no order overflows or loses its digits."""
    with np.errstate(divide="ignore"):
        logs = np.log(np.where(there, values / pivot[..., np.newaxis, :], 1.0))
        if order == 0:
            return pivot * np.exp(mean(logs, there, weights))
        found = mean(np.expm1(order * logs), there, weights)
        return pivot * np.exp(np.log1p(found) / order)


def spread(tier: Tier, above: Floats, counted: Bools) -> Floats:
    """Share the weight of the nodes of a tier among those of their children that are counted.

    `above` has the shape (nodes, cities), `counted` and the result (children, cities).
    """
    there = counted[tier.children]
    weight = np.zeros_like(above)
    for k in range(there.shape[1]):
        weight += tier.weights[:, k] * there[:, k]
    each = np.divide(above, weight, out=np.zeros_like(above), where=weight > 0)
    below = np.zeros(counted.shape)
    for k in range(there.shape[1]):
        below[tier.children[:, k]] += each * tier.weights[:, k] * there[:, k]
    return below


def effective_weights(
    tree: Tree,
    leaves: Bools,
    features: Bools,
    focus_areas: Bools,
    areas: Bools,
) -> Floats:
    """Give the weight of every indicator in the overall score, shape (indicators, cities).

    The arguments tell what is counted; shares are made anew over it at every step.
    """
    weight = np.ones((1, leaves.shape[1]))
    if tree.through_areas:
        weight = spread(tree.areas, spread(tree.overall, weight, areas), focus_areas)
    else:
        weight = spread(tree.overall, weight, focus_areas)
    return spread(tree.features, spread(tree.focus_areas, weight, features), leaves)


@lru_cache(maxsize=64)
def planned_weights(tree: Tree) -> tuple[float, ...]:
    """Give the weight of every indicator in the overall score if everything were answered."""
    everything = (tree.leaves, tree.features.ids, tree.focus_areas.ids, tree.areas.ids)
    counted = [np.ones((len(nodes), 1), dtype=bool) for nodes in everything]
    return tuple(effective_weights(tree, *counted)[:, 0].tolist())
