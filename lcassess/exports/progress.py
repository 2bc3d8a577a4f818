"""How far a city is in a round: all that may be said of a report that was not submitted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """A city of the network with the state of its report and the questions that are settled."""

    slug: str
    name: str
    country: str
    region: str
    fictional: bool
    state: str
    answered: int
    asked: int
