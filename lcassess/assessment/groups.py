"""Who is reached: groups that are easily left out, by access, participation and involvement.

The ten groups are those that the Medellín Manifesto of 2019, the themes of its conference or the
reports from it name; a city may add one of its own. Never scored.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_SOURCE = 500
LONGEST_NAME = 100
STAGES = ("access", "participation", "involvement")
PARTS = (*STAGES, "source", "name")
OTHER = "other"


class NamedIn(StrEnum):
    """Where a group is named."""

    MANIFESTO = "manifesto"
    THEMES = "themes"
    REPORTS = "reports"


class Reach(StrEnum):
    """Whether a group is reached at a stage."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"
    FORBIDDEN = "forbidden"  # the law does not allow to count the group


_ALL = tuple(NamedIn)
_LATER = (NamedIn.THEMES, NamedIn.REPORTS)
GROUPS: Mapping[str, tuple[NamedIn, ...]] = {
    "women": (NamedIn.MANIFESTO,),
    "older-people": _ALL,
    "youth-at-risk": _LATER,
    "migrants-and-refugees": _ALL,
    "ethnic-minorities": (NamedIn.MANIFESTO,),
    "indigenous-peoples": (NamedIn.MANIFESTO,),
    "persons-with-disabilities": _LATER,
    "digitally-excluded": _LATER,
    "deprived-neighbourhoods": (NamedIn.THEMES,),
    "prisoners": (NamedIn.THEMES,),
    OTHER: (),
}


@dataclass(frozen=True, slots=True)
class GroupReach:
    """How far one group is reached: by stage, how the city knows, and the name of another group."""

    group_id: str
    parts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    version: int = 0
    number: int = 0
    by: str = field(default="", compare=False)
    at: datetime | None = field(default=None, compare=False)

    @property
    def given(self) -> bool:
        """Tell whether anything is said of the group."""
        return any(self.parts.values())

    def plain(self) -> dict[str, Any]:
        """Give what is frozen of it."""
        return {"group_id": self.group_id, "parts": dict(self.parts)}


def typed(group_id: str, seen: Mapping[str, str], posted: Mapping[str, str]) -> dict[str, str]:
    """Put what was posted into the parts that were seen; an unknown reach counts as not chosen."""
    found = {part: posted.get(part, seen.get(part, "")).strip() for part in PARTS}
    for stage in STAGES:
        if found[stage] not in set(Reach):
            found[stage] = ""
    found["source"] = found["source"][:LONGEST_SOURCE]
    found["name"] = found["name"][:LONGEST_NAME] if group_id == OTHER else ""
    return found
