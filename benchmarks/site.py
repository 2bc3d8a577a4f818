"""A database of the product's own for the benchmarks: cities with an open report and its writer."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from benchmarks.server import Server
from lcassess.accounts import passwords
from lcassess.network.membership import Grant, Role
from lcassess.services.administering import enrol
from lcassess.storage import assessments, cities, people, rounds
from lcassess.storage.engine import configure
from lcassess.storage.tables import Base

if TYPE_CHECKING:
    from pathlib import Path

EDITION = "2026"
PASSWORD = secrets.token_urlsafe(16)


class Writer(NamedTuple):
    """A coordinator and the address of the one report that is theirs."""

    email: str
    report: str


def product(folder: Path) -> Server:
    """Give the production server of the product, as `make serve` runs it, on a database here."""
    environment = {
        "LCASSESS_ENV": "production",
        "LCASSESS_SECRET_KEY": secrets.token_hex(32),
        "LCASSESS_DATABASE_URL": _address(folder),
    }
    return Server([], environment)


def floor(folder: Path) -> Server:
    """Give the floor, on the same kind of server."""
    settings = ["--config", "benchmarks/floor_server.py"]
    return Server(settings, {"FLOOR_FOLDER": str(folder)})


def fill(folder: Path, count: int) -> list[Writer]:
    """Make a database with some cities in one open round, each with a coordinator."""
    engine = create_engine(_address(folder))
    configure(engine)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        writers = _write(session, count, datetime.now(UTC))
        session.commit()
    engine.dispose()
    return writers


def _write(session: Session, count: int, now: datetime) -> list[Writer]:
    open_for = timedelta(days=30)
    rounds.add(
        session,
        slug="round",
        name="Round",
        edition=EDITION,
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
    reports = {r.city.id: str(r.id) for r in assessments.of_round(session, found.id)}
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


def _address(folder: Path) -> str:
    return f"sqlite:///{folder / 'lcassess.db'}"
