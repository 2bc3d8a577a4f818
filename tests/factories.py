"""One factory a thing, with sensible defaults; each commits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

from lcassess.network.membership import Actor, Grant, Role
from lcassess.services.administering import enrol
from lcassess.storage import assessments, cities, people, rounds

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.network.membership import City, Round

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
numbers = count(1)


def city(session: Session, **columns: object) -> City:
    number = next(numbers)
    defaults = {"slug": f"city-{number}", "name": f"City {number}", "country": "FR"}
    given = defaults | {"region": "ENA", "unit_type": "city"} | columns
    cities.add(session, **given)
    session.commit()
    return cities.find(session, given["slug"])


def round_(session: Session, **columns: object) -> Round:
    number = next(numbers)
    given = {
        "slug": f"round-{number}",
        "name": f"Round {number}",
        "edition": "2026",
        "opens_at": NOW - timedelta(days=30),
        "closes_at": NOW + timedelta(days=30),
    } | columns
    rounds.add(session, **given)
    session.commit()
    return rounds.find(session, given["slug"])


def report(session: Session, of: City | None = None, in_: Round | None = None) -> Report:
    of, in_ = of or city(session), in_ or round_(session)
    enrol(session, in_, of.id, NOW)
    session.commit()
    return next(r for r in assessments.of_cities(session, [of.id]) if r.round == in_)


def reports(session: Session, in_: Round) -> list[Report]:
    return assessments.of_round(session, in_.id)


def person(session: Session, role: Role | None, of: City | None = None, **grant: object) -> Actor:
    email = f"person{next(numbers)}@example.org"
    person_id = people.add(session, email, email.partition("@")[0].title(), NOW)
    if role:
        people.give(session, person_id, Grant(role, of.id if of else None, **grant))
    session.commit()
    return people.actor(session, person_id)


def coordinator(session: Session, of: City) -> Actor:
    return person(session, Role.COORDINATOR, of)


def found(session: Session, assessment_id: UUID) -> Report:
    return assessments.find(session, assessment_id)
