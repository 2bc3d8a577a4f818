"""What administrators keep: cities, rounds, people and their roles."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from lcassess.access import rules
from lcassess.framework import catalogue
from lcassess.network.slugs import is_slug, slug_of
from lcassess.services.refusals import NotAllowedError, NotFoundError, RefusedError
from lcassess.services.transaction import deed
from lcassess.storage import assessments, cities, people, rounds, scores

if TYPE_CHECKING:
    from datetime import date, datetime
    from typing import Any

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from lcassess.network.membership import Actor, City, Grant, Round


class TakenError(RefusedError):
    """A slug that was used before; slugs are never used twice."""


def all_cities(session: Session, actor: Actor) -> list[City]:
    """List all cities by name."""
    _demand_uil(actor)
    return cities.everything(session)


def all_rounds(session: Session, actor: Actor) -> list[Round]:
    """List all rounds, the one that closes last first."""
    _demand_uil(actor)
    return rounds.everything(session)


def everybody(
    session: Session, actor: Actor
) -> list[tuple[Row[*tuple[Any, ...]], list[tuple[int, Grant]]]]:
    """List all people with their roles, each role with its id."""
    _demand_uil(actor)
    held = people.grants(session)
    return [(person, held.get(person.id, [])) for person in people.everybody(session)]


def add_city(  # noqa: PLR0913  # one argument a column
    session: Session,
    actor: Actor,
    *,
    name: str,
    own_name: str,
    country: str,
    region: str,
    unit_type: str,
    since: date,
    now: datetime,
) -> str:
    """Add a member city, and open its report in every round that is not closed; give its slug."""
    _demand_administrator(actor)
    with deed(session):
        slug = slug_of(name, cities.slugs(session))
        city_id = cities.add(
            session,
            since,
            slug=slug,
            name=name,
            own_name=own_name,
            country=country,
            region=region,
            unit_type=unit_type,
        )
        for found in rounds.everything(session):
            if found.closes_at > now:
                enrol(session, found, city_id, now)
    return slug


def add_round(  # noqa: PLR0913  # one argument a column
    session: Session,
    actor: Actor,
    *,
    slug: str,
    name: str,
    edition: str,
    opens_at: datetime,
    closes_at: datetime,
    asks_signature: bool,
    asks_endorsement: bool,
    now: datetime,
) -> None:
    """Add a round, with a report to be written by every city."""
    _demand_administrator(actor)
    if not is_slug(slug):
        raise RefusedError
    with deed(session):
        if rounds.find(session, slug) is not None:
            raise TakenError
        rounds.add(
            session,
            slug=slug,
            name=name,
            edition=edition,
            opens_at=opens_at,
            closes_at=closes_at,
            asks_signature=asks_signature,
            asks_endorsement=asks_endorsement,
        )
        found = rounds.find(session, slug)
        for city in cities.everything(session):
            if found is not None:
                enrol(session, found, city.id, now)


def enrol(session: Session, found: Round, city_id: int, now: datetime) -> None:
    """Open the report of a city in a round."""
    assessment_id = uuid4()
    assessments.add(session, assessment_id, city_id, found.id, found.edition, now)
    framework = catalogue.load(found.edition)
    scores.add(session, assessment_id, bytes(len(framework.focus_areas)))


def take_role(session: Session, actor: Actor, person_id: int, grant_id: int) -> None:
    """Take a role from a person; their sign-ins end at once."""
    _demand_administrator(actor)
    with deed(session):
        people.take(session, person_id, grant_id)


def remove_person(session: Session, actor: Actor, person_id: int, now: datetime) -> None:
    """Remove a person; their sign-ins end at once, what they did keeps their name."""
    _demand_administrator(actor)
    with deed(session):
        if people.actor(session, person_id) is None:
            raise NotFoundError
        people.remove(session, person_id, now)


def _demand_uil(actor: Actor) -> None:
    if not rules.is_uil(actor):
        raise NotAllowedError


def _demand_administrator(actor: Actor) -> None:
    if not rules.may_administer(actor):
        raise NotAllowedError
