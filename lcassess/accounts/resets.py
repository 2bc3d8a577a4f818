"""A forgotten password: a link by e-mail, good for one use within an hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Row, delete, insert, select, update

from lcassess.accounts import logbook, passwords, sign_ins
from lcassess.accounts.tables import CredentialRow, ResetRow
from lcassess.accounts.tokens import NoLongerOpenError, digest, new_token
from lcassess.storage.engine import begin_write
from lcassess.storage.tables import PersonRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

GOOD_FOR = timedelta(hours=1)


def ask(session: Session, email: str, now: datetime) -> str | None:
    """Make a link for an account; None where there is none, after the same work. Commits."""
    begin_write(session)
    session.execute(delete(ResetRow).where(ResetRow.expires_at < now))
    person_id = session.scalar(
        select(PersonRow.id)
        .join(CredentialRow, CredentialRow.person_id == PersonRow.id)
        .where(PersonRow.email == email.strip().lower(), PersonRow.removed_at.is_(None))
    )
    token = new_token()
    session.execute(
        insert(ResetRow).values(
            token_hash=digest(token), person_id=person_id, expires_at=now + GOOD_FOR
        )
    )
    session.commit()
    if person_id is None:
        logbook.refused("ask-reset", "NoAccount")
        return None
    logbook.done("ask-reset", person_id)
    return token


def find(session: Session, token: str, now: datetime) -> Row[int, str, str]:
    """Find the person (id, email, name) for whom a link is open, or raise NoLongerOpenError."""
    person = session.execute(
        select(PersonRow.id, PersonRow.email, PersonRow.name)
        .join(ResetRow, ResetRow.person_id == PersonRow.id)
        .where(
            ResetRow.token_hash == digest(token),
            ResetRow.used_at.is_(None),
            ResetRow.expires_at > now,
            PersonRow.removed_at.is_(None),
        )
    ).one_or_none()
    if person is None:
        raise NoLongerOpenError
    return person


def set_new_password(session: Session, token: str, password: str, now: datetime) -> int:
    """Set the password, use up every link of the person and end all sign-ins. Commits.

    Gives the person's id, or raises NoLongerOpenError.
    """
    made = passwords.make_hash(password)
    begin_write(session)
    person_id, _, _ = find(session, token, now)
    if not _use(session, token, now):
        raise NoLongerOpenError
    session.execute(update(ResetRow).where(ResetRow.person_id == person_id).values(used_at=now))
    passwords.keep_hash(session, made, now, person_id)
    sign_ins.end_all(session, person_id, "reset", now)
    session.commit()
    logbook.done("use-reset", person_id)
    return person_id


def _use(session: Session, token: str, now: datetime) -> bool:
    unused = update(ResetRow).where(
        ResetRow.token_hash == digest(token), ResetRow.used_at.is_(None)
    )
    result = session.execute(unused.values(used_at=now))
    return bool(result.rowcount == 1)  # type: ignore[attr-defined]
