"""The form to choose cities: those already chosen first, then the ones a name finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.services.comparing import PAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lcassess.web.comparing.asking import Asked

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Choosing:
    """Slug and name of the cities to tick; `total` counts all that can be compared."""

    chosen: tuple[Choice, ...]
    offered: tuple[Choice, ...]
    found: int
    total: int

    @property
    def cut(self) -> bool:
        """Tell whether not all that were found are offered."""
        return self.found > len(self.offered)


def choosing(asked: Asked, choices: Sequence[Choice]) -> Choosing:
    """Offer the cities whose name holds the words, a page of them at most."""
    chosen = tuple(choice for choice in choices if choice[0] in asked.cities)
    wanted = asked.find.casefold()
    found = [c for c in choices if wanted in c[1].casefold() and c not in chosen]
    return Choosing(chosen, tuple(found[:PAGE]), len(found), len(choices))
