"""History in chains, one a city, which the database itself keeps from being changed."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from collections.abc import Mapping

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None

HISTORY = ("answer_history", "text_history", "moves")
WRITTEN_ONCE = (*HISTORY, "submissions")
START = "0" * 64
REFUSAL = "what is written once is never changed"


def upgrade() -> None:
    op.create_table(
        "chains",
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name="fk_chains_city_id_cities"),
        sa.PrimaryKeyConstraint("city_id", name="pk_chains"),
    )
    for table in HISTORY:
        op.add_column(table, _number("number"))
        op.add_column(table, _hash("hash"))
    for table in ("answer_history", "text_history"):
        op.create_index(f"ix_{table}_assessment_id", table, ["assessment_id"], unique=False)
    function = sa.Column("function", sa.String(length=200), server_default="", nullable=False)
    op.add_column("moves", function)
    op.add_column("moves", sa.Column("areas", sa.JSON(), nullable=True))
    op.add_column("submissions", _number("head_number"))
    op.add_column("submissions", _hash("head_hash"))
    _link_what_stands()
    for table in WRITTEN_ONCE:
        _protect(table)


def downgrade() -> None:
    for table in WRITTEN_ONCE:
        _release(table)
    for column in ("head_number", "head_hash"):
        op.drop_column("submissions", column)
    for column in ("function", "areas"):
        op.drop_column("moves", column)
    for table in ("answer_history", "text_history"):
        op.drop_index(f"ix_{table}_assessment_id", table_name=table)
    for table in HISTORY:
        for column in ("number", "hash"):
            op.drop_column(table, column)
    op.drop_table("chains")


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default="0", nullable=False)


def _hash(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=64), server_default="", nullable=False)


def _link_what_stands() -> None:
    """Give every row that stands its place, city by city."""
    connection = op.get_bind()
    found = sa.MetaData()
    found.reflect(connection, only=[*WRITTEN_ONCE, "assessments", "cities", "chains"])
    tables = found.tables
    for name in WRITTEN_ONCE:
        tables[name].c.assessment_id.type = sa.Uuid()  # SQLite calls it a text
    for city in connection.scalars(sa.select(tables["cities"].c.id)).all():
        links = _links(connection, tables, city)
        for name in HISTORY:
            _write_links(connection, tables[name], [link for link in links if link.table == name])
        _note_heads(connection, tables, city, links)
        number, hashed = links[-1].head if links else (0, START)
        head = {"city_id": city, "number": number, "hash": hashed}
        connection.execute(sa.insert(tables["chains"]).values(head))


class _Link(NamedTuple):
    table: str
    row: dict[str, Any]
    head: tuple[int, str]


def _links(connection: sa.Connection, tables: Mapping[str, sa.Table], city: int) -> list[_Link]:
    """Order the rows of a city by time; of one moment answers come before moves."""
    waiting = [
        (row["at"], place, row["id"], name, row)
        for place, name in enumerate(HISTORY)
        for row in _rows(connection, tables, name, city)
    ]
    head, links = (0, START), []
    for _at, _place, _id, name, row in sorted(waiting, key=itemgetter(0, 1, 2)):
        head = _follow(head, name, row)
        links.append(_Link(name, row, head))
    return links


def _rows(
    connection: sa.Connection, tables: Mapping[str, sa.Table], name: str, city: int
) -> list[dict[str, Any]]:
    reports = tables["assessments"]
    of_city = sa.select(reports.c.id).where(reports.c.city_id == city)
    query = sa.select(tables[name]).where(tables[name].c.assessment_id.in_(of_city))
    return [dict(row) for row in connection.execute(query).mappings()]


def _write_links(connection: sa.Connection, table: sa.Table, links: list[_Link]) -> None:
    if links:
        change = (
            sa.update(table)
            .where(table.c.id == sa.bindparam("key"))
            .values(number=sa.bindparam("to"), hash=sa.bindparam("hashed"))
        )
        written = [{"key": k.row["id"], "to": k.head[0], "hashed": k.head[1]} for k in links]
        connection.execute(change, written)


def _note_heads(
    connection: sa.Connection, tables: Mapping[str, sa.Table], city: int, links: list[_Link]
) -> None:
    """Give each submission the place of the last row of its report when it was handed in."""
    table = tables["submissions"]
    for row in _rows(connection, tables, "submissions", city):
        own = [link for link in links if link.row["assessment_id"] == row["assessment_id"]]
        before = [link.head for link in own if link.row["at"] <= row["at"]]
        number, hashed = before[-1] if before else (0, START)
        connection.execute(
            sa.update(table)
            .where(table.c.id == row["id"])
            .values(head_number=number, head_hash=hashed)
        )


def _follow(head: tuple[int, str], table: str, row: dict[str, Any]) -> tuple[int, str]:
    """Give the next head as `lcassess.assessment.chain.follow` did when this was written."""
    kept = {
        name: _plain(value)
        for name, value in row.items()
        if value is not None and name not in {"id", "number", "hash"}
    }
    text = json.dumps([head[1], table, kept], ensure_ascii=False, sort_keys=True)
    return head[0] + 1, hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return moment.isoformat(timespec="microseconds")
    return value if isinstance(value, int | str | dict) else str(value)


def _protect(table: str) -> None:
    inspector = sa.inspect(op.get_bind())
    names = {column["name"] for column in inspector.get_columns(table)}
    fixed = ", ".join(sorted(names - {"withdrawn_at"}))
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {fixed} ON {table} {refuse}")
        op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    refuse = "EXECUTE FUNCTION refuse_change()"
    for what, before, each in (
        ("update", f"UPDATE OF {fixed}", "ROW"),
        ("delete", "DELETE", "ROW"),
        ("truncate", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_no_{what} BEFORE {before} ON {table} FOR EACH {each} {refuse}"
        )


def _release(table: str) -> None:
    """Take the triggers away; on PostgreSQL the function may serve tables of later migrations."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for what in ("update", "delete") if sqlite else ("update", "delete", "truncate"):
        op.execute(f"DROP TRIGGER {table}_no_{what}" + ("" if sqlite else f" ON {table}"))
