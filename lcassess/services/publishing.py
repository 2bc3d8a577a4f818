"""Published figures of cities, kept beside the questions, never as answers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lcassess.framework import catalogue
from lcassess.network.slugs import latin, slug_of
from lcassess.services.administering import enrol
from lcassess.services.figure_folder import observations, places
from lcassess.services.transaction import deed
from lcassess.storage import cities, figures, rounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

    from lcassess.network.membership import Round
    from lcassess.services.figure_folder import Observation, Place


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: cities added, figures kept, rows left out because nothing here fits."""

    cities: int
    figures: int
    left_out: int


def load_figures(session: Session, folder: Path, now: datetime, *, create_cities: bool) -> Loaded:
    """Load a folder of published figures in one transaction, in the place of earlier ones."""
    listed = places(folder)
    with deed(session, "load-figures"):
        _recognise(session, listed.values())
        added = _add_cities(session, listed.values(), now) if create_cities else 0
        known = cities.by_source_id(session)
        city_ids = {source_id: known[source_id] for source_id in listed if source_id in known}
        kept, left_out = _fitting(observations(folder), city_ids)
        figures.replace(session, list(city_ids.values()), kept)
    return Loaded(added, len(kept), left_out)


def _recognise(session: Session, listed: Iterable[Place]) -> None:
    """Tell which cities here are those of the folder: the only ones of that name and country."""
    here: dict[tuple[str, str], list[int]] = defaultdict(list)
    for city in cities.unrecognised(session):
        here[latin(city.name), city.country].append(city.id)
    known = cities.by_source_id(session)
    there: dict[tuple[str, str], list[str]] = defaultdict(list)
    for place in listed:
        there[latin(place.name), place.country].append(place.source_id)
    for key, city_ids in here.items():
        source_ids = there[key]
        if len(city_ids) == len(source_ids) == 1 and key[0] and source_ids[0] not in known:
            cities.change(session, city_ids[0], source_id=source_ids[0])


def _add_cities(session: Session, listed: Iterable[Place], now: datetime) -> int:
    known, taken = cities.by_source_id(session), cities.slugs(session)
    open_rounds = [found for found in rounds.everything(session) if found.closes_at > now]
    missing = [place for place in listed if place.source_id not in known]
    for place in missing:
        slug = slug_of(place.name, taken)
        taken.add(slug)
        _add_city(session, place, slug, open_rounds, now)
    return len(missing)


def _add_city(
    session: Session, place: Place, slug: str, open_rounds: Sequence[Round], now: datetime
) -> None:
    city_id = cities.add(
        session,
        slug=slug,
        name=place.name,
        country=place.country,
        region=place.region,
        unit_type="city",
        source_id=place.source_id,
    )
    if place.population:
        cities.set_population(session, city_id, place.population)
    for found in open_rounds:
        enrol(session, found, city_id, now)


def _fitting(
    found: Iterable[Observation | None], city_ids: dict[str, int]
) -> tuple[list[dict[str, Any]], int]:
    """Keep the figures of cities and questions that exist here, and count the others."""
    by_code = {i.code: i.id for i in catalogue.load().indicators.values()}
    kept: list[dict[str, Any]] = []
    left_out = 0
    for one in found:
        if one is None or one.source_id not in city_ids or one.code not in by_code:
            left_out += 1
            continue
        whose = {"city_id": city_ids[one.source_id], "indicator_id": by_code[one.code]}
        kept.append(whose | one.columns)
    return kept, left_out
