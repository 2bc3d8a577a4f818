"""One score as a row of a table: number, picture, coverage and what stands behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.assessment.sheet import State
from lcassess.charts.strips import Tick, strip, ticks
from lcassess.framework.model import NotApplicable
from lcassess.web.results import sentences
from lcassess.web.scores.figures import Figure
from lcassess.web.scores.numbers import bounds, percent

if TYPE_CHECKING:
    from lcassess.exports.nodes import NodeLine
    from lcassess.framework.model import FocusArea, Indicator
    from lcassess.scoring.profile import Node
    from lcassess.web.results.sight import Sight


@dataclass(frozen=True, slots=True)
class Row:
    """One focus area in a table of scores."""

    focus_area: FocusArea
    figure: Figure
    beside: Figure | None
    strip: str
    ticks: str
    answers: str
    coverage: str
    bounds: str
    self_rated: str
    missing: int


def focus_area_row(sight: Sight, focus_area: FocusArea) -> Row:
    """Make the row of a focus area, with the round before beside it."""
    node = sight.profile.focus_areas[focus_area.id]
    earlier = sight.earlier_focus_area(focus_area.id)
    line = sight.lines["focus_area", focus_area.id]
    context = sum(not indicator.takes_part for indicator in focus_area.indicators)
    scored = tuple(i for i in focus_area.indicators if i.takes_part)
    return _row(sight, focus_area, scored, (node, earlier), (line, context))


def inclusion_row(sight: Sight, focus_area: FocusArea) -> Row | None:
    """Make the row of a focus area on the inclusion core alone, all questions beside it."""
    inclusion = sight.profile.inclusion
    if inclusion is None or focus_area.id not in inclusion.focus_areas:
        return None
    node = inclusion.focus_areas[focus_area.id]
    whole_node = sight.profile.focus_areas[focus_area.id]
    line = sight.lines["inclusion_focus_area", focus_area.id]
    core = tuple(i for i in focus_area.indicators if i.takes_part and i.inclusion_core)
    return _row(sight, focus_area, core, (node, whole_node), (line, 0))


def _row(
    sight: Sight,
    focus_area: FocusArea,
    asked: tuple[Indicator, ...],
    nodes: tuple[Node, Node | None],
    counted: tuple[NodeLine, int],
) -> Row:
    node, beside = nodes
    line, context = counted
    return Row(
        focus_area,
        Figure.of(node),
        Figure.of(beside) if beside else None,
        picture(node, beside),
        ticks([_tick(sight, indicator) for indicator in asked]),
        sentences.answers(line, context),
        percent(node.coverage),
        bounds(node),
        percent(node.self_rated),
        missing=line.asked - line.scored,
    )


def picture(node: Node, beside: Node | None, *, scaled: bool = False) -> str:
    """Draw a score with its bounds and, where published, the one that it is compared with."""
    earlier = beside.score if beside and beside.published else None
    return strip(
        node.score,
        node.lower_bound,
        node.upper_bound,
        earlier,
        partial=not node.published,
        scaled=scaled,
    )


def _tick(sight: Sight, indicator: Indicator) -> Tick:
    if sight.profile.indicators[indicator.id].points is not None:
        return Tick.FULL
    state = sight.result.sheet[indicator.id].state
    may = indicator.not_applicable is NotApplicable.WITH_REASON
    return Tick.DASH if state is State.NOT_APPLICABLE and may else Tick.HOLLOW
