"""Reviews: to whom reports are given, what is remarked and replied, and who looked."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from lcassess.assessment.remarks import Remark, Reply, Verdict
from lcassess.assessment.status import Move
from lcassess.framework.precision import canonical
from lcassess.storage import chains
from lcassess.storage.tables import (
    AssessmentRow,
    LookRow,
    MoveRow,
    PersonRow,
    RemarkRow,
    ReplyRow,
    ReviewerRow,
    SubmissionRow,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.orm import Session

    from lcassess.network.membership import Actor


def reviewers(
    session: Session, assessment_ids: Collection[UUID]
) -> dict[UUID, list[Row[*tuple[Any, ...]]]]:
    """Give by report to whom it was given, by name: id, name, e-mail and language."""
    return _given(session, ReviewerRow.assessment_id.in_(assessment_ids))


def reviewers_in(session: Session, round_id: int) -> dict[UUID, list[Row[*tuple[Any, ...]]]]:
    """Give the same for all reports of a round."""
    of_round = select(AssessmentRow.id).where(AssessmentRow.round_id == round_id)
    return _given(session, ReviewerRow.assessment_id.in_(of_round))


def _given(session: Session, which: ColumnElement[bool]) -> dict[UUID, list[Row[*tuple[Any, ...]]]]:
    query = (
        select(
            ReviewerRow.assessment_id,
            PersonRow.id,
            PersonRow.name,
            PersonRow.email,
            PersonRow.language,
        )
        .join(PersonRow, PersonRow.id == ReviewerRow.person_id)
        .where(which, PersonRow.removed_at.is_(None))
        .order_by(PersonRow.name, PersonRow.id)
    )
    found: dict[UUID, list[Row[*tuple[Any, ...]]]] = {}
    for row in session.execute(query):
        found.setdefault(row.assessment_id, []).append(row)
    return found


def is_given_to(session: Session, assessment_id: UUID, person_id: int) -> bool:
    """Tell whether a report was given to a reviewer."""
    return session.get(ReviewerRow, (assessment_id, person_id)) is not None


def give(
    session: Session, assessment_id: UUID, person_ids: Collection[int], now: datetime
) -> set[int]:
    """Give a report to these reviewers and to nobody else; tell to whom it is new."""
    of_it = ReviewerRow.assessment_id == assessment_id
    before = set(session.scalars(select(ReviewerRow.person_id).where(of_it)))
    session.execute(delete(ReviewerRow).where(of_it, ReviewerRow.person_id.not_in(person_ids)))
    new = set(person_ids) - before
    if new:
        rows = [{"assessment_id": assessment_id, "person_id": one, "at": now} for one in new]
        session.execute(insert(ReviewerRow), rows)
    return new


def remarks(session: Session, assessment_ids: Collection[UUID]) -> dict[UUID, list[Remark]]:
    """Give every remark on some reports, in the order of their history."""
    rows = session.scalars(
        select(RemarkRow)
        .where(RemarkRow.assessment_id.in_(assessment_ids))
        .order_by(RemarkRow.number, RemarkRow.id)
    )
    found: dict[UUID, list[Remark]] = {}
    for row in rows:
        found.setdefault(row.assessment_id, []).append(_remark(row))
    return found


def replies(session: Session, assessment_ids: Collection[UUID]) -> dict[UUID, list[Reply]]:
    """Give every reply in some reports, in the order of their history."""
    rows = session.scalars(
        select(ReplyRow)
        .where(ReplyRow.assessment_id.in_(assessment_ids))
        .order_by(ReplyRow.number, ReplyRow.id)
    )
    found: dict[UUID, list[Reply]] = {}
    for row in rows:
        found.setdefault(row.assessment_id, []).append(_reply(row))
    return found


def add_remark(
    session: Session, assessment_id: UUID, remark: Remark, actor: Actor, now: datetime
) -> None:
    """Write a remark, whatever its id and number, at the end of the city's history."""
    given = None if remark.level_city is None else canonical(remark.level_city)
    row = {
        "indicator_id": remark.indicator_id,
        "text": remark.text,
        "level": remark.level,
        "level_city": given,
    }
    chains.extend(session, RemarkRow, [row | _stamp(assessment_id, actor, now)])


def add_reply(
    session: Session, assessment_id: UUID, reply: Reply, actor: Actor, now: datetime
) -> None:
    """Write the city's reply to a remark, whatever its number, at the end of its history."""
    row = {"remark_id": reply.remark_id, "verdict": reply.verdict.value, "text": reply.text}
    chains.extend(session, ReplyRow, [row | _stamp(assessment_id, actor, now)])


def remarked_heads(session: Session, round_id: int) -> dict[UUID, int]:
    """Give where in the history the reports of a round that have remarks were last handed in."""
    remarked = select(RemarkRow.assessment_id).join(
        AssessmentRow, AssessmentRow.id == RemarkRow.assessment_id
    )
    query = (
        select(SubmissionRow.assessment_id, SubmissionRow.head_number)
        .where(
            SubmissionRow.assessment_id.in_(remarked.where(AssessmentRow.round_id == round_id)),
            SubmissionRow.withdrawn_at.is_(None),
        )
        .order_by(SubmissionRow.number)
    )
    return {assessment_id: head for assessment_id, head in session.execute(query)}  # noqa: C416


def acceptances(session: Session, assessment_ids: Collection[UUID]) -> dict[UUID, list[int]]:
    """Give where in the history each of some reports was accepted, the first time first."""
    query = (
        select(MoveRow.assessment_id, MoveRow.number)
        .where(MoveRow.move == Move.ACCEPT.value, MoveRow.assessment_id.in_(assessment_ids))
        .order_by(MoveRow.number)
    )
    found: dict[UUID, list[int]] = {}
    for assessment_id, number in session.execute(query):
        found.setdefault(assessment_id, []).append(number)
    return found


def look(
    session: Session, assessment_ids: Iterable[UUID], page: str, actor: Actor, now: datetime
) -> None:
    """Write down that somebody at UIL looked at a page of some reports."""
    rows = [_stamp(one, actor, now) | {"page": page} for one in assessment_ids]
    if rows:
        session.execute(insert(LookRow), rows)


def looks(session: Session, assessment_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """List who looked at which page of a report and when, the latest first."""
    query = (
        select(LookRow.person_name, LookRow.page, LookRow.at)
        .where(LookRow.assessment_id == assessment_id)
        .order_by(LookRow.at.desc(), LookRow.id.desc())
    )
    return session.execute(query).all()


def _remark(row: RemarkRow) -> Remark:
    given = None if row.level_city is None else Decimal(row.level_city)
    said = row.indicator_id, row.text, row.level, given
    return Remark(*said, row.id, row.number, row.person_name, row.at)


def _reply(row: ReplyRow) -> Reply:
    said = row.remark_id, Verdict(row.verdict), row.text
    return Reply(*said, row.number, row.person_name, row.at)


def _stamp(assessment_id: UUID, actor: Actor, now: datetime) -> dict[str, Any]:
    return {
        "assessment_id": assessment_id,
        "person_id": actor.person_id,
        "person_name": actor.name,
        "at": now,
    }
