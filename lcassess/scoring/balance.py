"""How much an uneven profile would lose if a weak focus area could not be bought off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lcassess.scoring.aggregate import power_mean
from lcassess.scoring.recipe import Recipe

if TYPE_CHECKING:
    from lcassess.framework.model import Framework
    from lcassess.scoring.profile import Profile


def balance_penalty(framework: Framework, profile: Profile) -> float | None:
    """Give M_1 - M_0 over the focus areas that have a score, in points, never below 0."""
    recipe = Recipe.of(framework)
    nodes = [(focus.weight, profile.focus_areas[focus.id].score) for focus in recipe.focus_areas]
    scored = np.array([(weight, score) for weight, score in nodes if score is not None])
    if not len(scored):
        return None
    shares, scores = scored[:, :1], scored[:, 1:]
    there = np.ones(scores.shape, dtype=bool)
    arithmetic = power_mean(scores, there, shares, 1)
    geometric = power_mean(np.maximum(scores, recipe.floor), there, shares, 0)
    return max(0.0, float(arithmetic[0] - geometric[0]))
