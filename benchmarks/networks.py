"""Invented networks of some size, made once by the demo and kept in build/benchmarks."""

from __future__ import annotations

import hashlib
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateTable

from benchmarks.server import ROOT
from lcassess.accounts import passwords
from lcassess.framework import catalogue
from lcassess.scoring.recipe import Recipe
from lcassess.services import demonstrating
from lcassess.storage import people
from lcassess.storage.engine import configure
from lcassess.storage.tables import Base

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ROOT / "build" / "benchmarks"
ROUND = "2026"
REVIEWER = "reviewer@example.org"
SEED = 2026


def network(cities: int, rounds: int = 1) -> Path:
    """Give a database with a network; the first time this takes about 10 ms a city and round."""
    path = FOLDER / f"network-{cities}-{rounds}-{_shape()}.db"
    if not path.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".draft")
        draft.unlink(missing_ok=True)
        _fill(draft, cities, rounds)
        draft.replace(path)
    return path


def opened_to(
    password: str, cities: int, folder: Path, *, rounds: int = 1, email: str = REVIEWER
) -> Path:
    """Copy a network and let somebody of it sign in with a password."""
    copied = folder / f"network-{cities}.db"
    shutil.copy(network(cities, rounds), copied)
    engine = create_engine(f"sqlite:///{copied}")
    with Session(engine) as session:
        person = people.by_email(session, email)
        assert person is not None
        kept = passwords.make_hash(password)
        passwords.keep_hash(session, kept, datetime.now(UTC), person.id)
        session.commit()
    engine.dispose()
    return copied


def _fill(path: Path, cities: int, rounds: int) -> None:
    print(f"Making a network of {cities} cities, kept in {FOLDER} ...", flush=True)
    engine = create_engine(f"sqlite:///{path}")
    configure(engine)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        demonstrating.fill(session, cities, rounds, SEED, datetime.now(UTC), iter)
        session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def _shape() -> str:
    """Name the tables and the rules of scoring: where they change, a new network is made."""
    tables = "".join(str(CreateTable(table)) for table in Base.metadata.sorted_tables)
    recipe = Recipe.of(catalogue.load()).fingerprint
    return hashlib.sha256((tables + recipe).encode()).hexdigest()[:12]
