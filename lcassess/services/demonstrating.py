"""A network to try the product with: invented cities, marked as invented wherever they appear."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from lcassess.framework import catalogue
from lcassess.scoring.recipe import Recipe
from lcassess.services.invented_loans import add_loans
from lcassess.services.invented_members import add_city, place, source_id
from lcassess.services.invented_moves import write_ways
from lcassess.services.invented_people import add_people, add_reviewers, reviewer_of
from lcassess.services.invented_reports import add_reports, invented_report
from lcassess.services.invented_rounds import OPEN, demo_rounds, noon, stages
from lcassess.services.invented_terms import add_cohort, add_terms
from lcassess.services.invented_writing import write_beside, write_questions
from lcassess.services.invention import invented_cities
from lcassess.services.refusals import RefusedError
from lcassess.services.transaction import deed
from lcassess.storage import answers, cities, demonstration, rounds
from lcassess.storage.demonstration import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from lcassess.services.invented_people import DemoAccount
    from lcassess.services.invented_reports import InventedReport
    from lcassess.services.invented_rounds import DemoRound
    from lcassess.services.invention import InventedCity

BATCH = 50


class RealAnswersError(RefusedError):
    """A person has answered for a city that the demo did not invent."""


def fill(  # how much of what, when, and how to show that it goes on
    session: Session,
    city_count: int,
    round_count: int,
    seed: int,
    now: datetime,
    progress: Callable[[Sequence[InventedCity]], Iterable[InventedCity]],
) -> list[DemoAccount]:
    """Invent a network, as far as it is not there yet, and say who can sign in to it."""
    if demonstration.real_answers(session):
        raise RealAnswersError
    invented = list(invented_cities(city_count, seed))
    chosen = demo_rounds(round_count)
    with deed(session, "add-demo-rounds"):
        round_ids = {found.slug: _round(session, found) for found in chosen}
        reviewers = add_reviewers(session, now)
        known = cities.by_source_id(session)
    missing = [city for city in invented if source_id(city) not in known]
    for batch in _batches(progress(missing)):
        _write(session, batch, chosen, round_ids, reviewers, seed)
    with deed(session, "add-demo-people"):
        return add_people(session, invented, now)


def _batches(found: Iterable[InventedCity]) -> Iterator[list[InventedCity]]:
    left = iter(found)
    while batch := list(islice(left, BATCH)):
        yield batch


def _round(session: Session, wanted: DemoRound) -> int:
    found = rounds.find(session, wanted.slug)
    if found is not None:
        return found.id
    round_id = rounds.add(
        session,
        slug=wanted.slug,
        name=wanted.name,
        edition=catalogue.CURRENT_EDITION,
        opens_at=noon(wanted.opens),
        closes_at=noon(wanted.closes),
        asks_signature=wanted.signed,
        asks_endorsement=wanted.signed,
    )
    if wanted is OPEN:
        add_cohort(session, round_id)
    return round_id


def _write(
    session: Session,
    batch: Sequence[InventedCity],
    chosen: Sequence[DemoRound],
    round_ids: dict[str, int],
    reviewers: Sequence[int],
    seed: int,
) -> None:
    framework, rows = catalogue.load(), Rows()
    with deed(session, "add-demo-cities"):
        placed = place(session, batch)
        reports = [
            invented_report(framework, one, found, status, seed)
            for one in placed
            for found, status in stages(one.city, chosen)
        ]
        for one in placed:
            add_city(rows, framework, one, seed)
        add_reports(rows, framework, reports, round_ids)
        rows.reviewers.extend(map(partial(_given, reviewers), reports))
        add_terms(session, rows, reports, round_ids[OPEN.slug])
        demonstration.write(session, rows)
        answers.write_first(session, (report.written for report in reports))
        write_beside(session, reports)
        write_ways(session, reports, Recipe.of(framework).fingerprint)
        write_questions(session, reports)
        add_loans(session, framework, reports, seed)


def _given(reviewers: Sequence[int], report: InventedReport) -> dict[str, Any]:
    person_id = reviewers[reviewer_of(report.placed.city)]
    return {"assessment_id": report.id, "person_id": person_id, "at": report.began}
