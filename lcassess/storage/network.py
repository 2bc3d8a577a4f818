"""A whole round at once: every city with its state, its counts and its stored scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from lcassess.storage.tables import AssessmentRow, CityRow, ScoreRow, SubmissionRow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

_BY_NAME = (CityRow.name, CityRow.slug)
_WHO = (
    AssessmentRow.id.label("assessment_id"),
    AssessmentRow.status,
    CityRow.slug,
    CityRow.name,
    CityRow.country,
    CityRow.region,
    CityRow.fictional,
)


def standing(
    session: Session, round_id: int, start: int | None = None, count: int | None = None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """List the cities of a round by name, with counts and, where handed in, packed scores."""
    query = (
        select(
            *_WHO,
            ScoreRow.settled,
            ScoreRow.recipe,
            ScoreRow.profile,
        )
        .join(CityRow, CityRow.id == AssessmentRow.city_id)
        .join(ScoreRow, ScoreRow.assessment_id == AssessmentRow.id)
        .where(AssessmentRow.round_id == round_id)
        .order_by(*_BY_NAME)
        .offset(start)
        .limit(count)
    )
    return session.execute(query).all()


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
    query = _sent(round_id).with_only_columns(CityRow.slug, CityRow.name).order_by(*_BY_NAME)
    return [(slug, name) for slug, name in session.execute(query)]


def number_sent(session: Session, round_id: int) -> int:
    """Count the cities that have handed in."""
    query = (
        select(func.count())
        .select_from(AssessmentRow)
        .join(ScoreRow, ScoreRow.assessment_id == AssessmentRow.id)
        .where(AssessmentRow.round_id == round_id, ScoreRow.profile.is_not(None))
    )
    return session.scalar(query) or 0


def sent(
    session: Session,
    round_id: int,
    slugs: Collection[str] | None,
    start: int | None = None,
    count: int | None = None,
) -> Sequence[Row[*tuple[Any, ...]]]:
    """List cities that have handed in, by name, with the frozen version and its scores."""
    query = _sent(round_id).order_by(*_BY_NAME)
    if count is not None:
        query = query.where(AssessmentRow.id.in_(_page(round_id, start or 0, count)))
    if slugs is not None:
        query = query.where(CityRow.slug.in_(slugs))
    return session.execute(query).all()


def _page(round_id: int, start: int, count: int) -> Select[UUID]:
    """Pick the cities of a page first: to put whole reports in order takes far longer."""
    return (
        select(AssessmentRow.id)
        .join(CityRow, CityRow.id == AssessmentRow.city_id)
        .join(ScoreRow, ScoreRow.assessment_id == AssessmentRow.id)
        .where(AssessmentRow.round_id == round_id, ScoreRow.profile.is_not(None))
        .order_by(*_BY_NAME)
        .offset(start)
        .limit(count)
    )


def _sent(round_id: int) -> Select[*tuple[Any, ...]]:
    last = (
        select(func.max(SubmissionRow.number))
        .where(
            SubmissionRow.assessment_id == AssessmentRow.id, SubmissionRow.withdrawn_at.is_(None)
        )
        .correlate(AssessmentRow)
        .scalar_subquery()
    )
    return (
        select(
            *_WHO,
            ScoreRow.recipe,
            ScoreRow.profile,
            SubmissionRow.snapshot,
        )
        .join(CityRow, CityRow.id == AssessmentRow.city_id)
        .join(ScoreRow, ScoreRow.assessment_id == AssessmentRow.id)
        .join(SubmissionRow, SubmissionRow.assessment_id == AssessmentRow.id)
        .where(
            AssessmentRow.round_id == round_id,
            ScoreRow.profile.is_not(None),
            SubmissionRow.number == last,
        )
    )
