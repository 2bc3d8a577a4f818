"""Every choice that a score depends on, in one value with a fingerprint."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

    from lcassess.framework.model import (
        Area,
        Feature,
        FocusArea,
        Framework,
        Indicator,
        ScoringRules,
    )

METHOD = 1
"""Raised whenever the engine would make another score of the same recipe and answers."""


@dataclass(frozen=True, eq=False)
class Recipe:
    """The tree of what is scored, with its weights and goalposts, and the rules of an edition.

    `areas` holds only what takes part in scoring; nodes without a scored indicator are gone.
    `floor` is the least that a child counts under an order of 0 or below, in points. `slack` is
    how far below a threshold still reaches it.
    """

    edition: str
    areas: tuple[Area, ...]
    rules: ScoringRules
    floor: float = 1.0
    slack: float = 1e-9
    fewest_features: int = 2
    fewest_ranked: int = 10
    rank_decimals: int = 6

    @classmethod
    def of(cls, framework: Framework) -> Recipe:
        """Give the recipe of an edition, made once for each framework object."""
        if framework not in _KNOWN:
            areas = _kept(framework.areas, lambda indicator: indicator.takes_part)
            _KNOWN[framework] = cls(framework.edition, areas, framework.scoring)
        return _KNOWN[framework]

    @cached_property
    def focus_areas(self) -> tuple[FocusArea, ...]:
        """All focus areas that take part, in the framework's order."""
        return tuple(focus for area in self.areas for focus in area.focus_areas)

    @cached_property
    def features(self) -> tuple[Feature, ...]:
        """All features that take part, in the framework's order."""
        return tuple(feature for focus in self.focus_areas for feature in focus.features)

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators that take part, in the framework's order."""
        return tuple(i for feature in self.features for i in feature.indicators)

    @cached_property
    def additive(self) -> bool:
        """Tell whether every mean is arithmetic, so that contributions add up to the score."""
        return all(order == 1 for order in asdict(self.rules.mean).values())

    @cached_property
    def inclusion(self) -> Recipe | None:
        """The recipe cut down to the inclusion core, or None where none of it is scored."""
        areas = _kept(self.areas, lambda indicator: indicator.inclusion_core)
        return replace(self, areas=areas) if areas else None

    @cached_property
    def fingerprint(self) -> str:
        """Name the recipe by the SHA-256 of its content, the same on every machine."""
        content = {
            "method": METHOD,
            "edition": self.edition,
            "rules": asdict(self.rules),
            "conventions": [self.floor, self.slack, self.fewest_features],
            "ranks": [self.fewest_ranked, self.rank_decimals],
            "areas": [_outline(area) for area in self.areas],
        }
        text = json.dumps(_plain(content), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Recipe) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)


_KNOWN: WeakKeyDictionary[Framework, Recipe] = WeakKeyDictionary()


def _kept(areas: tuple[Area, ...], keep: Callable[[Indicator], bool]) -> tuple[Area, ...]:
    cut = (replace(area, focus_areas=_focus_areas(area, keep)) for area in areas)
    return tuple(area for area in cut if area.focus_areas)


def _focus_areas(area: Area, keep: Callable[[Indicator], bool]) -> tuple[FocusArea, ...]:
    cut = (replace(focus, features=_features(focus.features, keep)) for focus in area.focus_areas)
    return tuple(focus for focus in cut if focus.features)


def _features(
    features: tuple[Feature, ...], keep: Callable[[Indicator], bool]
) -> tuple[Feature, ...]:
    cut = (replace(f, indicators=tuple(filter(keep, f.indicators))) for f in features)
    return tuple(feature for feature in cut if feature.indicators)


def _outline(area: Area) -> list[object]:
    return [
        *(area.id, area.weight),
        [
            [f.id, f.weight, [[g.id, g.weight, [*map(_terms, g.indicators)]] for g in f.features]]
            for f in area.focus_areas
        ],
    ]


def _terms(indicator: Indicator) -> list[object]:
    goalposts = indicator.goalposts and asdict(indicator.goalposts)
    return [
        *(indicator.id, indicator.kind, indicator.weight, asdict(indicator.bounds), goalposts),
        *(indicator.goalpost_basis, indicator.not_applicable, indicator.inclusion_core),
    ]


def _plain(value: object) -> object:
    """Write every number as a float, so that 1, 1.0 and Decimal("1.00") are the same choice."""
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case int() | float() | Decimal():
            return float(value)
        case _:
            return value
