"""People and the roles they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, or_, select, update

from lcassess.network.membership import Actor, Grant, Role
from lcassess.storage.engine import insert_new
from lcassess.storage.tables import GrantRow, PersonRow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.orm import Session


def by_email(session: Session, email: str) -> Row[*tuple[Any, ...]] | None:
    """Find a person by e-mail, whatever its case."""
    return session.execute(
        select(PersonRow.id, PersonRow.name, PersonRow.email, PersonRow.removed_at).where(
            PersonRow.email == email.strip().lower()
        )
    ).one_or_none()


def page(session: Session, text: str, start: int, count: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """List some of the people whose name or e-mail holds a text, by name; nobody removed."""
    query = (
        select(PersonRow.id, PersonRow.name, PersonRow.email)
        .where(*_called(text))
        .order_by(PersonRow.name, PersonRow.email)
    )
    return session.execute(query.offset(start).limit(count)).all()


def number(session: Session, text: str) -> int:
    """Count the people whose name or e-mail holds a text; nobody removed."""
    return session.scalar(select(func.count(PersonRow.id)).where(*_called(text))) or 0


def grants(session: Session, person_ids: Collection[int]) -> dict[int, list[tuple[int, Grant]]]:
    """Give the roles of some people by person id, each with its own id."""
    found: dict[int, list[tuple[int, Grant]]] = {}
    query = select(GrantRow).where(GrantRow.person_id.in_(person_ids)).order_by(GrantRow.id)
    for row in session.scalars(query):
        found.setdefault(row.person_id, []).append((row.id, grant_of(row)))
    return found


def grants_by_email(session: Session, emails: Collection[str]) -> dict[str, list[Grant]]:
    """Give the roles of the people with some e-mail addresses in small letters, by address."""
    found: dict[str, list[Grant]] = {}
    query = select(PersonRow.email, GrantRow).join(GrantRow, GrantRow.person_id == PersonRow.id)
    for email, row in session.execute(query.where(PersonRow.email.in_(emails))):
        found.setdefault(email, []).append(grant_of(row))
    return found


def grant_of(row: GrantRow) -> Grant:
    """Turn a row into a role."""
    return Grant(Role(row.role), row.city_id, row.country, tuple(row.focus_areas.split()))


def actor(session: Session, person_id: int) -> Actor | None:
    """Give a person with all roles, unless removed."""
    person = session.execute(
        select(PersonRow.id, PersonRow.name, PersonRow.email).where(
            PersonRow.id == person_id, PersonRow.removed_at.is_(None)
        )
    ).one_or_none()
    if person is None:
        return None
    held = [grant for _id, grant in grants(session, [person_id]).get(person_id, [])]
    return Actor(person.id, person.name, person.email, tuple(held))


def holding(
    session: Session, role: Role, *, city_id: int | None = None, country: str | None = None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """List id, name, e-mail and language of those who hold a role for a city or a country."""
    query = (
        select(PersonRow.id, PersonRow.name, PersonRow.email, PersonRow.language)
        .join(GrantRow, GrantRow.person_id == PersonRow.id)
        .where(GrantRow.role == role.value, PersonRow.removed_at.is_(None))
        .order_by(PersonRow.name, PersonRow.id)
        .distinct()
    )
    if city_id is not None:
        query = query.where(GrantRow.city_id == city_id)
    if country is not None:
        query = query.where(GrantRow.country == country)
    return session.execute(query).all()


def of_city(session: Session, city_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """List who holds a role for a city, by name: `name`, `role` and codes of `focus_areas`."""
    query = (
        select(PersonRow.name, GrantRow.role, GrantRow.focus_areas)
        .join(GrantRow, GrantRow.person_id == PersonRow.id)
        .where(GrantRow.city_id == city_id, PersonRow.removed_at.is_(None))
        .order_by(PersonRow.name, PersonRow.id, GrantRow.id)
    )
    return session.execute(query).all()


def add(session: Session, email: str, name: str, now: datetime) -> int:
    """Add a person without any role."""
    return session.execute(
        insert(PersonRow)
        .values(email=email.strip().lower(), name=name, created_at=now)
        .returning(PersonRow.id)
    ).scalar_one()


def give(session: Session, person_id: int, grant: Grant) -> None:
    """Give a person a role; one that is held already stays as it is."""
    new = insert_new(session, GrantRow).values(
        person_id=person_id,
        role=grant.role.value,
        city_id=grant.city_id,
        country=grant.country,
        focus_areas=" ".join(grant.focus_areas),
    )
    if session.scalar(new.returning(GrantRow.id)) is not None:
        _end_sign_ins(session, person_id)


def take(session: Session, person_id: int, grant_id: int) -> bool:
    """Take a role away; tell whether the person had it."""
    held = delete(GrantRow).where(GrantRow.person_id == person_id, GrantRow.id == grant_id)
    taken = session.scalar(held.returning(GrantRow.id)) is not None
    if taken:
        _end_sign_ins(session, person_id)
    return taken


def remove(session: Session, person_id: int, now: datetime) -> None:
    """Remove a person; what they did keeps their name."""
    session.execute(delete(GrantRow).where(GrantRow.person_id == person_id))
    session.execute(update(PersonRow).where(PersonRow.id == person_id).values(removed_at=now))
    _end_sign_ins(session, person_id)


def _end_sign_ins(session: Session, person_id: int) -> None:
    session.execute(
        update(PersonRow).where(PersonRow.id == person_id).values(epoch=PersonRow.epoch + 1)
    )


def _called(text: str) -> list[ColumnElement[bool]]:
    wanted = text.strip()
    either = (PersonRow.name, PersonRow.email)
    found = or_(*(column.icontains(wanted, autoescape=True) for column in either))
    return [PersonRow.removed_at.is_(None), found]
