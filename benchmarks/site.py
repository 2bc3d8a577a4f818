"""The product and the floor side by side, each on a production server with its own database."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from benchmarks import capturing, floor
from benchmarks.answering import CODES, FRAMEWORK, Person
from benchmarks.client import Client
from benchmarks.server import Server
from lcassess.accounts import passwords
from lcassess.network.membership import Grant, Role
from lcassess.services.administering import enrol
from lcassess.storage import assessments, cities, people, rounds
from lcassess.storage.engine import configure
from lcassess.storage.tables import Base

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

PASSWORD = secrets.token_urlsafe(16)
QUESTIONS = {
    area.code: [*(i.id for i in area.indicators), *(area.text_name(text) for text in area.texts)]
    for area in FRAMEWORK.focus_areas
}


class Writer(NamedTuple):
    """A coordinator and the id of the one report that is theirs."""

    email: str
    report: str


class Side(NamedTuple):
    """One of the two servers, with people who have answered everything twice."""

    server: Server
    people: list[Person]


@contextmanager
def side_by_side(count: int, *, compressed: bool = True) -> Iterator[tuple[Side, Side]]:
    """Start both with as many people, whose pages hold the same: ours, then the floor."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        writers = fill(folder, count)
        with product(f"sqlite:///{folder}/lcassess.db") as ours:
            people_here = [_at_ours(ours, writer) for writer in writers]
            for code in CODES:
                capturing.keep_as_template(people_here[0].read(code).text, folder / "pages", code)
            floor.prepare(folder, QUESTIONS, [writer.report for writer in writers])
            with _floor(folder, compressed=compressed) as low:
                people_there = [_at_floor(low, writer) for writer in writers]
                yield Side(ours, people_here), Side(low, people_there)


def product(url: str) -> Server:
    """Give the production server of the product, as `make serve` runs it, on a database."""
    environment = {
        "LCASSESS_ENV": "production",
        "LCASSESS_SECRET_KEY": secrets.token_hex(32),
        "LCASSESS_DATABASE_URL": url,
    }
    return Server([], environment)


def fill(folder: Path, count: int) -> list[Writer]:
    """Make a database with some cities in one open round, each with a coordinator."""
    return fill_engine(create_engine(f"sqlite:///{folder}/lcassess.db"), count)


def fill_engine(engine: Engine, count: int) -> list[Writer]:
    """Fill a database without tables."""
    configure(engine)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        writers = _write(session, count, datetime.now(UTC))
        session.commit()
    engine.dispose()
    return writers


def _floor(folder: Path, *, compressed: bool) -> Server:
    environment = {"FLOOR_FOLDER": str(folder), "FLOOR_COMPRESSES": "yes" if compressed else "no"}
    return Server(["--config", "benchmarks/floor_server.py"], environment)


def _at_ours(server: Server, writer: Writer) -> Person:
    client = Client(server.port)
    client.sign_in(writer.email, PASSWORD)
    return _experienced(Person(client, writer.report, seed=1))


def _at_floor(server: Server, writer: Writer) -> Person:
    client = Client(server.port)
    client.get("/sign-in")
    return _experienced(Person(client, writer.report, seed=1))


def _experienced(person: Person) -> Person:
    person.save_all()
    person.save_all()
    return person


def _write(session: Session, count: int, now: datetime) -> list[Writer]:
    open_for = timedelta(days=30)
    rounds.add(
        session,
        slug="round",
        name="Round",
        edition=FRAMEWORK.edition,
        opens_at=now - open_for,
        closes_at=now + open_for,
        asks_signature=False,
        asks_endorsement=False,
    )
    found = rounds.find(session, "round")
    assert found is not None
    ids = [_city(session, number) for number in range(count)]
    for city_id in ids:
        enrol(session, found, city_id, now)
    reports = {r.city.id: str(r.id) for r in assessments.of_cities(session, ids)}
    return [_writer(session, city_id, reports[city_id], now) for city_id in ids]


def _city(session: Session, number: int) -> int:
    name = f"City {number}"
    return cities.add(session, slug=f"city-{number}", name=name, country="FR", region="ENA")


def _writer(session: Session, city_id: int, report: str, now: datetime) -> Writer:
    email = f"writer{city_id}@example.org"
    person_id = people.add(session, email, f"Writer {city_id}", now)
    people.give(session, person_id, Grant(Role.COORDINATOR, city_id))
    passwords.keep_hash(session, passwords.make_hash(PASSWORD), now, person_id)
    return Writer(email, report)
