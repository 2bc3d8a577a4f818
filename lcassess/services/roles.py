"""People and the roles they hold: who they are, and what is taken away from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lcassess.services.administering import PAGE, demand_administrator, demand_uil
from lcassess.services.refusals import NotAllowedError, NotFoundError
from lcassess.services.transaction import deed
from lcassess.storage import cities, people

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lcassess.network.membership import Actor, City, Grant


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that somebody holds, with its id and the city that it is for."""

    id: int
    grant: Grant
    city: City | None


@dataclass(frozen=True, slots=True)
class Member:
    """A person with all roles."""

    id: int
    name: str
    email: str
    roles: tuple[HeldRole, ...]


def people_called(
    session: Session, actor: Actor, text: str, start: int
) -> tuple[list[Member], int]:
    """List a page of the people whose name or e-mail holds a text; and say how many there are."""
    demand_uil(actor)
    found = people.page(session, text, start, PAGE)
    return _members(session, found), people.number(session, text)


def find_person(session: Session, actor: Actor, person_id: int) -> Member:
    """Find a person, to change their roles or remove them."""
    demand_administrator(actor)
    found = people.actor(session, person_id)
    if found is None:
        raise NotFoundError
    return _members(session, [(found.person_id, found.name, found.email)])[0]


def take_role(session: Session, actor: Actor, person_id: int, grant_id: int) -> None:
    """Take a role from a person; their sign-ins end at once."""
    with deed(session, "take-role", actor, person_id=person_id, grant_id=grant_id):
        _demand_another(actor, person_id)
        if not people.take(session, person_id, grant_id):
            raise NotFoundError


def remove_person(session: Session, actor: Actor, person_id: int, now: datetime) -> None:
    """Remove a person; their sign-ins end at once, what they did keeps their name."""
    with deed(session, "remove-person", actor, person_id=person_id):
        _demand_another(actor, person_id)
        if people.actor(session, person_id) is None:
            raise NotFoundError
        people.remove(session, person_id, now)


def _demand_another(actor: Actor, person_id: int) -> None:
    """Let nobody shut themselves out: so there is always an administrator left."""
    demand_administrator(actor)
    if actor.person_id == person_id:
        raise NotAllowedError


def _members(session: Session, found: Sequence[Sequence[Any]]) -> list[Member]:
    held = people.grants(session, [person_id for person_id, _name, _email in found])
    grants = [grant for roles in held.values() for _grant_id, grant in roles]
    named = cities.named(session, {grant.city_id for grant in grants if grant.city_id})
    return [
        Member(
            person_id,
            name,
            email,
            tuple(
                HeldRole(grant_id, grant, named.get(grant.city_id or 0))
                for grant_id, grant in held.get(person_id, [])
            ),
        )
        for person_id, name, email in found
    ]
