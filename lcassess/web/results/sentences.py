"""What the pictures show, said before they are seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from lcassess.web.scores.numbers import percent, whole
from lcassess.web.words import listed, several

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcassess.exports.nodes import NodeLine
    from lcassess.framework.model import FocusArea, Framework
    from lcassess.scoring.profile import Node
    from lcassess.web.results.sight import Sight

NAMED = 2
SAME = 1e-6  # points


def lede(sight: Sight) -> str:
    """Say where the city stands highest and lowest, and what cannot be shown yet and why."""
    line = sight.lines["overall", "overall"]
    if not any(node.published for node in sight.profile.focus_areas.values()):
        return _(
            "No focus area can be shown yet: %(scored)s of %(asked)s scored questions are "
            "answered. What is missing stands below.",
            scored=line.scored,
            asked=line.asked,
        )
    extremes_said = extremes(sight.framework, sight.profile.focus_areas)
    return " ".join(filter(None, (extremes_said, not_yet(sight.unpublished, sight.framework))))


def extremes(framework: Framework, nodes: Mapping[str, Node]) -> str:
    """Name the focus areas with the highest and the lowest published score."""
    scores = {
        focus_area: node.score
        for focus_area in framework.focus_areas
        if (node := nodes.get(focus_area.id)) and node.published and node.score is not None
    }
    if not scores:
        return ""
    high, low = max(scores.values()), min(scores.values())
    if high - low < SAME:
        return _("%(names)s: %(points)s points.", names=_at(scores, high), points=whole(high))
    return _(
        "Highest: %(high)s, with %(most)s points. Lowest: %(low)s, with %(least)s.",
        high=_at(scores, high),
        most=whole(high),
        low=_at(scores, low),
        least=whole(low),
    )


def _at(scores: Mapping[FocusArea, float], wanted: float) -> str:
    return listed(_name(f) for f, score in scores.items() if abs(score - wanted) < SAME)


def _name(focus_area: FocusArea) -> str:
    return focus_area.name


def not_yet(lines: list[NodeLine], framework: Framework) -> str:
    """Say which focus areas cannot be shown yet, and why; of many only how many."""
    if len(lines) > NAMED:
        return _(
            "Of the %(all)s focus areas %(count)s cannot be shown yet: too few of their questions "
            "are answered.",
            count=len(lines),
            all=len(framework.focus_areas),
        )
    return " ".join(map(_missing, lines))


def _missing(line: NodeLine) -> str:
    return ngettext(
        "%(name)s cannot be shown yet: %(num)s of %(asked)s answers is missing.",
        "%(name)s cannot be shown yet: %(num)s of %(asked)s answers are missing.",
        line.asked - line.scored,
        name=line.name,
        asked=line.asked,
    )


def answers(line: NodeLine, context: int) -> str:
    """Say how many answers a score rests on."""
    counted = _("%(scored)s of %(asked)s scored answers", scored=line.scored, asked=line.asked)
    if not context:
        return counted
    beside = ngettext("%(num)s context question", "%(num)s context questions", context)
    return several((counted, beside))


def described(sight: Sight) -> str:
    """Describe the radar to those who do not see it."""
    gaps = [line.code for line in sight.unpublished]
    without = _("Not published: %(codes)s.", codes=listed(gaps)) if gaps else ""
    table = _("All values are in the table that follows.")
    said = extremes(sight.framework, sight.profile.focus_areas)
    return " ".join(filter(None, (said, without, table)))


def why_not_overall(sight: Sight) -> str:
    """Say why the overall score is not published; empty where it is."""
    overall = sight.profile.overall
    if overall.published:
        return ""
    areas = [
        area.name
        for area in sight.framework.areas
        if (node := sight.profile.areas.get(area.id)) and not node.published and _applies(node)
    ]
    if areas:
        return _("Not published as long as these areas are not: %(areas)s.", areas=listed(areas))
    return _(
        "Not published: %(coverage)s of the weight is answered, %(needed)s is needed.",
        coverage=percent(overall.coverage or 0.0),
        needed=percent(sight.framework.scoring.coverage.overall),
    )


def _applies(node: Node) -> bool:
    return node.coverage is not None
