"""All rows of all tables as plain data: out of one database, into an empty one of either kind."""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    Integer,
    LargeBinary,
    String,
    Text,
    Uuid,
    column,
    func,
    insert,
    inspect,
    select,
    table,
)
from sqlalchemy.exc import OperationalError, StatementError

from lcassess.storage.tables import Base
from lcassess.storage.tables.base import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

MANY = 1_000
VERSIONS = "alembic_version"
AS_THEY_ARE = (Boolean, Integer, JSON, String, Text)
READERS: dict[type, Callable[[str], Any]] = {
    Date: date.fromisoformat,
    LargeBinary: b64decode,
    UtcDateTime: datetime.fromisoformat,
    Uuid: UUID,
}


class RowsError(ValueError):
    """Rows that the tables do not take."""


def tables() -> list[Table]:
    """List all tables, each after those that it points to."""
    return list(Base.metadata.sorted_tables)


def are_there(session: Session) -> bool:
    """Tell whether the database has any table."""
    return bool(inspect(session.connection()).get_table_names())


def are_ours(session: Session) -> bool:
    """Tell whether the database has exactly the tables that this version of the product knows."""
    found = set(inspect(session.connection()).get_table_names())
    return found == {VERSIONS, *Base.metadata.tables}


def migration(session: Session) -> str:
    """Give the last migration that the database has seen."""
    return str(session.scalar(select(column("version_num")).select_from(table(VERSIONS))))


def are_empty(session: Session) -> bool:
    """Tell whether no table has a row."""
    return not any(session.execute(select(each).limit(1)).first() for each in tables())


def count(session: Session, table: Table) -> int:
    """Count the rows of a table."""
    return session.scalar(select(func.count()).select_from(table)) or 0


def rows_of(session: Session, table: Table) -> Iterator[list[Any]]:
    """Read all rows of a table, a part at a time, as what JSON can hold."""
    query = select(table).order_by(*table.primary_key)
    for row in session.execute(query, execution_options={"yield_per": MANY}):
        yield [_plain(value) for value in row]


def write(session: Session, table: Table, rows: Iterable[Sequence[Any]]) -> int:
    """Write rows as `rows_of` gave them, and give their number; raises RowsError."""
    names = [column.name for column in table.columns]
    readers = [_reader(type(column.type)) for column in table.columns]
    left, written = iter(rows), 0
    try:
        while batch := [_columns(names, readers, row) for row in islice(left, MANY)]:
            session.connection().execute(insert(table), batch)
            written += len(batch)
    except OperationalError:
        raise
    except (ValueError, TypeError, StatementError) as fault:
        raise RowsError from fault
    return written


def count_on(session: Session) -> None:
    """Let PostgreSQL number new rows after those that were written with numbers of their own."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for each in tables():
        key = each.autoincrement_column
        if key is not None and isinstance(key.type, Integer):
            sequence = func.pg_get_serial_sequence(each.name, key.name)
            last = func.max(key)
            session.execute(
                select(func.setval(sequence, func.coalesce(last, 1), last.is_not(None)))
            )


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _reader(kind: type) -> Callable[[str], Any] | None:
    return None if kind in AS_THEY_ARE else READERS[kind]


def _columns(
    names: Sequence[str], readers: Sequence[Callable[[str], Any] | None], row: Sequence[Any]
) -> dict[str, Any]:
    return {
        name: value if value is None or reader is None else reader(value)
        for name, reader, value in zip(names, readers, row, strict=True)
    }
