"""Who takes part in a round, and what holds for single reports and not for the whole round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, exists, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from lcassess.storage.tables import (
    AssessmentRow,
    CityRow,
    CohortRow,
    MembershipRow,
    ParticipationRow,
    PresenceRow,
    ScoreRow,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session


def members(session: Session, day: date) -> list[int]:
    """List the cities that are members on a day, and those of which no spell is known."""
    spell = exists().where(MembershipRow.city_id == CityRow.id)
    lasts = spell.where(
        MembershipRow.since <= day,
        or_(MembershipRow.until.is_(None), MembershipRow.until >= day),
    )
    return list(session.scalars(select(CityRow.id).where(or_(lasts, ~spell)).order_by(CityRow.id)))


def cohorts(session: Session, round_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """List id, name and deadline of the cohorts of a round."""
    query = select(CohortRow.id, CohortRow.name, CohortRow.closes_at)
    query = query.where(CohortRow.round_id == round_id)
    return session.execute(query.order_by(CohortRow.closes_at, CohortRow.name)).all()


def set_cohort(session: Session, round_id: int, name: str, closes_at: datetime) -> None:
    """Add a cohort, or give the one of this name another deadline."""
    where = (CohortRow.round_id == round_id, CohortRow.name == name)
    changed = update(CohortRow).where(*where).values(closes_at=closes_at).returning(CohortRow.id)
    if session.scalar(changed) is None:
        session.execute(insert(CohortRow).values(round_id=round_id, name=name, closes_at=closes_at))


def of_round(session: Session, round_id: int) -> dict[UUID, Row[*tuple[Any, ...]]]:
    """Give what holds for single reports of a round, by report."""
    query = _special().join(AssessmentRow, AssessmentRow.id == ParticipationRow.assessment_id)
    rows = session.execute(query.where(AssessmentRow.round_id == round_id))
    return {row.assessment_id: row for row in rows}


def of(session: Session, assessment_id: UUID) -> Row[*tuple[Any, ...]] | None:
    """Give what holds for one report only."""
    query = _special().where(ParticipationRow.assessment_id == assessment_id)
    return session.execute(query).one_or_none()


def set_columns(session: Session, assessment_id: UUID, **values: Any) -> None:
    """Change what holds for one report only."""
    where = ParticipationRow.assessment_id == assessment_id
    changed = update(ParticipationRow).where(where).values(**values)
    if session.scalar(changed.returning(ParticipationRow.assessment_id)) is None:
        session.execute(insert(ParticipationRow).values(assessment_id=assessment_id, **values))


def remove(session: Session, assessment_id: UUID) -> bool:
    """Take a report out of its round; not possible, and so not done, once anything hangs on it."""
    try:
        with session.begin_nested():
            for table in (ParticipationRow, ScoreRow, PresenceRow):
                session.execute(delete(table).where(table.assessment_id == assessment_id))
            session.execute(delete(AssessmentRow).where(AssessmentRow.id == assessment_id))
    except IntegrityError:
        return False
    return True


def lock_states(session: Session, round_id: int) -> set[str]:
    """Give the states of a round's reports, and hold them until the deed is done."""
    query = select(AssessmentRow.status).where(AssessmentRow.round_id == round_id)
    return set(session.scalars(query.with_for_update()))


def _special() -> Any:
    return select(
        ParticipationRow.assessment_id,
        ParticipationRow.cohort_id,
        ParticipationRow.extended_until,
        ParticipationRow.extension_reason,
        ParticipationRow.excused_at,
        ParticipationRow.excuse_reason,
        CohortRow.name.label("cohort"),
    ).outerjoin(CohortRow, CohortRow.id == ParticipationRow.cohort_id)
