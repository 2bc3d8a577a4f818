"""The ledger of a score: which answers counted, for how much, and why others did not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from lcassess.assessment.sheet import Mark, State, Territory
from lcassess.framework.model import Area, Feature, FocusArea, Indicator, OverallOf
from lcassess.scoring.recipe import Recipe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from lcassess.assessment.sheet import Answer, AnswerSheet
    from lcassess.framework.model import Framework, Goalposts
    from lcassess.scoring.profile import Capped, Leaf, Node, Profile

    Member = Area | FocusArea | Feature | Indicator
    Part = Recipe | Member

OUTWEIGHS = 3.0
"""From how many times its planned weight on one answer is said to stand for many."""


class NotCounted(StrEnum):
    """Why an answer has no points."""

    NO_DATA = "no_data"
    NOT_APPLICABLE = "not_applicable"
    LATER = "later"
    UNANSWERED = "unanswered"
    INVALID = "invalid"
    ASK = "ask"
    NATIONAL = "national"
    UNSCORED = "unscored"


@dataclass(frozen=True, slots=True)
class Line:
    """One answer in the sum.

    `planned` and `counted` are its weights inside the node, 0 to 1: if everything were answered,
    and shared anew among what has a score.
    `contribution` is None where the answer has no points or a mean is not arithmetic.
    """

    indicator_id: str
    value: Decimal | None
    goalposts: Goalposts | None
    points: float | None
    capped: Capped | None
    planned: float
    counted: float
    contribution: float | None
    not_counted: NotCounted | None

    @property
    def outweighs(self) -> bool:
        """Tell whether the answer stands for more than three times its planned weight."""
        return self.counted > OUTWEIGHS * self.planned


@dataclass(frozen=True, slots=True)
class Ledger:
    """The sum behind the score of a focus area, an area or all; lines in the framework's order.

    `node` is None where nothing below is ever scored.
    """

    node: Node | None
    lines: tuple[Line, ...]


def ledger(
    framework: Framework, sheet: AnswerSheet, profile: Profile, part: Framework | Area | FocusArea
) -> Ledger:
    """Open the score of a part of the framework, or of the whole, to its answers."""
    recipe = Recipe.of(framework)
    cut, additive = _cut(recipe, part), _additive(recipe, part)
    weights = dict(_weights(cut, recipe, profile)) if cut else {}
    lines = [
        _line(
            indicator,
            sheet[indicator.id],
            profile.indicators.get(indicator.id),
            weights.get(indicator.id, (0.0, 0.0)),
            additive=additive,
        )
        for indicator in _indicators(part)
    ]
    return Ledger(_node(profile, part), tuple(lines))


def _weights(
    part: Part, recipe: Recipe, profile: Profile, planned: float = 1.0, counted: float = 1.0
) -> Iterator[tuple[str, tuple[float, float]]]:
    """Give the id of every indicator below a part with its planned and its counted weight."""
    if isinstance(part, Indicator):
        yield part.id, (planned, counted)
        return
    children = _children(part, recipe)
    scored = {child.id for child in children if _has_score(child, profile)}
    all_weight = sum(child.weight for child in children)
    scored_weight = sum(child.weight for child in children if child.id in scored)
    for child in children:
        share = child.weight / scored_weight if child.id in scored else 0.0
        of_all = planned * child.weight / all_weight
        yield from _weights(child, recipe, profile, of_all, counted * share)


def _children(part: Recipe | Area | FocusArea | Feature, recipe: Recipe) -> Sequence[Member]:
    match part:
        case Area():
            return part.focus_areas
        case FocusArea():
            return part.features
        case Feature():
            return part.indicators
        case _:
            through_areas = recipe.rules.overall_of is OverallOf.AREAS
            return recipe.areas if through_areas else recipe.focus_areas


def _has_score(child: Member, profile: Profile) -> bool:
    match child:
        case Area():
            return profile.areas[child.id].score is not None
        case FocusArea():
            return profile.focus_areas[child.id].score is not None
        case Feature():
            return profile.features[child.id].score is not None
        case _:
            return profile.indicators[child.id].points is not None


def _cut(recipe: Recipe, part: Framework | Area | FocusArea) -> Recipe | Area | FocusArea | None:
    """Give the part as far as it takes part in scoring."""
    match part:
        case Area():
            return next((area for area in recipe.areas if area.id == part.id), None)
        case FocusArea():
            return next((focus for focus in recipe.focus_areas if focus.id == part.id), None)
        case _:
            return recipe


def _node(profile: Profile, part: Framework | Area | FocusArea) -> Node | None:
    match part:
        case Area():
            return profile.areas.get(part.id)
        case FocusArea():
            return profile.focus_areas.get(part.id)
        case _:
            return profile.overall


def _additive(recipe: Recipe, part: Framework | Area | FocusArea) -> bool:
    """Tell whether every mean up to the part is arithmetic, so that contributions add up."""
    mean = recipe.rules.mean
    match part:
        case FocusArea():
            return mean.feature == mean.focus_area == 1
        case Area():
            return mean.feature == mean.focus_area == mean.area == 1
        case _:
            return recipe.additive


def _indicators(part: Framework | Area | FocusArea) -> Sequence[Indicator]:
    match part:
        case FocusArea():
            return part.indicators
        case Area():
            return [i for focus_area in part.focus_areas for i in focus_area.indicators]
        case _:
            return [*part.indicators.values()]


def _line(
    indicator: Indicator,
    answer: Answer,
    leaf: Leaf | None,
    weights: tuple[float, float],
    *,
    additive: bool,
) -> Line:
    planned, counted = weights
    points = leaf.points if leaf else None
    return Line(
        indicator_id=indicator.id,
        value=answer.value if answer.state is State.VALUE else None,
        goalposts=indicator.goalposts,
        points=points,
        capped=leaf.capped if leaf else None,
        planned=planned,
        counted=counted,
        contribution=counted * points if additive and points is not None else None,
        not_counted=_not_counted(answer, leaf),
    )


def _not_counted(answer: Answer, leaf: Leaf | None) -> NotCounted | None:
    if leaf is None:
        return NotCounted.UNSCORED
    if leaf.points is not None:
        return None
    if answer.state is not State.VALUE:
        return NotCounted(answer.state)
    if answer.mark is Mark.ASK:
        return NotCounted.ASK
    valid = answer.mark is None and answer.territory is Territory.NATIONAL
    return NotCounted.NATIONAL if valid else NotCounted.INVALID
