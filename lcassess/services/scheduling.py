"""A round and its dates: when it opens and closes, which cohorts it has, and who takes part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lcassess.assessment.status import Status
from lcassess.network.calendar import is_zone
from lcassess.services.administering import demand_administrator, demand_uil, enrol
from lcassess.services.refusals import NotFoundError, NotNowError, RefusedError
from lcassess.services.transaction import deed
from lcassess.storage import assessments, cities, participations, rounds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.network.membership import Actor, Round


class AskedForError(NotNowError):
    """What a report needs beside its answers stays as it is once one has left its draft."""


class NoSuchCityError(RefusedError):
    """No city is called so, or more than one."""


class TakesPartError(RefusedError):
    """The city takes part already."""


class TooEarlyError(RefusedError):
    """A deadline that comes before the one that it replaces, or before the round opens."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A round with its cohorts (id, name, deadline), its reports by name and their own terms."""

    round: Round
    cohorts: Sequence[Row[*tuple[Any, ...]]]
    reports: Sequence[Report]
    special: Mapping[UUID, Row[*tuple[Any, ...]]]
    may_change_needs: bool


def open_schedule(session: Session, actor: Actor, slug: str) -> Schedule:
    """Open a round for somebody at UIL."""
    demand_uil(actor)
    found = find_round(session, slug)
    reports = assessments.of_round(session, found.id)
    return Schedule(
        found,
        participations.cohorts(session, found.id),
        reports,
        participations.of_round(session, found.id),
        all(report.status is Status.DRAFT for report in reports),
    )


def change_round(session: Session, actor: Actor, slug: str, **columns: Any) -> None:
    """Change name, dates, time zone or what a report needs; raises AskedForError for the last."""
    with deed(session, "change-round", actor, round=slug):
        demand_administrator(actor)
        found = find_round(session, slug)
        if columns["closes_at"] <= columns["opens_at"] or not is_zone(columns["time_zone"]):
            raise RefusedError
        needs = (columns["asks_signature"], columns["asks_endorsement"])
        changes_needs = needs != (found.asks_signature, found.asks_endorsement)
        states = participations.lock_states(session, found.id)
        if changes_needs and states - {Status.DRAFT.value}:
            raise AskedForError
        rounds.change(session, found.id, **columns)


def set_cohort(session: Session, actor: Actor, slug: str, name: str, closes_at: datetime) -> None:
    """Add a cohort with a deadline of its own, or change the deadline of the one of this name."""
    with deed(session, "set-cohort", actor, round=slug):
        demand_administrator(actor)
        found = find_round(session, slug)
        if closes_at <= found.opens_at:
            raise TooEarlyError
        participations.set_cohort(session, found.id, name, closes_at)


def add_participant(session: Session, actor: Actor, slug: str, called: str, now: datetime) -> str:
    """Let a city, by slug or name, take part in a round; give its name."""
    with deed(session, "add-participant", actor, round=slug) as known:
        demand_administrator(actor)
        found = find_round(session, slug)
        ids = cities.ids_called(session, called)
        if len(ids) != 1:
            raise NoSuchCityError
        city = cities.named(session, ids)[ids[0]]
        known["city"] = city.slug
        if any(report.round == found for report in assessments.of_cities(session, ids)):
            raise TakesPartError
        enrol(session, found, city.id, now)
    return city.name


def remove_participant(session: Session, actor: Actor, slug: str, city: str) -> None:
    """Take a city out of a round; possible while nothing was done in its report."""
    with deed(session, "remove-participant", actor, round=slug, city=city):
        demand_administrator(actor)
        report = find_report(session, slug, city)
        if not participations.remove(session, report.id):
            raise NotNowError


def find_round(session: Session, slug: str) -> Round:
    """Find a round by its slug."""
    found = rounds.find(session, slug)
    if found is None:
        raise NotFoundError
    return found


def find_report(session: Session, slug: str, city: str) -> Report:
    """Find the report of a city in a round, both by slug."""
    found, place = find_round(session, slug), cities.find(session, city)
    reports = assessments.of_cities(session, [place.id]) if place else []
    for report in reports:
        if report.round == found:
            return report
    raise NotFoundError
