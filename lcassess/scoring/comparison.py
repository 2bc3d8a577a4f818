"""Cities side by side: the one object that page, workbook, CSV and JSON are drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcassess.assessment.sheet import AnswerSheet
    from lcassess.framework.model import Framework
    from lcassess.scoring.profile import Profile


@dataclass(frozen=True, slots=True)
class CityResult:
    """One city in one round: who it is, what it said and what that is worth."""

    slug: str
    name: str
    country: str
    region: str
    fictional: bool
    round: str
    state: str
    profile: Profile
    sheet: AnswerSheet
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Cities of one round, in order of name."""

    framework: Framework
    round: str
    round_name: str
    cities: tuple[CityResult, ...]
