"""Cities side by side, and the whole network of a round."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.assessment.sheet import AnswerSheet
from lcassess.assessment.snapshot import thaw
from lcassess.framework import catalogue
from lcassess.scoring import packing, profile
from lcassess.scoring.comparison import CityResult, Comparison
from lcassess.scoring.recipe import Recipe
from lcassess.services.refusals import NotAllowedError, NotFoundError
from lcassess.services.reports import submission
from lcassess.storage import network, rounds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from typing import Any

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
    return network.sent_cities(session, _round(session, slug).id)


def number(session: Session, actor: Actor, slug: str) -> int:
    """Count the cities that can be compared in a round."""
    _demand(actor)
    return network.number_sent(session, _round(session, slug).id)


def compare(
    session: Session,
    actor: Actor,
    slug: str,
    wanted: Collection[str],
    start: int | None = None,
) -> Comparison:
    """Put submitted cities side by side, by name; `start` asks for one page of them."""
    _demand(actor)
    found = _round(session, slug)
    framework = catalogue.load(found.edition)
    chosen = None if EVERY_CITY in wanted else wanted
    rows = network.sent(session, found.id, chosen, start, PAGE if start is not None else None)
    if chosen is not None and len({row.slug for row in rows}) < len(set(chosen)):
        raise NotFoundError
    return Comparison(
        framework,
        found.slug,
        found.name,
        tuple(_result(framework, found, row, answers=start is None) for row in rows),
    )


def open_network(session: Session, actor: Actor, slug: str | None, start: int = 0) -> Network:
    """Open a page of the network in a round; without a slug, in the latest one."""
    _demand(actor)
    found = _round(session, slug)
    framework = catalogue.load(found.edition)
    rows = network.standing(session, found.id, start, PAGE)
    states = network.states(session, found.id)
    cities = tuple(_city(session, framework, row) for row in rows)
    return Network(found, framework, cities, sum(states.values()), states)


def every_result(session: Session, actor: Actor | None, slug: str) -> Network:
    """Open the whole network in a round; a command acts for nobody."""
    if actor is not None:
        _demand(actor)
    found = _round(session, slug)
    framework = catalogue.load(found.edition)
    cities = tuple(_city(session, framework, row) for row in network.standing(session, found.id))
    return Network(found, framework, cities, len(cities), network.states(session, found.id))


def all_sent(session: Session, slug: str) -> Iterator[CityResult]:
    """Go through every submitted city of a round with its answers, by name."""
    found = _round(session, slug)
    framework = catalogue.load(found.edition)
    for row in network.sent(session, found.id, None):
        yield _result(framework, found, row)


def _demand(actor: Actor) -> None:
    if not rules.may_compare(actor):
        raise NotAllowedError


def _round(session: Session, slug: str | None) -> Round:
    everything = rounds.everything(session) if slug is None else [rounds.find(session, slug)]
    found = everything[0] if everything else None
    if found is None:
        raise NotFoundError
    return found


def _result(
    framework: Framework, found: Round, row: Row[*tuple[Any, ...]], *, answers: bool = True
) -> CityResult:
    """Make a city's result; a page of many cities shows no `answers`, so they stay packed."""
    kept = kept_profile(framework, row)
    needed = answers or kept is None
    sheet, texts = thaw(zlib.decompress(row.snapshot)) if needed else (AnswerSheet(), {})
    return CityResult(
        slug=row.slug,
        name=row.name,
        country=row.country,
        region=row.region,
        fictional=row.fictional,
        round=found.slug,
        state=row.status,
        profile=kept or profile.score(framework, sheet),
        sheet=sheet,
        texts=texts,
    )


def kept_profile(framework: Framework, row: Row[*tuple[Any, ...]]) -> Profile | None:
    """Give the scores that were kept, if the recipe is still the one that made them."""
    if row.profile is None or row.recipe != Recipe.of(framework).fingerprint:
        return None
    return packing.unpack(framework, row.profile)


def _city(session: Session, framework: Framework, row: Row[*tuple[Any, ...]]) -> NetworkCity:
    kept = kept_profile(framework, row)
    if kept is None and row.profile is not None:
        sent = submission(session, row.assessment_id)
        kept = profile.score(framework, sent.sheet) if sent else None
    return NetworkCity(
        assessment_id=row.assessment_id,
        slug=row.slug,
        name=row.name,
        country=row.country,
        region=row.region,
        fictional=row.fictional,
        state=row.status,
        settled=tuple(row.settled),
        profile=kept,
    )
