"""The scores of one city: a tree of nodes and the ledger of the answers that made them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Capped(StrEnum):
    """Which goalpost a raw value lies beyond."""

    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Node:
    """The score of a feature, focus area, area or of all; points from 0 to 100, shares from 0 to 1."""

    score: float | None
    coverage: float | None
    published: bool
    lower_bound: float | None
    upper_bound: float | None
    na_share: float
    self_rated: float | None


@dataclass(frozen=True, slots=True)
class Leaf:
    """What one answer is worth: points, its planned weight in the overall score, what it adds."""

    points: float | None
    weight: float
    contribution: float | None
    capped: Capped | None


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The same scores on the framework cut down to the inclusion core."""

    overall: Node
    focus_areas: Mapping[str, Node]


@dataclass(frozen=True, slots=True)
class Profile:
    """All scores of one city, nodes by id."""

    edition: str
    overall: Node
    areas: Mapping[str, Node]
    focus_areas: Mapping[str, Node]
    features: Mapping[str, Node]
    inclusion: Inclusion | None
    indicators: Mapping[str, Leaf]
    ranked: bool = False
    rank: int | None = None
