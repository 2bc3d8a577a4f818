"""Scores of one city, alone with its answers or side by side with those of others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcassess.assessment.settling import Levels
    from lcassess.assessment.sheet import AnswerSheet
    from lcassess.framework.model import Framework
    from lcassess.scoring.profile import Profile


@dataclass(frozen=True, slots=True)
class CityScores:
    """One city in one round: who it is and what its answers are worth."""

    slug: str
    name: str
    country: str
    region: str
    fictional: bool
    round: str
    state: str
    profile: Profile


@dataclass(frozen=True, slots=True)
class CityResult(CityScores):
    """One city in one round with what it said as well.

    `levels` are those of city and reviewer where an accepted report has both; the sheet holds the
    level that is scored.
    """

    sheet: AnswerSheet
    texts: Mapping[str, str]
    levels: Mapping[str, Levels] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Cities of one round, in order of name."""

    framework: Framework
    round: str
    round_name: str
    cities: tuple[CityScores, ...]
