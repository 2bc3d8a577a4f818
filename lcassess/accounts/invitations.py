"""Invitations: a link that makes one e-mail address hold one role, once, within three days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from lcassess.accounts import logbook, passwords
from lcassess.accounts.sealing import hide
from lcassess.accounts.tables import InvitationRow
from lcassess.accounts.tokens import NoLongerOpenError, digest, new_token
from lcassess.network.membership import Grant, Role
from lcassess.storage import messages, people
from lcassess.storage.engine import begin_write
from lcassess.storage.tables import CityRow, PersonRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from lcassess.network.membership import Round
    from lcassess.services.invitation_table import Invited

GOOD_FOR = timedelta(hours=72)
HIDDEN = "hidden"  # the token in the facts of a message


@dataclass(frozen=True, slots=True)
class Invitation:
    """An open invitation; `is_known` tells that its address has an account with a password."""

    id: int
    email: str
    grant: Grant
    city: str | None
    expires_at: datetime
    is_known: bool


class BelongsToAnotherError(Exception):
    """The invitation is for another account than the one that answers it."""


def invite(
    session: Session, email: str, grant: Grant, now: datetime, invited_by: int | None = None
) -> str:
    """Invite an e-mail address to a role and give the token of the link. Commits."""
    begin_write(session)
    token = new_token()
    session.execute(insert(InvitationRow).values(_row(token, email, grant, now, invited_by)))
    session.commit()
    return token


def invite_many(
    session: Session,
    invited: Sequence[Invited],
    found: Round,
    once: str,
    now: datetime,
    invited_by: int,
) -> int:
    """Invite people to a round, each by a message that waits to be sent; count them. Commits.

    With the same `once` nobody is invited twice.
    """
    begin_write(session)
    tokens = [new_token() for _one in invited]
    letters = [
        {
            "key": f"invitation/{found.slug}/{once}/{number}",
            "kind": "invitation",
            "person_id": None,
            "email": one.email,
            "language": one.language,
            "facts": {"city": one.city, "round": found.name, HIDDEN: hide(token)},
            "at": now,
        }
        for number, (one, token) in enumerate(zip(invited, tokens, strict=True))
    ]
    count = messages.put(session, letters)
    if count:
        rows = [
            _row(token, one.email, one.grant, now, invited_by)
            for one, token in zip(invited, tokens, strict=True)
        ]
        session.execute(insert(InvitationRow), rows)
    session.commit()
    return count


def _row(
    token: str, email: str, grant: Grant, now: datetime, invited_by: int | None
) -> dict[str, Any]:
    return {
        "token_hash": digest(token),
        "email": email.strip().lower(),
        "role": grant.role.value,
        "city_id": grant.city_id,
        "country": grant.country,
        "focus_areas": " ".join(grant.focus_areas),
        "invited_by": invited_by,
        "created_at": now,
        "expires_at": now + GOOD_FOR,
    }


def find(session: Session, token: str, now: datetime) -> Invitation:
    """Find an open invitation, or raise NoLongerOpenError."""
    found = session.execute(
        select(InvitationRow, CityRow.name)
        .join(CityRow, CityRow.id == InvitationRow.city_id, isouter=True)
        .where(
            InvitationRow.token_hash == digest(token),
            InvitationRow.used_at.is_(None),
            InvitationRow.expires_at > now,
        )
    ).one_or_none()
    if found is None:
        raise NoLongerOpenError
    row, city = found
    grant = Grant(Role(row.role), row.city_id, row.country, tuple(row.focus_areas.split()))
    known = _known(session, row.email) is not None
    return Invitation(row.id, row.email, grant, city, row.expires_at, known)


def accept(session: Session, token: str, email: str, now: datetime) -> int:
    """Take up an invitation as the signed-in person of this e-mail; gives the person's id. Commits.

    Raises NoLongerOpenError, or BelongsToAnotherError and leaves the invitation open.
    """
    begin_write(session)
    invitation = find(session, token, now)
    person_id = _known(session, invitation.email)
    if person_id is None or email.lower() != invitation.email:
        raise BelongsToAnotherError
    _use(session, invitation, now)
    people.give(session, person_id, invitation.grant)
    session.commit()
    logbook.done("accept-invitation", person_id)
    return person_id


def join(session: Session, token: str, name: str, password: str, now: datetime) -> int:
    """Take up an invitation as a new person, or one who was removed; gives their id. Commits.

    Raises NoLongerOpenError, or BelongsToAnotherError where the address has an account by now.
    """
    made = passwords.make_hash(password)
    begin_write(session)
    invitation = find(session, token, now)
    if invitation.is_known:
        raise BelongsToAnotherError
    _use(session, invitation, now)
    person_id = _place_for(session, invitation.email, name, now)
    passwords.keep_hash(session, made, now, person_id)
    people.give(session, person_id, invitation.grant)
    session.commit()
    logbook.done("join", person_id)
    return person_id


def _use(session: Session, invitation: Invitation, now: datetime) -> None:
    """Mark the invitation used before anything is given: of two at once, one finds it used."""
    unused = update(InvitationRow).where(
        InvitationRow.id == invitation.id, InvitationRow.used_at.is_(None)
    )
    if session.execute(unused.values(used_at=now)).rowcount != 1:  # type: ignore[attr-defined]
        raise NoLongerOpenError


def _known(session: Session, email: str) -> int | None:
    person = people.by_email(session, email)
    if person is None or person.removed_at or not passwords.has_password(session, person.id):
        return None
    return int(person.id)


def _place_for(session: Session, email: str, name: str, now: datetime) -> int:
    """Add the person, or bring back one who was added without a password or removed since."""
    person = people.by_email(session, email)
    if person is None:
        return people.add(session, email, name, now)
    session.execute(
        update(PersonRow).where(PersonRow.id == person.id).values(name=name, removed_at=None)
    )
    return int(person.id)
