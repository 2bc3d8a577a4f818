"""What is to be compared, read from the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import abort, request

from lcassess.services.comparing import EVERY_CITY, rounds_for

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from lcassess.network.membership import Actor, Round


@dataclass(frozen=True, slots=True)
class Asked:
    """A round, the other rounds, the cities by slug and a part of a name to find them by."""

    round: Round
    rounds: tuple[Round, ...]
    cities: tuple[str, ...]
    find: str
    choosing: bool

    @property
    def everything(self) -> bool:
        """Tell whether every submitted city is asked for."""
        return EVERY_CITY in self.cities


def asked(session: Session, actor: Actor) -> Asked:
    """Read the address; the latest round where none is named, 404 for one that is unknown."""
    rounds = tuple(rounds_for(session, actor))
    slug = request.args.get("round") or (rounds[0].slug if rounds else "")
    found = next((r for r in rounds if r.slug == slug), None)
    if found is None:
        abort(404)
    cities = _cities()
    choosing = not cities or "choose" in request.args
    return Asked(found, rounds, cities, request.args.get("find", "").strip(), choosing)


def _cities() -> tuple[str, ...]:
    """Take the cities, each once, whether named in one argument or in several."""
    named = (slug.strip() for text in request.args.getlist("cities") for slug in text.split(","))
    return tuple(dict.fromkeys(slug for slug in named if slug))
