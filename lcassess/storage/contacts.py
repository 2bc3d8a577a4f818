"""The people behind the reports of a round: whom to write to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal, select

from lcassess.assessment.status import Status
from lcassess.network.membership import Role
from lcassess.storage.tables import (
    AssessmentRow,
    CityRow,
    GrantRow,
    PersonRow,
    ReviewerRow,
    SubmissionRow,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.orm import Session

_PERSON = (PersonRow.id, PersonRow.name, PersonRow.email, PersonRow.language)
_OF_A_CITY = (Role.COORDINATOR, Role.CONTRIBUTOR, Role.CERTIFIER)


def of_round(session: Session, round_id: int) -> dict[UUID, list[Row[*tuple[Any, ...]]]]:
    """Give by report its city's people, its country's commission and its reviewers, by name.

    Each row has the person's id, name, e-mail, language and `role`.
    """
    found: dict[UUID, list[Row[*tuple[Any, ...]]]] = {}
    of_city = _holders(GrantRow.city_id == CityRow.id, *_OF_A_CITY)
    of_country = _holders(GrantRow.country == CityRow.country, Role.COMMISSION)
    for query in (of_city, of_country, _reviewers()):
        rows = session.execute(
            query.where(AssessmentRow.round_id == round_id, PersonRow.removed_at.is_(None))
            .order_by(PersonRow.name, PersonRow.id)
            .distinct()
        )
        for row in rows:
            found.setdefault(row.assessment_id, []).append(row)
    return found


def sent_at(session: Session, round_id: int) -> dict[UUID, datetime]:
    """Give when the reports of a round were last handed in and not taken back."""
    query = (
        select(SubmissionRow.assessment_id, func.max(SubmissionRow.at))
        .join(AssessmentRow, AssessmentRow.id == SubmissionRow.assessment_id)
        .where(AssessmentRow.round_id == round_id, SubmissionRow.withdrawn_at.is_(None))
        .group_by(SubmissionRow.assessment_id)
    )
    return {assessment_id: at for assessment_id, at in session.execute(query)}  # noqa: C416


def load(session: Session, round_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """List the reviewers of a round by name, with how many reports they have and have to read."""
    to_read = func.count().filter(AssessmentRow.status != Status.ACCEPTED.value)
    query = (
        select(PersonRow.name, func.count().label("given"), to_read.label("to_read"))
        .join(ReviewerRow, ReviewerRow.person_id == PersonRow.id)
        .join(AssessmentRow, AssessmentRow.id == ReviewerRow.assessment_id)
        .where(AssessmentRow.round_id == round_id)
        .group_by(PersonRow.id, PersonRow.name)
        .order_by(PersonRow.name, PersonRow.id)
    )
    return session.execute(query).all()


def _holders(where: ColumnElement[bool], *roles: Role) -> Any:
    return (
        select(AssessmentRow.id.label("assessment_id"), GrantRow.role, *_PERSON)
        .join(CityRow, CityRow.id == AssessmentRow.city_id)
        .join(GrantRow, where)
        .join(PersonRow, PersonRow.id == GrantRow.person_id)
        .where(GrantRow.role.in_([role.value for role in roles]))
    )


def _reviewers() -> Any:
    role = literal(Role.REVIEWER.value).label("role")
    return (
        select(AssessmentRow.id.label("assessment_id"), role, *_PERSON)
        .join(ReviewerRow, ReviewerRow.assessment_id == AssessmentRow.id)
        .join(PersonRow, PersonRow.id == ReviewerRow.person_id)
    )
