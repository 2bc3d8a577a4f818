"""Questions in their place in the framework, and the columns that describe them everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.exports.table import CellKind, Field
from lcassess.exports.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from lcassess.framework.model import Feature, FocusArea, Framework, Indicator


@dataclass(frozen=True)
class Question:
    """One indicator with the feature and focus area that it belongs to."""

    focus_area: FocusArea
    feature: Feature
    indicator: Indicator

    def goalpost(self, name: str) -> Decimal | None:
        """Give one of the goalposts by its name; levels and unscored questions have none."""
        return getattr(self.indicator.goalposts, name, None)


CODE, NUMBER = CellKind.CODE, CellKind.NUMBER
NAME_FIELDS: tuple[Field[Question], ...] = (
    Field("id", N_("Id"), CellKind.TEXT, lambda q: q.indicator.id),
    Field("code", N_("Code"), CODE, lambda q: q.indicator.code),
    Field("name", N_("Name"), CellKind.LONG_TEXT, lambda q: q.indicator.name),
    Field("focus_area", N_("Focus area"), CellKind.TEXT, lambda q: _titled(q.focus_area)),
    Field("feature", N_("Feature"), CellKind.LONG_TEXT, lambda q: _titled(q.feature)),
)
GOALPOST_FIELDS: tuple[Field[Question], ...] = (
    Field("unit", N_("Unit"), CODE, lambda q: q.indicator.unit),
    Field("worst", N_("0 points at"), NUMBER, lambda q: q.goalpost("worst")),
    Field("best", N_("100 points from"), NUMBER, lambda q: q.goalpost("best_from")),
    Field("best_to", N_("100 points up to"), NUMBER, lambda q: q.goalpost("best_to")),
    Field("worst_above", N_("0 points again at"), NUMBER, lambda q: q.goalpost("worst_above")),
    Field(
        "log_shift",
        N_("On a logarithm, after adding"),
        NUMBER,
        lambda q: q.goalpost("log_shift"),
    ),
)


def questions(framework: Framework) -> Iterator[Question]:
    """Go through all indicators of an edition, in its order."""
    for focus_area in framework.focus_areas:
        for feature in focus_area.features:
            for indicator in feature.indicators:
                yield Question(focus_area, feature, indicator)


def _titled(place: FocusArea | Feature) -> str:
    return f"{place.code} {place.name}"
