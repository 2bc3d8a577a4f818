"""Cities, their membership and their inhabitants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, insert, or_, select, update

from lcassess.network.membership import City, Population
from lcassess.network.slugs import latin
from lcassess.storage import chains
from lcassess.storage.tables import CityRow, MembershipRow, PopulationRow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.orm import Session

_CITY = (
    CityRow.id,
    CityRow.slug,
    CityRow.name,
    CityRow.own_name,
    CityRow.country,
    CityRow.region,
    CityRow.fictional,
)

_POPULATIONS = (
    select(
        PopulationRow.boundary,
        PopulationRow.year,
        PopulationRow.population,
        PopulationRow.source,
    )
    .where(PopulationRow.city_id == bindparam("city"))
    .order_by(PopulationRow.year.desc(), PopulationRow.boundary)
)


def find(session: Session, slug: str) -> City | None:
    """Find a city by its slug."""
    row = session.execute(select(*_CITY).where(CityRow.slug == slug)).one_or_none()
    return City(*row) if row else None


def named(session: Session, city_ids: Collection[int]) -> dict[int, City]:
    """Give cities by id."""
    rows = session.execute(select(*_CITY).where(CityRow.id.in_(city_ids)))
    return {row.id: City(*row) for row in rows}


def everything(session: Session) -> list[City]:
    """List all cities by name."""
    rows = session.execute(select(*_CITY).order_by(CityRow.name, CityRow.slug))
    return [City(*row) for row in rows]


def page(session: Session, text: str, start: int, count: int) -> list[City]:
    """List some of the cities whose name holds a text, by name."""
    query = select(*_CITY).where(*_called(text)).order_by(CityRow.name, CityRow.slug)
    return [City(*row) for row in session.execute(query.offset(start).limit(count))]


def number(session: Session, text: str) -> int:
    """Count the cities whose name holds a text."""
    return session.scalar(select(func.count(CityRow.id)).where(*_called(text))) or 0


def ids_called(session: Session, text: str) -> list[int]:
    """Find the city of this slug, or else all that have this name, whatever its case."""
    query = select(CityRow.id, CityRow.slug, CityRow.name).where(*_called(text))
    rows = session.execute(query).all()
    by_slug = [row.id for row in rows if row.slug == text.strip()]
    return by_slug or [row.id for row in rows if _same(row.name, text)]


def slugs(session: Session) -> set[str]:
    """Give every slug that was ever used."""
    return set(session.scalars(select(CityRow.slug)))


def by_source_id(session: Session) -> dict[str, int]:
    """Give the ids of cities by the id that a published source has for them."""
    rows = session.execute(
        select(CityRow.source_id, CityRow.id).where(CityRow.source_id.is_not(None))
    )
    return {str(source_id): city_id for source_id, city_id in rows}


def unrecognised(session: Session) -> list[City]:
    """List the cities, invented ones aside, of which no published source is known."""
    query = select(*_CITY).where(CityRow.source_id.is_(None), CityRow.fictional.is_(False))
    return [City(*row) for row in session.execute(query)]


def add(session: Session, since: date | None = None, **columns: Any) -> int:
    """Add a city, with the day on which it became a member, if known."""
    city_id = session.execute(insert(CityRow).values(**columns).returning(CityRow.id)).scalar_one()
    chains.begin(session, [city_id])
    if since is not None:
        session.execute(insert(MembershipRow).values(city_id=city_id, since=since))
    return city_id


def add_many(session: Session, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Add many cities at once; give their ids in the same order."""
    query = insert(CityRow).returning(CityRow.id, sort_by_parameter_order=True)
    added = list(session.scalars(query, rows)) if rows else []
    chains.begin(session, added)
    return added


def change(session: Session, city_id: int, **columns: Any) -> None:
    """Change what is known of a city."""
    session.execute(update(CityRow).where(CityRow.id == city_id).values(**columns))


def memberships(session: Session, city_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """List the spells of membership of a city."""
    return session.execute(
        select(MembershipRow.since, MembershipRow.until)
        .where(MembershipRow.city_id == city_id)
        .order_by(MembershipRow.since)
    ).all()


def populations(session: Session, city_id: int) -> list[Population]:
    """List the inhabitants of a city, newest year first."""
    rows = session.connection().execute(_POPULATIONS, {"city": city_id})
    return [Population(*row) for row in rows]


def set_population(session: Session, city_id: int, population: Population) -> None:
    """Keep the inhabitants inside a boundary in a year."""
    where = (
        PopulationRow.city_id == city_id,
        PopulationRow.boundary == population.boundary,
        PopulationRow.year == population.year,
    )
    values = {"population": population.population, "source": population.source}
    if session.scalar(select(PopulationRow.id).where(*where)) is None:
        session.execute(
            insert(PopulationRow).values(
                city_id=city_id, boundary=population.boundary, year=population.year, **values
            )
        )
    else:
        session.execute(update(PopulationRow).where(*where).values(**values))


def _called(text: str) -> list[ColumnElement[bool]]:
    """Compare as every database can: by small Latin letters without accents, or as written."""
    wanted, plain = text.strip(), latin(text)
    written = [CityRow.name.icontains(wanted, autoescape=True)]
    written += [CityRow.own_name.icontains(wanted, autoescape=True)]
    return [or_(*written, *([CityRow.slug.contains(plain)] if plain else []))]


def _same(name: str, text: str) -> bool:
    return name.casefold() == text.strip().casefold() or latin(name) == latin(text) != ""
