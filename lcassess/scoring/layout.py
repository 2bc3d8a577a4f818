"""Where in a city's row of numbers what stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from lcassess.scoring.tree import Tree

FIELDS = 7
"""A node takes seven numbers, the fields of `Node` in their order; NaN stands for None."""


@dataclass(frozen=True, eq=False, slots=True)
class Layout:
    """The parts of a row: `FIELDS` numbers a node, then one an indicator, then `ranked`."""

    overall: slice
    focus_areas: slice
    areas: slice
    features: slice
    inclusion_overall: slice
    inclusion_focus_areas: slice
    points: slice
    contributions: slice
    capped: slice
    ranked: slice

    @property
    def width(self) -> int:
        """How many numbers a row holds."""
        return int(self.ranked.stop)


@lru_cache(maxsize=64)
def layout_of(tree: Tree) -> Layout:
    """Lay out the row of one city; the overall node and the focus areas stand first."""
    core, leaves = tree.inclusion, len(tree.leaves)
    nodes = [1, len(tree.focus_areas.ids), len(tree.areas.ids), len(tree.features.ids)]
    nodes += [1, len(core.focus_areas.ids)] if core else [0, 0]
    widths = [*(FIELDS * count for count in nodes), leaves, leaves, leaves, 1]
    ends = np.cumsum(widths).tolist()
    return Layout(*(slice(end - width, end) for end, width in zip(ends, widths, strict=True)))
