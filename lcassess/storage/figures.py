"""Published figures of cities."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, case, delete, insert, select

from lcassess.storage.chosen import numbered, one_of
from lcassess.storage.tables import FigureRow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

_MATCH = case({"exact": 0, "proxy": 1, "partial": 2}, value=FigureRow.match, else_=3)

_OF_CITY = (
    select(
        FigureRow.id,
        FigureRow.indicator_id,
        FigureRow.series,
        FigureRow.year,
        FigureRow.year_basis,
        FigureRow.value,
        FigureRow.unit,
        FigureRow.match,
        FigureRow.basis,
        FigureRow.source,
        FigureRow.source_code,
        FigureRow.note,
    )
    .where(FigureRow.city_id == bindparam("city"))
    .order_by(_MATCH, FigureRow.year.desc(), FigureRow.source, FigureRow.id)
)


def of_city(
    session: Session, city_id: int, indicator_ids: Collection[str]
) -> Sequence[Row[*tuple[Any, ...]]]:
    """List the figures of a city for some indicators: exact, proxy, partial, then newest first."""
    wanted = {"city": city_id, **numbered(indicator_ids)}
    return session.connection().execute(_some(len(indicator_ids)), wanted).all()


@cache
def _some(count: int) -> Select[*tuple[Any, ...]]:
    return _OF_CITY.where(one_of(FigureRow.indicator_id, count))


def replace(session: Session, city_ids: Collection[int], rows: Sequence[dict[str, Any]]) -> None:
    """Put the figures of some cities in the place of those they had."""
    session.execute(delete(FigureRow).where(FigureRow.city_id.in_(city_ids)))
    if rows:
        session.execute(insert(FigureRow), rows)
