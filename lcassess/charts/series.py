"""What the pictures are drawn from: spokes in the framework's order and series of points."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from lcassess.framework.model import Framework
    from lcassess.scoring.profile import Node, Profile

LINE_WIDTH = 14  # columns of text that fit beside the radar; a Chinese sign takes two


class SeriesRole(StrEnum):
    """What a series stands for; it keeps its colour, dash and mark in every picture."""

    CURRENT = "current"
    OTHER = "other"
    THIRD = "third"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class Point:
    """One score from 0 to 100, or None without one; a score may be too thin to be published."""

    score: float | None
    published: bool

    @classmethod
    def of(cls, node: Node | None) -> Point:
        """Make a point of a node of scores; no node means no score."""
        return cls(node.score, node.published) if node else cls(None, published=False)

    @property
    def shown(self) -> float | None:
        """Give the score that a line may pass through: a published one."""
        return self.score if self.published else None

    @property
    def partial(self) -> float | None:
        """Give the score that stands alone because it is not published."""
        return None if self.published else self.score


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a picture: whose it is, its role and one point for each spoke."""

    name: str
    role: SeriesRole
    points: tuple[Point, ...]

    @classmethod
    def of(cls, name: str, role: SeriesRole, profile: Profile, framework: Framework) -> Series:
        """Take the scores of the focus areas, in the framework's order."""
        nodes = (profile.focus_areas.get(focus_area.id) for focus_area in framework.focus_areas)
        return cls(name, role, tuple(Point.of(node) for node in nodes))


@dataclass(frozen=True, slots=True)
class Spoke:
    """One focus area as an axis: its code, its short name in lines and the area it belongs to."""

    code: str
    lines: tuple[str, ...]
    area: str = ""

    @property
    def name(self) -> str:
        """Give the short name in one line."""
        return " ".join(self.lines)


def spokes(framework: Framework) -> tuple[Spoke, ...]:
    """Make the spokes of a framework, in its order."""
    return tuple(
        Spoke(focus_area.code, wrapped(focus_area.short_name or focus_area.name), area.id)
        for area in framework.areas
        for focus_area in area.focus_areas
    )


def wrapped(name: str) -> tuple[str, ...]:
    """Break a name into lines that fit beside the radar; only wide scripts break inside a word."""
    wide = any(east_asian_width(sign) in "WF" for sign in name)
    width = LINE_WIDTH // 2 if wide else LINE_WIDTH
    return tuple(
        textwrap.wrap(name, width, break_long_words=wide, break_on_hyphens=False),
    )
