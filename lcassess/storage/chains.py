"""The chains of the cities' histories: how they grow, and how they are read again."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Table, bindparam, insert, select, update

from lcassess.assessment.chain import Head, Link, follow
from lcassess.storage.tables import AssessmentRow, Chained, ChainRow, CityRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from uuid import UUID

    from sqlalchemy import RowMapping
    from sqlalchemy.orm import Session

MANY = 500
_OWN = {"id", "number", "hash"}
_HEADS = (
    select(AssessmentRow.id, ChainRow.city_id, ChainRow.number, ChainRow.hash)
    .join(ChainRow, ChainRow.city_id == AssessmentRow.city_id)
    .where(AssessmentRow.id.in_(bindparam("assessments", expanding=True)))
    .order_by(ChainRow.city_id)
    .with_for_update(of=ChainRow)
)
_KEEP = (
    update(ChainRow)
    .where(ChainRow.city_id == bindparam("city"))
    .values(number=bindparam("to_number"), hash=bindparam("to_hash"))
)


def begin(session: Session, city_ids: Iterable[int]) -> None:
    """Begin the chains of new cities."""
    rows = [{"city_id": city_id} for city_id in city_ids]
    if rows:
        session.execute(insert(ChainRow), rows)


def extend(
    session: Session, table: type[Chained], rows: Sequence[dict[str, Any]]
) -> dict[UUID, Head]:
    """Write rows of history at the ends of their cities' chains; give the heads by assessment.

    The heads stay locked until the deed is done, so that two saves of a city follow each other.
    """
    cities, heads = _heads(session, {row["assessment_id"] for row in rows})
    into = cast("Table", table.__table__)
    written, blank = [], _blank(into)
    for row in rows:
        city = cities[row["assessment_id"]]
        whole = blank | row
        heads[city] = follow(heads[city], into.name, whole)
        written.append(whole | heads[city]._asdict())
    connection = session.connection()
    if written:
        connection.execute(insert(into), written)
        connection.execute(
            _KEEP,
            [{"city": city, "to_number": h.number, "to_hash": h.hash} for city, h in heads.items()],
        )
    return {assessment_id: heads[city] for assessment_id, city in cities.items()}


def head_of(session: Session, city_id: int) -> Head | None:
    """Read where the chain of a city ends."""
    query = select(ChainRow.number, ChainRow.hash).where(ChainRow.city_id == city_id)
    row = session.connection().execute(query).one_or_none()
    return Head(*row) if row else None


def heads(session: Session) -> dict[str, Head]:
    """Read where all chains end, by the slugs of their cities."""
    query = select(CityRow.slug, ChainRow.number, ChainRow.hash)
    rows = session.execute(query.join(ChainRow, ChainRow.city_id == CityRow.id))
    return {slug: Head(number, hashed) for slug, number, hashed in rows}


def links_of(session: Session, city_id: int) -> list[Link]:
    """Read the chain of a city, in the order of its numbers."""
    of_city = select(AssessmentRow.id).where(AssessmentRow.city_id == city_id)
    found = [
        _link(table, row)
        for table in tables()
        for row in session.connection()
        .execute(select(table).where(table.c.assessment_id.in_(of_city)))
        .mappings()
    ]
    return sorted(found, key=lambda link: link.head.number)


def tables() -> list[Table]:
    """List the tables whose rows stand in chains."""
    return [cast("Table", rows.__table__) for rows in Chained.__subclasses__()]


def _link(table: Table, row: RowMapping) -> Link:
    kept = {name: value for name, value in row.items() if name not in _OWN}
    return Link(table.name, kept, Head(row["number"], row["hash"]))


def _heads(
    session: Session, assessment_ids: Collection[UUID]
) -> tuple[dict[UUID, int], dict[int, Head]]:
    cities: dict[UUID, int] = {}
    heads: dict[int, Head] = {}
    wanted = list(assessment_ids)
    for start in range(0, len(wanted), MANY):
        some = {"assessments": wanted[start : start + MANY]}
        for row in session.connection().execute(_HEADS, some):
            cities[row.id] = row.city_id
            heads[row.city_id] = Head(row.number, row.hash)
    return cities, heads


@cache
def _blank(table: Table) -> dict[str, Any]:
    """Give what stands in the columns of a table that nobody fills in."""
    columns = [column for column in table.columns if column.name not in _OWN]
    return {c.name: getattr(c.default, "arg", None) for c in columns}
