"""Invented cities as members of the network: with inhabitants and published figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

from lcassess.assessment.sheet import State
from lcassess.framework.model import Kind
from lcassess.network.slugs import slug_of
from lcassess.services.invented_answers import invented_answers
from lcassess.services.invented_rounds import OPEN
from lcassess.storage import cities

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from lcassess.framework.model import Framework
    from lcassess.services.invention import InventedCity
    from lcassess.storage.demonstration import Rows

SOURCE = "Office of Invented Statistics (invented)"
LEFT_OUT = 0.6


@dataclass(frozen=True, slots=True)
class PlacedCity:
    """An invented city, as the database knows it."""

    city: InventedCity
    id: int
    slug: str


def source_id(city: InventedCity) -> str:
    """Give the id by which an invented city is found again, whatever others are called."""
    return f"invented-{city.number}"


def place(session: Session, batch: Sequence[InventedCity]) -> list[PlacedCity]:
    """Add the cities of a batch under slugs that nobody has had."""
    taken = cities.slugs(session)
    slugs: list[str] = []
    for city in batch:
        slugs.append(slug_of(city.name, taken))
        taken.add(slugs[-1])
    rows = [_columns(city, slug) for city, slug in zip(batch, slugs, strict=True)]
    ids = cities.add_many(session, rows)
    return [PlacedCity(*one) for one in zip(batch, ids, slugs, strict=True)]


def _columns(city: InventedCity, slug: str) -> dict[str, Any]:
    return {
        "slug": slug,
        "name": city.name,
        "own_name": city.own_name,
        "country": city.country,
        "region": city.region,
        "unit_type": "city",
        "fictional": True,
        "source_id": source_id(city),
    }


def add_city(rows: Rows, framework: Framework, placed: PlacedCity, seed: int) -> None:
    """Add what is known of a city beside its reports: member since, inhabitants, figures."""
    city, whose = placed.city, {"city_id": placed.id}
    rows.memberships.append(whose | {"since": date(2015 + city.number % 9, 9, 1)})
    rows.populations.append(
        whose
        | {
            "boundary": "municipality",
            "year": OPEN.year - 1,
            "population": city.population,
            "source": SOURCE,
        }
    )
    rows.figures.extend(whose | figure for figure in _figures(framework, city, seed))


def _figures(framework: Framework, city: InventedCity, seed: int) -> Iterator[dict[str, Any]]:
    """Invent published figures for about a third of the questions that ask for one number."""
    random = Random(f"{seed}-figures-{city.number}")  # noqa: S311  # no secret
    for answer in invented_answers(framework, city, OPEN.year - 1, seed, blanks=0):
        indicator = framework.indicators[answer.indicator_id]
        if answer.state is not State.VALUE or answer.value is None:
            continue
        if indicator.kind is Kind.LEVEL or random.random() < LEFT_OUT:
            continue
        match = random.choice(("exact", "proxy", "partial"))
        yield {
            "indicator_id": indicator.id,
            "series": "invented",
            "year": OPEN.year - 2,
            "value": format(answer.value, "f"),
            "unit": indicator.unit,
            "match": match,
            "source": SOURCE,
            "note": "" if match == "exact" else "another age group than the question asks for",
        }
