"""The reviews of a round: what waits for whom, and how much each reviewer has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.assessment.status import Status, turn
from lcassess.network.membership import Role
from lcassess.services.administering import PAGE, demand_uil
from lcassess.services.comparing import named_round
from lcassess.storage import assessments, reviews, rounds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.network.membership import Actor, Round

    Given = Mapping[UUID, Sequence[Row[*tuple[Any, ...]]]]

OPEN = frozenset(Status) - {Status.DRAFT, Status.ACCEPTED}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A report, whose turn it is, who reviews it, and the last move, if there was one."""

    report: Report
    turn: Role | None
    reviewers: tuple[str, ...]
    last: Row[*tuple[Any, ...]] | None


@dataclass(frozen=True, slots=True)
class Load:
    """How much a reviewer has: reports by where they are."""

    name: str
    given: int
    to_open: int
    in_review: int
    with_city: int
    accepted: int


@dataclass(frozen=True, slots=True)
class ReviewList:
    """The reviews of a round, or a page of them, with those that wait for the person first."""

    round: Round
    rounds: Sequence[Round]
    mine: tuple[Waiting, ...]
    waiting: tuple[Waiting, ...]
    total: int
    load: tuple[Load, ...]
    fictional: bool


def open_list(
    session: Session, actor: Actor, slug: str | None, start: int, *, everything: bool
) -> ReviewList:
    """Open a page of the reviews of a round: those under way, or of all its reports."""
    demand_uil(actor)
    found = named_round(session, slug)
    reports, given = (
        assessments.of_round(session, found.id),
        reviews.reviewers_in(session, found.id),
    )
    mine = [report for report in reports if _waits_for(report, actor, given)]
    shown = [report for report in reports if everything or report.status in OPEN]
    page = shown[start : start + PAGE]
    last = assessments.last_moves(session, [report.id for report in (*mine, *page)])
    return ReviewList(
        found,
        rounds.everything(session),
        tuple(_waiting(report, given, last) for report in mine),
        tuple(_waiting(report, given, last) for report in page),
        len(shown),
        tuple(_loads(reports, given)),
        any(report.city.fictional for report in reports),
    )


def _waits_for(report: Report, actor: Actor, given: Given) -> bool:
    ids = {person.id for person in given.get(report.id, ())}
    return actor.person_id in ids and turn(report.stand) is Role.REVIEWER


def _waiting(report: Report, given: Given, last: Mapping[UUID, Row[*tuple[Any, ...]]]) -> Waiting:
    names = tuple(person.name for person in given.get(report.id, ()))
    return Waiting(report, turn(report.stand), names, last.get(report.id))


def _loads(reports: Sequence[Report], given: Given) -> list[Load]:
    people = {person.id: person.name for whom in given.values() for person in whom}
    counts: dict[int, Counter[str]] = {person_id: Counter() for person_id in people}
    for report in reports:
        for person in given.get(report.id, ()):
            counts[person.id][_stage(report)] += 1
    by_name = sorted(people.items(), key=lambda one: (one[1], one[0]))
    return [_load(name, counts[person_id]) for person_id, name in by_name]


def _load(name: str, found: Counter[str]) -> Load:
    stages = ("to_open", "in_review", "with_city", "accepted")
    return Load(name, found.total(), *(found[stage] for stage in stages))


def _stage(report: Report) -> str:
    if report.status in {Status.IN_REVIEW, Status.ACCEPTED}:
        return report.status.value
    return "to_open" if turn(report.stand) is Role.REVIEWER else "with_city"
