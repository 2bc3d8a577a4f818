"""Why an odd figure is right, in the words of the city."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a city says about the answer to an indicator, at its place in the history."""

    indicator_id: str
    text: str = ""
    version: int = 0
    number: int = 0
    by: str = field(default="", compare=False)
    at: datetime | None = field(default=None, compare=False)
