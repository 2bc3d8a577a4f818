"""Proving who one is: a typed e-mail and password, with a limit on tries."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from lcassess.accounts import logbook, passwords, tries
from lcassess.storage.engine import begin_write
from lcassess.storage.tables import PersonRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def prove(
    session: Session, deed: str, email: str, password: str, address: str, now: datetime
) -> int | None:
    """Give the id of the person whose e-mail and password these are, else None. Commits.

    Known and unknown accounts take the same steps. Raises TooManyTries without having tried.
    What is refused is logged under the name of the `deed` that it was for.
    """
    person_id = _person_of(session, email)
    try:
        counted = tries.count(session, "password", email, address, now)
    except tries.TooManyTries:
        logbook.refused(deed, "TooManyTries", person_id)
        raise
    if not passwords.is_right(session, person_id, password):
        logbook.refused(deed, "WrongPassword", person_id)
        return None
    begin_write(session)
    tries.forgive(session, counted)
    session.commit()
    return person_id


def _person_of(session: Session, email: str) -> int | None:
    return session.scalar(
        select(PersonRow.id).where(
            PersonRow.email == email.strip().lower(), PersonRow.removed_at.is_(None)
        )
    )
