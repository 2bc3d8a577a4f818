"""The database's promises: durable commits, foreign keys, writers one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event, text
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from lcassess.storage.tables import Base

BUSY_TIMEOUT_MS = 10_000

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "2",  # FULL: an acknowledged save survives a power cut
    "foreign_keys": "1",
    "recursive_triggers": "1",  # or a row of history could be replaced past its trigger
    "busy_timeout": str(BUSY_TIMEOUT_MS),
}

WRITES = {"lcassess_writes": True}
_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def configure(engine: Engine) -> None:
    """Give every connection of an SQLite engine the pragmas, and writers their lock at once.

    A transaction that reads first and writes later fails under load ("database is locked") when
    another one wrote in between, so `begin_write` takes the write lock when it begins.
    """
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)


def begin_write(session: Session) -> None:
    """Begin a deed: drop what was read before, and take the write lock where there is one."""
    session.rollback()
    session.connection(execution_options=WRITES)


def begin_reading(session: Session) -> None:
    """Begin to read everything as it stands at one moment, whatever others save meanwhile."""
    session.rollback()
    if session.get_bind().dialect.name == "postgresql":  # SQLite reads like this anyway
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def insert_new(session: Session, table: type[Base]) -> Any:
    """Begin an INSERT that leaves out each row that stands already, by what has to be unique."""
    return _INSERTS[session.get_bind().dialect.name](table).on_conflict_do_nothing()


def wrong_pragmas(engine: Engine) -> list[str]:
    """List the pragmas of a fresh connection that differ from ours; empty on PostgreSQL."""
    if engine.dialect.name != "sqlite":
        return []
    with engine.connect() as connection:
        found = {name: str(connection.execute(text(f"PRAGMA {name}")).scalar()) for name in PRAGMAS}
    return [
        f"SQLite's {name} is {found[name]}, it has to be {wanted}"
        for name, wanted in PRAGMAS.items()
        if found[name].lower() != wanted
    ]


def _prepare(dbapi_connection: Any, _record: object) -> None:
    dbapi_connection.isolation_level = None  # we begin and commit, not the driver
    for name, value in PRAGMAS.items():
        dbapi_connection.execute(f"PRAGMA {name}={value}").close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("lcassess_writes")
    # Past SQLAlchemy's statements: they would take as long as reading an answer.
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN").close()
