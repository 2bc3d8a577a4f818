"""An area, or everything together: the score and what it rests on, in a few lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from lcassess.charts.strips import coverage_ticks
from lcassess.web.results.rows import picture
from lcassess.web.scores.figures import Figure
from lcassess.web.scores.numbers import bounds, percent

if TYPE_CHECKING:
    from lcassess.exports.nodes import NodeLine
    from lcassess.framework.model import Area
    from lcassess.scoring.profile import Node
    from lcassess.web.results.sight import Sight


@dataclass(frozen=True, slots=True)
class Summary:
    """An area, or all focus areas together, with what the score rests on."""

    name: str
    figure: Figure
    beside: Figure | None
    strip: str
    ticks: str
    scored: int
    asked: int
    coverage: str
    bounds: str
    self_rated: str


def of_area(sight: Sight, area: Area) -> Summary:
    """Sum up an area."""
    line = sight.lines["area", area.id]
    return _summary(area.name, sight.profile.areas[area.id], sight.earlier_area(area.id), line)


def of_everything(sight: Sight) -> Summary:
    """Sum up all focus areas."""
    earlier = sight.earlier.overall if sight.earlier else None
    line = sight.lines["overall", "overall"]
    return _summary(_("All focus areas together"), sight.profile.overall, earlier, line)


def of_inclusion(sight: Sight) -> Summary | None:
    """Sum up the inclusion questions, with all questions beside them."""
    if sight.profile.inclusion is None:
        return None
    line = sight.lines["inclusion", "overall"]
    return _summary(
        _("All inclusion questions together"),
        sight.profile.inclusion.overall,
        sight.profile.overall,
        line,
    )


def _summary(name: str, node: Node, beside: Node | None, line: NodeLine) -> Summary:
    return Summary(
        name,
        Figure.of(node),
        Figure.of(beside) if beside else None,
        picture(node, beside, scaled=True),
        coverage_ticks(node.coverage),
        line.scored,
        line.asked,
        percent(node.coverage),
        bounds(node),
        percent(node.self_rated),
    )
