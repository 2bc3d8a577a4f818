"""Saves that came with a key of their own, and who is at which page."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from lcassess.storage.tables import PersonRow, PresenceRow, SaveRow

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session


def kept(
    session: Session, assessment_id: UUID, name: str, person_id: int, key_hash: str
) -> Row[*tuple[Any, ...]] | None:
    """Find what an earlier save with this key held and led to."""
    return session.execute(
        select(SaveRow.body_hash, SaveRow.version).where(
            SaveRow.assessment_id == assessment_id,
            SaveRow.name == name,
            SaveRow.person_id == person_id,
            SaveRow.key_hash == key_hash,
        )
    ).one_or_none()


def keep(session: Session, **columns: Any) -> None:
    """Keep what a save with a key held and led to."""
    session.execute(insert(SaveRow).values(**columns))


def forget_before(session: Session, moment: datetime) -> None:
    """Forget the keys of saves that are older."""
    session.execute(delete(SaveRow).where(SaveRow.at < moment))


def arrive(session: Session, assessment_id: UUID, code: str, person_id: int, now: datetime) -> None:
    """Note that a person is at a page."""
    where = (
        PresenceRow.assessment_id == assessment_id,
        PresenceRow.code == code,
        PresenceRow.person_id == person_id,
    )
    noted = update(PresenceRow).where(*where).values(at=now).returning(PresenceRow.person_id)
    if session.scalar(noted) is not None:
        return
    come = insert(PresenceRow).values(
        assessment_id=assessment_id, code=code, person_id=person_id, at=now
    )
    with suppress(IntegrityError), session.begin_nested():  # in another tab at the same moment
        session.execute(come)


def leave(session: Session, assessment_id: UUID, code: str, person_id: int) -> None:
    """Note that a person has left a page."""
    session.execute(
        delete(PresenceRow).where(
            PresenceRow.assessment_id == assessment_id,
            PresenceRow.code == code,
            PresenceRow.person_id == person_id,
        )
    )


def others(
    session: Session, assessment_id: UUID, code: str, person_id: int, since: datetime
) -> list[str]:
    """Name those who were at a page since a moment, but for one person."""
    query = (
        select(PersonRow.name)
        .join(PresenceRow, PresenceRow.person_id == PersonRow.id)
        .where(
            PresenceRow.assessment_id == assessment_id,
            PresenceRow.code == code,
            PresenceRow.person_id != person_id,
            PresenceRow.at > since,
            PersonRow.removed_at.is_(None),
        )
        .order_by(PersonRow.name, PersonRow.id)
    )
    return list(session.scalars(query))
