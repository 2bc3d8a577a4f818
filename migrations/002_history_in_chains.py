"""History in chains, one a city, which the database itself keeps from being changed."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None

HISTORY = ("answer_history", "text_history", "moves")
WRITTEN_ONCE = (*HISTORY, "submissions")
START = "0" * 64
REFUSAL = "what is written once is never changed"
MANY = 5_000


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
    """Give every row that stands its place: by time, and at one moment answers before moves."""
    connection = op.get_bind()
    tables = sa.MetaData()
    tables.reflect(connection, only=[*WRITTEN_ONCE, "assessments", "cities", "chains"])
    heads = {
        city: (0, START) for city in connection.scalars(sa.select(tables.tables["cities"].c.id))
    }
    cities = dict(
        connection.execute(
            sa.select(tables.tables["assessments"].c.id, tables.tables["assessments"].c.city_id)
        ).all()
    )
    waiting = [
        (row["at"], place, row["id"], name, row)
        for place, name in enumerate(HISTORY)
        for row in _rows(connection, tables.tables[name])
    ]
    links: dict[str, list[dict[str, Any]]] = {name: [] for name in HISTORY}
    reached: dict[Any, tuple[int, str]] = {}
    for _at, _place, row_id, name, row in sorted(waiting, key=lambda found: found[:3]):
        city = cities[row["assessment_id"]]
        heads[city] = _follow(heads[city], name, row)
        reached[row["assessment_id"]] = heads[city]
        links[name].append({"key": row_id, "to": heads[city][0], "hashed": heads[city][1]})
    for name, found in links.items():
        _write_links(connection, tables.tables[name], found)
    _note_heads(connection, tables.tables["submissions"], reached)
    rows = [{"city_id": city, "number": n, "hash": h} for city, (n, h) in heads.items()]
    if rows:
        connection.execute(sa.insert(tables.tables["chains"]), rows)


def _rows(connection: sa.Connection, table: sa.Table) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in connection.execute(sa.select(table))]  # noqa: SLF001


def _write_links(connection: sa.Connection, table: sa.Table, found: list[dict[str, Any]]) -> None:
    change = (
        sa.update(table)
        .where(table.c.id == sa.bindparam("key"))
        .values(number=sa.bindparam("to"), hash=sa.bindparam("hashed"))
    )
    for start in range(0, len(found), MANY):
        connection.execute(change, found[start : start + MANY])


def _note_heads(
    connection: sa.Connection, table: sa.Table, reached: dict[Any, tuple[int, str]]
) -> None:
    for row in _rows(connection, table):
        number, hashed = reached.get(row["assessment_id"], (0, START))
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
