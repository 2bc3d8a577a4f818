"""A whole round at once: every city with its state, its counts and its stored scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from lcassess.storage.tables import AssessmentRow, CityRow, ScoreRow, SubmissionRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from uuid import UUID

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

_BY_NAME = (CityRow.name, CityRow.slug)
_ID = AssessmentRow.id.label("assessment_id")
_WHO = (
    AssessmentRow.status,
    CityRow.slug,
    CityRow.name,
    CityRow.country,
    CityRow.region,
    CityRow.fictional,
)
_KEPT = (ScoreRow.settled, ScoreRow.recipe, ScoreRow.profile)
PIECE = 100  # cities in memory at a time while a whole round is read


def standing(
    session: Session,
    round_id: int,
    start: int | None = None,
    count: int | None = None,
    only: Collection[UUID] | None = None,
) -> Sequence[Row[*tuple[Any, ...]]]:
    """List the cities of a round by name, with counts and, where handed in, packed scores.

    `only` names the reports that are wanted, if not all are.
    """
    query = _in_round(round_id, _ID, *_WHO, *_KEPT)
    if only is not None:
        query = query.where(AssessmentRow.id.in_(only))
    return _page(session, query, start, count)


def stream(
    session: Session, round_id: int, slugs: Collection[str] | None = None
) -> Iterator[Row[*tuple[Any, ...]]]:
    """Go through cities of a round as `standing` does, with the frozen version or None.

    It is one query, so all that it gives is of one moment, and few cities are held at a time.
    """
    last = (
        select(func.max(SubmissionRow.number))
        .where(
            SubmissionRow.assessment_id == AssessmentRow.id, SubmissionRow.withdrawn_at.is_(None)
        )
        .correlate(AssessmentRow)
        .scalar_subquery()
    )
    of_it = SubmissionRow.assessment_id == AssessmentRow.id
    query = _named(_in_round(round_id, _ID, *_WHO, *_KEPT, SubmissionRow.snapshot), slugs)
    query = query.outerjoin(SubmissionRow, of_it & (SubmissionRow.number == last))
    yield from session.execute(query.order_by(*_BY_NAME), execution_options={"yield_per": PIECE})


def states(session: Session, round_id: int) -> dict[str, int]:
    """Count the cities of a round by state."""
    query = (
        select(AssessmentRow.status, func.count())
        .where(AssessmentRow.round_id == round_id)
        .group_by(AssessmentRow.status)
    )
    return {status: count for status, count in session.execute(query)}  # noqa: C416


def sent_cities(session: Session, round_id: int) -> Sequence[tuple[str, str]]:
    """List slug and name of the cities that have handed in, by name."""
    query = _sent(round_id, CityRow.slug, CityRow.name).order_by(*_BY_NAME)
    return [(slug, name) for slug, name in session.execute(query)]


def sent_ids(
    session: Session, round_id: int, slugs: Collection[str] | None, start: int | None, count: int
) -> list[UUID]:
    """List the reports of the cities that have handed in, by name; without `start` all of them."""
    query = _named(_sent(round_id, AssessmentRow.id), slugs).order_by(*_BY_NAME)
    if start is not None:
        query = query.offset(start).limit(count)
    return list(session.scalars(query))


def number_sent(session: Session, round_id: int, slugs: Collection[str] | None = None) -> int:
    """Count the cities that have handed in, of those named or of all."""
    return session.scalar(_named(_sent(round_id, func.count()), slugs)) or 0


def any_fictional(session: Session, round_id: int, slugs: Collection[str] | None = None) -> bool:
    """Tell whether there are invented cities in a round, among those named or among all."""
    invented = _named(_in_round(round_id, AssessmentRow.id).where(CityRow.fictional), slugs)
    return bool(session.scalar(select(invented.exists())))


def sent(
    session: Session,
    round_id: int,
    slugs: Collection[str] | None,
    start: int | None = None,
    count: int | None = None,
) -> Sequence[Row[*tuple[Any, ...]]]:
    """List cities that have handed in, by name, with their packed scores."""
    return _page(session, _named(_sent(round_id, _ID, *_WHO, *_KEPT), slugs), start, count)


def _page(
    session: Session, query: Select[*tuple[Any, ...]], start: int | None, count: int | None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Pick the cities of a page first: to put all scores in order takes twenty times as long."""
    if count is not None:
        ids = query.with_only_columns(AssessmentRow.id).order_by(*_BY_NAME)
        query = query.where(AssessmentRow.id.in_(ids.offset(start).limit(count)))
    return session.execute(query.order_by(*_BY_NAME)).all()


def _in_round(round_id: int, *columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(AssessmentRow)
        .join(CityRow, CityRow.id == AssessmentRow.city_id)
        .join(ScoreRow, ScoreRow.assessment_id == AssessmentRow.id)
        .where(AssessmentRow.round_id == round_id)
    )


def _sent(round_id: int, *columns: Any) -> Select[*tuple[Any, ...]]:
    return _in_round(round_id, *columns).where(ScoreRow.profile.is_not(None))


def _named(
    query: Select[*tuple[Any, ...]], slugs: Collection[str] | None
) -> Select[*tuple[Any, ...]]:
    return query if slugs is None else query.where(CityRow.slug.in_(slugs))
