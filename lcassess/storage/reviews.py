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
    LookRow,
    MoveRow,
    PersonRow,
    RemarkRow,
    ReplyRow,
    ReviewerRow,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from lcassess.network.membership import Actor


def reviewers(
    session: Session, assessment_ids: Collection[UUID]
) -> dict[UUID, list[Row[*tuple[Any, ...]]]]:
    """Give by report to whom it was given, by name: id, name, e-mail and language."""
    query = (
        select(
            ReviewerRow.assessment_id,
            PersonRow.id,
            PersonRow.name,
            PersonRow.email,
            PersonRow.language,
        )
        .join(PersonRow, PersonRow.id == ReviewerRow.person_id)
        .where(ReviewerRow.assessment_id.in_(assessment_ids), PersonRow.removed_at.is_(None))
        .order_by(PersonRow.name, PersonRow.id)
    )
    found: dict[UUID, list[Row[*tuple[Any, ...]]]] = {}
    for row in session.execute(query):
        found.setdefault(row.assessment_id, []).append(row)
    return found


def is_given_to(session: Session, assessment_id: UUID, person_id: int) -> bool:
    """Tell whether a report was given to a reviewer."""
    return session.get(ReviewerRow, (assessment_id, person_id)) is not None


def given_to(session: Session, person_id: int) -> list[UUID]:
    """List the reports that were given to a reviewer."""
    query = select(ReviewerRow.assessment_id).where(ReviewerRow.person_id == person_id)
    return list(session.scalars(query))


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


def add_remark(  # whom, to what, with which levels
    session: Session,
    assessment_id: UUID,
    indicator_id: str,
    text: str,
    level: int | None,
    level_city: Decimal | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Write a remark to an answer."""
    given = None if level_city is None else canonical(level_city)
    row = {"indicator_id": indicator_id, "text": text, "level": level, "level_city": given}
    chains.extend(session, RemarkRow, [row | _stamp(assessment_id, actor, now)])


def add_reply(  # to what, what, by whom
    session: Session,
    assessment_id: UUID,
    remark_id: int,
    verdict: Verdict,
    text: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Write the city's reply to a remark."""
    row = {"remark_id": remark_id, "verdict": verdict.value, "text": text}
    chains.extend(session, ReplyRow, [row | _stamp(assessment_id, actor, now)])


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
    return Remark(
        row.id,
        row.number,
        row.indicator_id,
        row.text,
        row.level,
        None if row.level_city is None else Decimal(row.level_city),
        row.person_name,
        row.at,
    )


def _reply(row: ReplyRow) -> Reply:
    verdict = Verdict(row.verdict)
    return Reply(row.remark_id, row.number, verdict, row.text, row.person_name, row.at)


def _stamp(assessment_id: UUID, actor: Actor, now: datetime) -> dict[str, Any]:
    return {
        "assessment_id": assessment_id,
        "person_id": actor.person_id,
        "person_name": actor.name,
        "at": now,
    }
