"""Published figures of cities: read from a folder, kept beside the questions, never as answers."""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from lcassess.framework import catalogue
from lcassess.network.membership import Boundary, Population
from lcassess.network.slugs import slug_of
from lcassess.services.administering import enrol
from lcassess.services.refusals import RefusedError
from lcassess.services.transaction import deed
from lcassess.storage import cities, figures, rounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

CITIES = "cities.csv"
OBSERVATIONS = "observations.csv.gz"
MATCHES = ("exact", "proxy", "partial")


class FolderError(RefusedError):
    """The folder does not hold what it should; the message says what and where."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: cities added, figures kept, rows left out because nothing here fits."""

    cities: int
    figures: int
    left_out: int


def load_figures(session: Session, folder: Path, now: datetime, *, create_cities: bool) -> Loaded:
    """Load a folder of published figures in one transaction, in the place of earlier ones."""
    places = list(_rows(folder / CITIES, "city_id", "name", "country_iso2", "unesco_region"))
    with deed(session):
        added = _add_cities(session, places, now) if create_cities else 0
        known = cities.by_source_id(session)
        kept, left_out = _figures(_observations(folder), known)
        figures.replace(session, {row["city_id"] for row in kept}, kept)
    return Loaded(added, len(kept), left_out)


def _add_cities(session: Session, places: Iterable[dict[str, str]], now: datetime) -> int:
    known = cities.by_source_id(session)
    taken = cities.slugs(session)
    open_rounds = [found for found in rounds.everything(session) if found.closes_at > now]
    added = 0
    for place in places:
        if place["city_id"] in known:
            continue
        slug = slug_of(place["name"], taken)
        taken.add(slug)
        city_id = cities.add(
            session,
            slug=slug,
            name=place["name"],
            country=place["country_iso2"],
            region=place["unesco_region"],
            unit_type="city",
            source_id=place["city_id"],
        )
        _add_population(session, city_id, place)
        for found in open_rounds:
            enrol(session, found, city_id, now)
        added += 1
    return added


def _add_population(session: Session, city_id: int, place: dict[str, str]) -> None:
    people, year = place.get("population", ""), place.get("population_year", "")
    if people.isdigit() and year.isdigit():
        source = place.get("population_source", "")
        population = Population(Boundary.MUNICIPALITY.value, int(year), int(people), source)
        cities.set_population(session, city_id, population)


def _figures(
    observations: Iterable[dict[str, str]], known: dict[str, int]
) -> tuple[list[dict[str, Any]], int]:
    by_code = {i.code: i.id for i in catalogue.load().indicators.values()}
    kept: list[dict[str, Any]] = []
    left_out = 0
    for row in observations:
        city_id, indicator_id = known.get(row["city_id"]), by_code.get(row["measurement_id"])
        value = _number(row["value"])
        if city_id is None or indicator_id is None or value is None or row["match"] not in MATCHES:
            left_out += 1
            continue
        kept.append(
            {
                "city_id": city_id,
                "indicator_id": indicator_id,
                "series": row["indicator_key"],
                "year": int(row["year"]),
                "year_basis": row["year_basis"],
                "value": value,
                "unit": row["unit"],
                "match": row["match"],
                "basis": row["basis"],
                "source": row["source"],
                "source_code": row["source_code"],
                "note": row["note"],
            }
        )
    return kept, left_out


def _observations(folder: Path) -> Iterator[dict[str, str]]:
    return _rows(
        folder / OBSERVATIONS,
        "city_id",
        "measurement_id",
        "indicator_key",
        "year",
        "value",
        "unit",
        "match",
        "source",
        "source_code",
        "note",
        "basis",
        "year_basis",
    )


def _rows(path: Path, *columns: str) -> Iterator[dict[str, str]]:
    try:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                message = f"{path.name}: the column {missing[0]} is missing"
                raise FolderError(message)
            yield from reader
    except (OSError, UnicodeDecodeError, csv.Error, EOFError) as fault:
        message = f"{path.name} cannot be read: {fault}"
        raise FolderError(message) from fault


def _number(text: str) -> str | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return format(value, "f") if value.is_finite() else None
