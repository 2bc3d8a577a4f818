"""Scores as rows: every node of a city's profile with what stands behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.assessment.sheet import State
from lcassess.exports.table import CellKind, Field
from lcassess.exports.words import N_
from lcassess.framework.model import NotApplicable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lcassess.framework.model import Area, Framework, Indicator
    from lcassess.scoring.comparison import CityResult
    from lcassess.scoring.profile import Node


@dataclass(frozen=True, slots=True)
class NodeLine:
    """One score: its level in the framework, its name, and how many answers made it.

    `asked` counts the scored questions that apply to the city, `scored` those with points.
    """

    level: str
    id: str
    code: str
    name: str
    node: Node
    scored: int
    asked: int


NODE_FIELDS: tuple[Field[NodeLine], ...] = (
    Field("score", N_("Score, 0 to 100"), CellKind.NUMBER, lambda line: line.node.score),
    Field("published", N_("Published"), CellKind.FLAG, lambda line: line.node.published),
    Field("coverage", N_("Coverage, 0 to 1"), CellKind.NUMBER, lambda line: line.node.coverage),
    Field(
        "lower_bound",
        N_("Score if every blank were 0"),
        CellKind.NUMBER,
        lambda line: line.node.lower_bound,
    ),
    Field(
        "upper_bound",
        N_("Score if every blank were 100"),
        CellKind.NUMBER,
        lambda line: line.node.upper_bound,
    ),
    Field(
        "na_share",
        N_("Share that does not apply, 0 to 1"),
        CellKind.NUMBER,
        lambda line: line.node.na_share,
    ),
    Field(
        "self_rated",
        N_("Share rated by the city itself, 0 to 1"),
        CellKind.NUMBER,
        lambda line: line.node.self_rated,
    ),
    Field("answers_scored", N_("Answers scored"), CellKind.NUMBER, lambda line: line.scored),
    Field("answers_asked", N_("Answers that could be"), CellKind.NUMBER, lambda line: line.asked),
)
PLACE_FIELDS: tuple[Field[NodeLine], ...] = (
    Field("level", N_("Level"), CellKind.TEXT, lambda line: line.level),
    Field("id", N_("Id"), CellKind.TEXT, lambda line: line.id),
    Field("code", N_("Code"), CellKind.CODE, lambda line: line.code),
    Field("name", N_("Name"), CellKind.LONG_TEXT, lambda line: line.name),
)


def node_lines(framework: Framework, result: CityResult) -> Iterator[NodeLine]:
    """Go through all scores of a city: areas, focus areas, features, overall, inclusion."""
    make = _Lines(framework, result)
    yield from make.areas()
    yield from make.focus_areas()
    yield from make.features()
    yield make.overall()
    yield from make.inclusion()


@dataclass(frozen=True, slots=True)
class _Lines:
    framework: Framework
    result: CityResult

    def areas(self) -> Iterator[NodeLine]:
        nodes = self.result.profile.areas
        for area in self.framework.areas:
            if area.id in nodes:
                place = ("area", area.id, area.code, area.name)
                yield self._line(place, nodes[area.id], _indicators(area))

    def focus_areas(self) -> Iterator[NodeLine]:
        nodes = self.result.profile.focus_areas
        for focus_area in self.framework.focus_areas:
            if focus_area.id in nodes:
                place = ("focus_area", focus_area.id, focus_area.code, focus_area.name)
                yield self._line(place, nodes[focus_area.id], focus_area.indicators)

    def features(self) -> Iterator[NodeLine]:
        nodes = self.result.profile.features
        for feature in self.framework.features:
            if feature.id in nodes:
                place = ("feature", feature.id, feature.code, feature.name)
                yield self._line(place, nodes[feature.id], feature.indicators)

    def overall(self) -> NodeLine:
        place = ("overall", "overall", "", self.framework.title)
        return self._line(place, self.result.profile.overall, self.framework.indicators.values())

    def inclusion(self) -> Iterator[NodeLine]:
        inclusion = self.result.profile.inclusion
        if inclusion is None:
            return
        core = [i for i in self.framework.indicators.values() if i.inclusion_core]
        place = ("inclusion", "overall", "", self.framework.title)
        yield self._line(place, inclusion.overall, core)
        for focus_area in self.framework.focus_areas:
            if focus_area.id in inclusion.focus_areas:
                place = ("inclusion_focus_area", focus_area.id, focus_area.code, focus_area.name)
                core = [i for i in focus_area.indicators if i.inclusion_core]
                yield self._line(place, inclusion.focus_areas[focus_area.id], core)

    def _line(
        self,
        place: tuple[str, str, str, str],
        node: Node,
        indicators: Iterable[Indicator],
    ) -> NodeLine:
        applying = [i for i in indicators if i.takes_part and self._applies(i)]
        leaves = self.result.profile.indicators
        scored = sum(leaves[i.id].points is not None for i in applying)
        return NodeLine(*place, node, scored, len(applying))

    def _applies(self, indicator: Indicator) -> bool:
        excused = self.result.sheet[indicator.id].state is State.NOT_APPLICABLE
        return not (excused and indicator.not_applicable is NotApplicable.WITH_REASON)


def _indicators(area: Area) -> Iterator[Indicator]:
    return (i for focus_area in area.focus_areas for i in focus_area.indicators)
