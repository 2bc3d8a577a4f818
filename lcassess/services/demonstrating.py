"""A network to try the product with: invented cities, marked as invented wherever they appear."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from lcassess.assessment import snapshot
from lcassess.assessment.sheet import AnswerSheet, State
from lcassess.assessment.status import Move, Status
from lcassess.framework import catalogue
from lcassess.network.membership import Grant, Population, Role
from lcassess.network.slugs import slug_of
from lcassess.scoring import packing, profile
from lcassess.scoring.recipe import Recipe
from lcassess.services.invention import invented_answers, invented_cities
from lcassess.services.rebuilding import settled
from lcassess.services.refusals import RefusedError
from lcassess.services.transaction import deed
from lcassess.storage import answers, assessments, cities, demonstration, figures, people, rounds
from lcassess.storage import scores as score_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy.orm import Session

    from lcassess.assessment.sheet import Answer
    from lcassess.framework.model import Framework
    from lcassess.services.invention import InventedCity

EDITION = "2026"
NAMESPACE = UUID("6f2c1e0a-6a51-5c0e-9f5e-1c7a55e55000")
BATCH = 50
COORDINATED = 7
SOURCE = "Office of Invented Statistics"
SIGNED = (Status.DRAFT, Status.SIGNING, Status.ENDORSED, Status.SUBMITTED, Status.SIGNING)


@dataclass(frozen=True, slots=True)
class DemoRound:
    """A round of the demo: the year that its figures are of, and what it asks for."""

    slug: str
    name: str
    year: int
    opens: date
    closes: date
    signed: bool = False


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody to sign in as."""

    email: str
    name: str
    role: Role
    city: str | None
    country: str | None = None


class RealAnswersError(RefusedError):
    """A person has answered for a city that the demo did not invent."""


PAST = DemoRound("2024", "Round 2024", 2024, date(2024, 9, 1), date(2025, 3, 31))
SIGNED_ROUND = DemoRound(
    "2025-signed",
    "Round 2025 with signature",
    2025,
    date(2025, 9, 1),
    date(2026, 12, 31),
    signed=True,
)
OPEN = DemoRound("2026", "Round 2026", 2026, date(2026, 9, 1), date(2027, 12, 31))


def fill(
    session: Session,
    count: int,
    round_count: int,
    seed: int,
    progress: Callable[[Sequence[InventedCity]], Iterable[InventedCity]],
) -> list[DemoAccount]:
    """Invent a network, as far as it is not there yet, and say who can sign in to it."""
    if demonstration.real_answers(session):
        raise RealAnswersError
    framework = catalogue.load(EDITION)
    chosen = (OPEN, PAST)[:round_count]
    invented = list(invented_cities(count, seed))
    slugs = _slugs(invented)
    with deed(session):
        made_rounds = {r.slug: _round(session, r) for r in (*chosen, SIGNED_ROUND)}
        known = cities.slugs(session)
    batch: list[InventedCity] = []
    missing = [city for city in invented if slugs[city.number] not in known]
    for city in progress(missing):
        batch.append(city)
        if len(batch) == BATCH:
            _write(session, framework, batch, slugs, chosen, made_rounds, seed)
            batch = []
    if batch:
        _write(session, framework, batch, slugs, chosen, made_rounds, seed)
    return _accounts(session, invented, slugs)


def _write(  # a batch and what it depends on
    session: Session,
    framework: Framework,
    batch: Sequence[InventedCity],
    slugs: dict[int, str],
    chosen: Sequence[DemoRound],
    made_rounds: dict[str, int],
    seed: int,
) -> None:
    with deed(session):
        for city in batch:
            city_id = _city(session, city, slugs[city.number])
            figures.replace(session, [city_id], _figures(framework, city, city_id, seed))
            for found in chosen:
                round_id = made_rounds[found.slug]
                _report(session, framework, city, city_id, found, round_id, seed=seed)
            signed = city.number - len(SIGNED) * 2
            if 0 <= signed < len(SIGNED):
                _report(
                    session,
                    framework,
                    city,
                    city_id,
                    SIGNED_ROUND,
                    made_rounds[SIGNED_ROUND.slug],
                    seed=seed,
                    status=SIGNED[signed],
                )


def _slugs(invented: Sequence[InventedCity]) -> dict[int, str]:
    taken: set[str] = set()
    slugs: dict[int, str] = {}
    for city in invented:
        slugs[city.number] = slug_of(city.name, taken)
        taken.add(slugs[city.number])
    return slugs


def _round(session: Session, wanted: DemoRound) -> int:
    found = rounds.find(session, wanted.slug)
    if found is not None:
        return found.id
    return rounds.add(
        session,
        slug=wanted.slug,
        name=wanted.name,
        edition=EDITION,
        opens_at=_moment(wanted.opens),
        closes_at=_moment(wanted.closes),
        asks_signature=wanted.signed,
        asks_endorsement=wanted.signed,
    )


def _city(session: Session, city: InventedCity, slug: str) -> int:
    city_id = cities.add(
        session,
        date(2015 + city.number % 9, 9, 1),
        slug=slug,
        name=city.name,
        own_name=city.own_name,
        country=city.country,
        region=city.region,
        unit_type="city",
        fictional=True,
    )
    cities.set_population(
        session, city_id, Population("municipality", 2025, city.population, f"{SOURCE} (invented)")
    )
    return city_id


