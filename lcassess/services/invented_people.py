"""The people of the demo: coordinators with an open draft, and somebody in every other role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.network.membership import Grant, Role
from lcassess.services.invented_members import source_id
from lcassess.storage import cities, people

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lcassess.network.membership import City
    from lcassess.services.invention import InventedCity

COORDINATED = 7
SIGNING = 11  # this city waits for its certifier


LENT = ("2.3", "2.4")  # what the demo's contributor answers
ENDORSING = 13  # this one's country has a report to endorse
COMMISSION = "Marc Lefort"
SHARED_FROM = 12  # from this city on the reports are given to both reviewers in turn


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody to sign in as; `city` is the slug of theirs, if they have one."""

    person_id: int
    email: str
    role: Role
    city: str | None


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody with one role; `number` is that of the invented city."""

    email: str
    name: str
    role: Role
    number: int | None = None
    country: str | None = None
    focus_areas: tuple[str, ...] = ()


REVIEWERS = (
    _Person("reviewer@example.org", "Anna Brandt", Role.REVIEWER),
    _Person("reviewer2@example.org", "Mateo Quispe", Role.REVIEWER, country="PE"),
)


def reviewer_of(city: InventedCity) -> int:
    """Say which of the reviewers a city's reports are given to; none reviews their own country."""
    shared = city.number >= SHARED_FROM and city.number % 3 == 1
    return int(shared and city.country != REVIEWERS[1].country)


def add_reviewers(session: Session, now: datetime) -> list[int]:
    """Add the reviewers of the demo, as far as they are not there yet; give their ids."""
    return [_account(session, one, None, now).person_id for one in REVIEWERS]


def add_people(
    session: Session, invented: Sequence[InventedCity], now: datetime
) -> list[DemoAccount]:
    """Add the people of the demo, as far as they are not there yet."""
    known = cities.by_source_id(session)
    ids = {city.number: known[source_id(city)] for city in invented}
    found = list(_people(invented))
    named = cities.named(session, {ids[one.number] for one in found if one.number is not None})
    return [
        _account(session, one, None if one.number is None else named[ids[one.number]], now)
        for one in found
    ]


def _people(invented: Sequence[InventedCity]) -> Iterator[_Person]:
    for city in invented[:COORDINATED]:
        email = f"coordinator{city.number + 1}@example.org"
        yield _Person(email, city.coordinator, Role.COORDINATOR, city.number)
    signing = invented[min(SIGNING, len(invented) - 1)]
    yield _Person("contributor@example.org", "Ravi Menon", Role.CONTRIBUTOR, 0, focus_areas=LENT)
    yield _Person("certifier@example.org", "Helena Costa", Role.CERTIFIER, signing.number)
    endorsing = invented[min(ENDORSING, len(invented) - 1)]
    yield _Person("commission@example.org", COMMISSION, Role.COMMISSION, country=endorsing.country)
    yield from REVIEWERS
    yield _Person("administrator@example.org", "Jonas Weber", Role.ADMINISTRATOR)
    yield _Person("reader@example.org", "Grace Otieno", Role.READER)
    yield _Person("city-reader@example.org", "Paul Lemaire", Role.READER, 0)


def _account(session: Session, one: _Person, city: City | None, now: datetime) -> DemoAccount:
    kept = people.by_email(session, one.email)
    person_id = kept.id if kept else people.add(session, one.email, one.name, now)
    if kept is None:
        grant = Grant(one.role, city.id if city else None, one.country, one.focus_areas)
        people.give(session, person_id, grant)
    return DemoAccount(person_id, one.email, one.role, city.slug if city else None)
