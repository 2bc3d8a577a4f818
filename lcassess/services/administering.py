"""What administrators keep: cities and rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from lcassess.access import rules
from lcassess.assessment.status import Status
from lcassess.framework import catalogue
from lcassess.network.calendar import day_of, is_zone
from lcassess.network.slugs import is_slug, slug_of
from lcassess.services.refusals import NotAllowedError, RefusedError
from lcassess.services.transaction import deed
from lcassess.storage import assessments, cities, participations, rounds, scores

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lcassess.network.membership import Actor, City, Round

PAGE = 100


class TakenError(RefusedError):
    """A slug that was used before; slugs are never used twice."""


def cities_called(session: Session, actor: Actor, text: str, start: int) -> tuple[list[City], int]:
    """List a page of the cities whose name holds a text, by name; and say how many there are."""
    demand_uil(actor)
    return cities.page(session, text, start, PAGE), cities.number(session, text)


def all_rounds(session: Session, actor: Actor) -> list[Round]:
    """List all rounds, the one that closes last first."""
    demand_uil(actor)
    return rounds.everything(session)


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
    """Add a member city, and open its reports; give its slug.

    It reports in every round that is not closed and opens when it is a member.
    """
    with deed(session, "add-city", actor) as about:
        demand_administrator(actor)
        about["city"] = slug = slug_of(name, cities.slugs(session))
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
            if found.closes_at > now and since <= opening_day(found):
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
    time_zone: str = "UTC",
) -> None:
    """Add a round, with a report to be written by every city that is a member when it opens."""
    with deed(session, "add-round", actor) as about:
        demand_administrator(actor)
        if not is_slug(slug) or not is_zone(time_zone) or closes_at <= opens_at:
            raise RefusedError
        about["round"] = slug
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
            time_zone=time_zone,
        )
        added = rounds.find(session, slug)
        if added is not None:
            _enrol_all(session, added, participations.members(session, opening_day(added)), now)


def opening_day(found: Round) -> date:
    """Give the day on which a round opens, where it does: who is a member then takes part."""
    return day_of(found.opens_at, found.time_zone)


def enrol(session: Session, found: Round, city_id: int, now: datetime) -> None:
    """Open the report of a city in a round."""
    _enrol_all(session, found, [city_id], now)


def _enrol_all(session: Session, found: Round, city_ids: Sequence[int], now: datetime) -> None:
    ids = [uuid4() for _city in city_ids]
    rows = [
        {
            "id": assessment_id,
            "city_id": city_id,
            "round_id": found.id,
            "edition": found.edition,
            "status": Status.DRAFT.value,
            "created_at": now,
        }
        for assessment_id, city_id in zip(ids, city_ids, strict=True)
    ]
    assessments.add_many(session, rows)
    scores.add_many(session, ids, bytes(len(catalogue.load(found.edition).focus_areas)))


def demand_administrator(actor: Actor) -> None:
    """Refuse everybody who may not change cities, rounds and people."""
    if not rules.may_administer(actor):
        raise NotAllowedError


def demand_uil(actor: Actor) -> None:
    """Refuse everybody who does not work for UIL."""
    if not rules.is_uil(actor):
        raise NotAllowedError
