"""A city as a row of cells, one a focus area; the tint says how high, the text says the score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.web.scores.numbers import percent, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lcassess.framework.model import Framework
    from lcassess.scoring.profile import Node, Profile

TINTS = 5
STEP = 20  # points a tint


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the class of its tint, its text and the coverage behind it."""

    tint: str
    text: str
    coverage: str = ""


def cells(framework: Framework, profile: Profile) -> tuple[Cell, ...]:
    """Give the scores of the focus areas as cells, in the framework's order."""
    return tuple(cell(profile.focus_areas.get(f.id)) for f in framework.focus_areas)


def cell(node: Node | None) -> Cell:
    """Give a score as a cell; a partial one in brackets, none as a dash."""
    if node is None or node.score is None:
        return Cell("hd", "–", percent(node.coverage) if node else "")
    if not node.published:
        return Cell("hp", f"({whole(node.score)})", percent(node.coverage))
    tint = min(TINTS - 1, int(node.score // STEP))
    return Cell(f"h{tint}", whole(node.score), percent(node.coverage))


def counts(framework: Framework, settled: Sequence[int]) -> tuple[Cell, ...]:
    """Give how many questions of each focus area are settled: all that is known of a draft."""
    return tuple(
        Cell("hd", f"{count}/{len(focus_area.indicators)}")
        for count, focus_area in zip(settled, framework.focus_areas, strict=True)
    )