def _report(  # noqa: PLR0913  # what a report is made of
    session: Session,
    framework: Framework,
    city: InventedCity,
    city_id: int,
    wanted: DemoRound,
    round_id: int,
    *,
    seed: int,
    status: Status | None = None,
) -> None:
    past = wanted is PAST
    status = status or (Status.ACCEPTED if past else city.status)
    blanks = min(city.blanks, 0.15) if past or wanted.signed else city.blanks
    given = invented_answers(framework, city, wanted.year, seed, blanks=blanks)
    assessment_id = uuid5(NAMESPACE, f"{seed}/{city.number}/{wanted.slug}")
    began = _moment(wanted.opens) + timedelta(days=3 + city.number % 20, hours=city.number % 9)
    assessments.add(session, assessment_id, city_id, round_id, EDITION, began)
    assessments.set_columns(session, assessment_id, boundary="municipality")
    score_table.add(session, assessment_id, settled(framework, AnswerSheet.of(given)))
    answers.write(session, assessment_id, given, None, began, name=city.coordinator)
    if status is not Status.DRAFT:
        _send(
            session,
            framework,
            assessment_id,
            status,
            given,
            city=city,
            wanted=wanted,
            began=began,
        )


def _send(  # noqa: PLR0913  # what is sent
    session: Session,
    framework: Framework,
    assessment_id: UUID,
    status: Status,
    given: Sequence[Answer],
    *,
    city: InventedCity,
    wanted: DemoRound,
    began: datetime,
) -> None:
    report = assessments.find(session, assessment_id)
    if report is None:
        return
    at = began
    for move, to in _way(status, signed=wanted.signed):
        at += timedelta(days=5)
        assessments.move(session, report, move, to, None, at)
        report = assessments.find(session, assessment_id) or report
    if status is Status.RETURNED:
        assessments.set_columns(
            session,
            assessment_id,
            returned_areas="2.3 3.1",
            due_at=_moment(wanted.closes) + timedelta(days=30),
        )
    if status is Status.SIGNING:
        return
    sheet = AnswerSheet.of(given)
    frozen = snapshot.freeze(sheet, {})
    recipe = Recipe.of(framework).fingerprint
    assessments.hand_in(
        session,
        assessment_id,
        None,
        began + timedelta(days=5),
        checksum=recipe,
        fingerprint=snapshot.fingerprint(frozen, city=report.city.slug, round=wanted.slug),
        snapshot=zlib.compress(frozen),
        name=city.coordinator,
    )
    packed = packing.pack(profile.score(framework, sheet))
    score_table.set_profile(session, assessment_id, packed, recipe)


def _way(status: Status, *, signed: bool) -> list[tuple[Move, Status]]:
    """List the moves that lead from a draft to a state."""
    way = [(Move.SUBMIT, Status.SIGNING if signed else Status.SUBMITTED)]
    if signed:
        way += [(Move.SIGN, Status.SUBMITTED), (Move.ENDORSE, Status.ENDORSED)]
    way.append((Move.OPEN, Status.IN_REVIEW))
    if status in {Status.RETURNED, Status.ACCEPTED}:
        way.append((Move.RETURN if status is Status.RETURNED else Move.ACCEPT, status))
    reached = [to for _move, to in way].index(status)
    return way[: reached + 1]


def _figures(
    framework: Framework, city: InventedCity, city_id: int, seed: int
) -> list[dict[str, object]]:
    random = Random(f"{seed}-figures-{city.number}")  # noqa: S311  # no secret
    rows: list[dict[str, object]] = []
    for answer in invented_answers(framework, city, 2025, seed, blanks=0):
        if answer.state is not State.VALUE or answer.value is None or random.random() < 0.6:  # noqa: PLR2004
            continue
        indicator = framework.indicators[answer.indicator_id]
        if indicator.kind.value == "level":
            continue
        match = random.choice(("exact", "proxy", "partial"))
        rows.append(
            {
                "city_id": city_id,
                "indicator_id": indicator.id,
                "series": "invented",
                "year": 2024,
                "value": format(answer.value, "f"),
                "unit": indicator.unit,
                "match": match,
                "source": f"{SOURCE} (invented)",
                "note": "" if match == "exact" else "another age group than the question asks for",
            }
        )
    return rows


def _accounts(
    session: Session, invented: Sequence[InventedCity], slugs: dict[int, str]
) -> list[DemoAccount]:
    wanted = [
        DemoAccount(
            f"coordinator{city.number + 1}@example.org",
            city.coordinator,
            Role.COORDINATOR,
            slugs[city.number],
        )
        for city in invented[:COORDINATED]
    ]
    first, tenth = slugs[0], slugs.get(11, slugs[0])
    wanted += [
        DemoAccount("contributor@example.org", "Ravi Menon", Role.CONTRIBUTOR, first),
        DemoAccount("certifier@example.org", "Helena Costa", Role.CERTIFIER, tenth),
        DemoAccount("commission@example.org", "Marc Lefort", Role.COMMISSION, None, "NO"),
        DemoAccount("reviewer@example.org", "Anna Brandt", Role.REVIEWER, None),
        DemoAccount("administrator@example.org", "Jonas Weber", Role.ADMINISTRATOR, None),
        DemoAccount("reader@example.org", "Grace Otieno", Role.READER, None),
        DemoAccount("city-reader@example.org", "Paul Lemaire", Role.READER, first),
    ]
    with deed(session):
        for account in wanted:
            _person(session, account)
    return wanted


def _person(session: Session, account: DemoAccount) -> None:
    if people.by_email(session, account.email) is not None:
        return
    city = cities.find(session, account.city) if account.city else None
    person_id = people.add(session, account.email, account.name, datetime.now(UTC))
    people.give(session, person_id, Grant(account.role, city.id if city else None, account.country))


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
