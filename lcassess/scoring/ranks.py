"""The ranks of cities among one another."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from lcassess.scoring.arrays import Bools, Floats
    from lcassess.scoring.recipe import Recipe


def ranks(scores: Floats, ranked: Bools, recipe: Recipe) -> list[int | None]:
    """Give competition ranks (1, 2, 2, 4) by rounded score; none where too few are ranked."""
    entered = np.flatnonzero(ranked)
    places: list[int | None] = [None] * len(scores)
    if len(entered) < recipe.fewest_ranked:
        return places
    rounded = [round(score, recipe.rank_decimals) for score in scores[entered].tolist()]
    order = sorted(rounded)
    for city, score in zip(entered.tolist(), rounded, strict=True):
        places[city] = 1 + len(order) - bisect_right(order, score)
    return places
