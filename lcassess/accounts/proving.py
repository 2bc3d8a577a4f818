"""Proving who one is: a typed e-mail and password, with a limit on tries."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from lcassess.accounts import passwords, tries
from lcassess.storage.engine import begin_write
from lcassess.storage.tables import PersonRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def prove(session: Session, email: str, password: str, address: str, now: datetime) -> int | None:
    """Give the id of the person whose e-mail and password these are, else None. Commits.

    Known and unknown accounts take the same steps. Raises TooManyTries without having tried.
    """
    counted = tries.count(session, "password", email, address, now)
    person_id = session.scalar(
        select(PersonRow.id).where(
            PersonRow.email == email.strip().lower(), PersonRow.removed_at.is_(None)
        )
    )
    if not passwords.is_right(session, person_id, password):
        return None
    begin_write(session)
    tries.forgive(session, counted)
    session.commit()
    return person_id
