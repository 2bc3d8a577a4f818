"""Cities side by side, and the network of a round, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.framework import catalogue
from lcassess.scoring import packing, profile
from lcassess.scoring.comparison import CityScores, Comparison
from lcassess.scoring.recipe import Recipe
from lcassess.services.refusals import NotAllowedError, NotFoundError
from lcassess.services.reports import submission
from lcassess.storage import network, rounds

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from lcassess.framework.model import Framework
    from lcassess.network.membership import Actor, Round
    from lcassess.scoring.profile import Profile

EVERY_CITY = "all"
PAGE = 100


@dataclass(frozen=True, slots=True)
class NetworkCity:
    """A city in a round as UIL sees it; of a draft only how many questions are settled."""

    assessment_id: Any
    slug: str
    name: str
    country: str
    region: str
    fictional: bool
    state: str
    settled: tuple[int, ...]
    profile: Profile | None


@dataclass(frozen=True, slots=True)
class Network:
    """A round of the network, or a page of it."""

    round: Round
    framework: Framework
    cities: tuple[NetworkCity, ...]
    total: int
    states: dict[str, int]


def rounds_for(session: Session, actor: Actor) -> list[Round]:
    """List the rounds for somebody who may compare."""
    _demand(actor)
    return rounds.everything(session)


def choices(session: Session, actor: Actor, slug: str) -> Sequence[tuple[str, str]]:
    """List slug and name of every city that can be compared in a round, by name."""
    _demand(actor)
    return network.sent_cities(session, named_round(session, slug).id)


def number(
    session: Session, actor: Actor, slug: str, wanted: Collection[str] = (EVERY_CITY,)
) -> int:
    """Count the cities that are to be compared; NotFoundError if one of them cannot be."""
    _demand(actor)
    chosen = choice(wanted)
    found = network.number_sent(session, named_round(session, slug).id, chosen)
    if chosen is not None and found < len(chosen):
        raise NotFoundError
    return found


def compare(
    session: Session,
    actor: Actor,
    slug: str,
    wanted: Collection[str],
    start: int | None = None,
) -> Comparison:
    """Put submitted cities side by side, by name; `start` asks for one page of them."""
    _demand(actor)
    found, chosen = named_round(session, slug), choice(wanted)
    framework = catalogue.load(found.edition)
    rows = network.sent(session, found.id, chosen, start, PAGE if start is not None else None)
    if chosen is not None and len(rows) < len(chosen):
        raise NotFoundError
    cities = tuple(_scores(session, framework, found, row) for row in rows)
    return Comparison(framework, found.slug, found.name, cities)


def open_network(
    session: Session,
    actor: Actor,
    slug: str | None,
    start: int = 0,
    only: Collection[UUID] | None = None,
) -> Network:
    """Open a page of the network in a round; without a slug, in the latest one.

    `only` names the reports that are wanted, if not all are.
    """
    _demand(actor)
    found = named_round(session, slug)
    framework = catalogue.load(found.edition)
    rows = network.standing(session, found.id, start, PAGE, only)
    states = network.states(session, found.id)
    cities = tuple(_city(session, framework, row) for row in rows)
    return Network(found, framework, cities, sum(states.values()), states)


def named_round(session: Session, slug: str | None) -> Round:
    """Find a round by its slug; without one, the latest."""
    everything = rounds.everything(session) if slug is None else [rounds.find(session, slug)]
    found = everything[0] if everything else None
    if found is None:
        raise NotFoundError
    return found


def choice(wanted: Collection[str]) -> frozenset[str] | None:
    """Give the cities that are wanted, each once, or None where every city is."""
    return None if EVERY_CITY in wanted else frozenset(wanted)


def made_by(framework: Framework, row: Row[*tuple[Any, ...]]) -> bool:
    """Tell whether the scores that were kept are those of the recipe as it is now."""
    return bool(row.recipe == Recipe.of(framework).fingerprint)


def _demand(actor: Actor) -> None:
    if not rules.may_compare(actor):
        raise NotAllowedError


def _scores(
    session: Session, framework: Framework, found: Round, row: Row[*tuple[Any, ...]]
) -> CityScores:
    return CityScores(
        slug=row.slug,
        name=row.name,
        country=row.country,
        region=row.region,
        fictional=row.fictional,
        round=found.slug,
        state=row.status,
        profile=_profile(session, framework, row),
    )


def _city(session: Session, framework: Framework, row: Row[*tuple[Any, ...]]) -> NetworkCity:
    return NetworkCity(
        assessment_id=row.assessment_id,
        slug=row.slug,
        name=row.name,
        country=row.country,
        region=row.region,
        fictional=row.fictional,
        state=row.status,
        settled=tuple(row.settled),
        profile=None if row.profile is None else _profile(session, framework, row),
    )


def _profile(session: Session, framework: Framework, row: Row[*tuple[Any, ...]]) -> Profile:
    """Unpack the scores of what was handed in, or make them anew if the recipe has changed."""
    if made_by(framework, row):
        return packing.unpack(framework, row.profile)
    sent = submission(session, row.assessment_id)
    if sent is None:
        raise NotFoundError
    return profile.score(framework, sent.scored)
