"""How far the reports of a round are, counted by the database, as there may be thousands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, case, exists, func, select

from lcassess.assessment.progress import Group
from lcassess.assessment.status import Status
from lcassess.storage.tables import (
    AnswerRow,
    AssessmentRow,
    CohortRow,
    ParticipationRow,
    RoundRow,
    TextRow,
)

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

_CLOSES = func.coalesce(ParticipationRow.extended_until, CohortRow.closes_at, RoundRow.closes_at)
_DUE = AssessmentRow.due_at
# As `Report.deadline` has it.
_DEADLINE = case(
    (AssessmentRow.was_returned, func.coalesce(_DUE, _CLOSES)),
    (_DUE > _CLOSES, _DUE),
    else_=_CLOSES,
)
_EXCUSED = ParticipationRow.excused_at.is_not(None)
_OPEN = (Status.DRAFT.value, Status.RETURNED.value, Status.SIGNING.value)
_STARTED = (
    exists().where(AnswerRow.assessment_id == AssessmentRow.id)
    | exists().where(TextRow.assessment_id == AssessmentRow.id)
)  # fmt: skip


def count(session: Session, round_id: int, now: datetime) -> dict[Group, int]:
    """Count the reports of a round by group, empty ones left out."""
    counts = [func.count().filter(_is_in(group, now)) for group in Group]
    row = session.execute(_of_round(round_id, *counts)).one()
    return {group: number for group, number in zip(Group, row, strict=True) if number}


def ids(session: Session, round_id: int, group: Group, now: datetime) -> set[UUID]:
    """Give the reports of a group."""
    return set(session.scalars(_of_round(round_id, AssessmentRow.id).where(_is_in(group, now))))


def _of_round(round_id: int, *columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(AssessmentRow)
        .join(RoundRow, RoundRow.id == AssessmentRow.round_id)
        .outerjoin(ParticipationRow, ParticipationRow.assessment_id == AssessmentRow.id)
        .outerjoin(CohortRow, CohortRow.id == ParticipationRow.cohort_id)
        .where(AssessmentRow.round_id == round_id)
    )


def _is_in(group: Group, now: datetime) -> ColumnElement[bool]:
    drafted = AssessmentRow.status == Status.DRAFT.value
    match group:
        case Group.EXCUSED:
            return _EXCUSED
        case Group.LATE:
            return and_(~_EXCUSED, AssessmentRow.status.in_(_OPEN), now > _DEADLINE)
        case Group.NOT_STARTED:
            return and_(~_EXCUSED, drafted, ~_STARTED)
        case Group.DRAFT:
            return and_(~_EXCUSED, drafted, _STARTED)
        case _:
            return and_(~_EXCUSED, AssessmentRow.status == group.value)
