"""Sign-ins: each is a row, so that it can be ended here, whatever the browser keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, select, update

from lcassess.accounts.tables import SignInRow
from lcassess.accounts.tokens import digest, new_token
from lcassess.network.membership import Actor, Grant, Role
from lcassess.storage.engine import begin_write
from lcassess.storage.tables import GrantRow, PersonRow

if TYPE_CHECKING:
    from sqlalchemy import Update
    from sqlalchemy.orm import Session

STAFF = (Role.REVIEWER, Role.ADMINISTRATOR)
IDLE = timedelta(hours=24)  # longer than the 20 hours beyond which WCAG 2.2.1 asks no warning
IDLE_OF_STAFF = timedelta(minutes=30)
LONGEST = timedelta(days=30)
LONGEST_OF_STAFF = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=5)
SEEN_EVERY_OF_STAFF = timedelta(minutes=1)

_OPEN_SIGN_IN = (
    select(
        SignInRow.id,
        SignInRow.created_at,
        SignInRow.last_seen,
        PersonRow.id.label("person_id"),
        PersonRow.name,
        PersonRow.email,
        GrantRow.role,
        GrantRow.city_id,
        GrantRow.country,
        GrantRow.focus_areas,
    )
    .join(PersonRow, PersonRow.id == SignInRow.person_id)
    .join(GrantRow, GrantRow.person_id == PersonRow.id, isouter=True)
    .where(
        SignInRow.token_hash == bindparam("token_hash"),
        SignInRow.ended_at.is_(None),
        SignInRow.epoch == PersonRow.epoch,
        PersonRow.removed_at.is_(None),
    )
    .order_by(GrantRow.id)
)


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in that holds: its row, its person with all roles, and when it was last written."""

    id: int
    actor: Actor
    created_at: datetime
    last_seen: datetime


def start(session: Session, person_id: int, now: datetime) -> str:
    """Write a sign-in and give its token; does not commit."""
    token = new_token()
    epoch = select(PersonRow.epoch).where(PersonRow.id == person_id).scalar_subquery()
    session.execute(
        insert(SignInRow).values(
            token_hash=digest(token),
            person_id=person_id,
            epoch=epoch,
            created_at=now,
            last_seen=now,
        )
    )
    return token


def find(session: Session, token: str, now: datetime) -> SignIn | None:
    """Find the sign-in of a token with its person and roles, in one query, if it still holds."""
    rows = session.connection().execute(_OPEN_SIGN_IN, {"token_hash": digest(token)}).all()
    if not rows:
        return None
    first = rows[0]
    grants = tuple(
        Grant(Role(row.role), row.city_id, row.country, tuple(row.focus_areas.split()))
        for row in rows
        if row.role is not None
    )
    actor = Actor(first.person_id, first.name, first.email, grants)
    found = SignIn(first.id, actor, first.created_at, first.last_seen)
    return found if _holds(found, now) else None


def see(session: Session, found: SignIn, now: datetime) -> None:
    """Note that a sign-in is in use, every few minutes only; commits, and drops what was read."""
    often = SEEN_EVERY_OF_STAFF if _is_staff(found.actor) else SEEN_EVERY
    if now - found.last_seen < often:
        return
    begin_write(session)
    session.execute(update(SignInRow).where(SignInRow.id == found.id).values(last_seen=now))
    session.commit()


def person_of(session: Session, token: str) -> int | None:
    """Tell whose token this is or was, however the sign-in ended."""
    return session.scalar(select(SignInRow.person_id).where(SignInRow.token_hash == digest(token)))


def open_ones(session: Session, actor: Actor, now: datetime) -> list[SignIn]:
    """List a person's sign-ins that still hold, the latest used first."""
    rows = session.execute(
        select(SignInRow.id, SignInRow.created_at, SignInRow.last_seen)
        .join(PersonRow, PersonRow.id == SignInRow.person_id)
        .where(
            SignInRow.person_id == actor.person_id,
            SignInRow.ended_at.is_(None),
            SignInRow.epoch == PersonRow.epoch,
        )
        .order_by(SignInRow.last_seen.desc(), SignInRow.id.desc())
    )
    own = (SignIn(row.id, actor, row.created_at, row.last_seen) for row in rows)
    return [sign_in for sign_in in own if _holds(sign_in, now)]


def end(session: Session, token: str, why: str, now: datetime) -> None:
    """End the sign-in of a token; does not commit."""
    session.execute(_ending(why, now).where(SignInRow.token_hash == digest(token)))


def end_all(
    session: Session, person_id: int, why: str, now: datetime, *, but: int | None = None
) -> None:
    """End all sign-ins of a person, or all but one; does not commit."""
    others = _ending(why, now).where(SignInRow.person_id == person_id)
    session.execute(others if but is None else others.where(SignInRow.id != but))


def end_outgrown(session: Session, token: str, now: datetime) -> int | None:
    """End a sign-in from before the person's roles changed; tells whose, once. Commits."""
    outgrown = (
        select(SignInRow.id)
        .join(PersonRow, PersonRow.id == SignInRow.person_id)
        .where(
            SignInRow.token_hash == digest(token),
            SignInRow.ended_at.is_(None),
            SignInRow.epoch != PersonRow.epoch,
        )
    )
    found = session.scalar(outgrown)
    if found is None:
        return None
    begin_write(session)
    ended = _ending("roles changed", now).where(SignInRow.id == found)
    person_id = session.scalar(ended.returning(SignInRow.person_id))
    session.commit()
    return person_id


def _ending(why: str, now: datetime) -> Update:
    return update(SignInRow).where(SignInRow.ended_at.is_(None)).values(ended_at=now, why_ended=why)


def _holds(found: SignIn, now: datetime) -> bool:
    staff = _is_staff(found.actor)
    idle = IDLE_OF_STAFF if staff else IDLE
    longest = LONGEST_OF_STAFF if staff else LONGEST
    return now - found.last_seen < idle and now - found.created_at < longest


def _is_staff(actor: Actor) -> bool:
    return actor.is_any(*STAFF)
