"""Reviews: who reviews, what is remarked and replied, and who looked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "004"
down_revision = "003"
branch_labels = None
depends_on = None

REFUSAL = "what is written once is never changed"
TABLES = {
    "remarks": (
        *("id", "assessment_id", "number", "hash", "indicator_id", "text", "level", "level_city"),
        *("person_id", "person_name", "at"),
    ),
    "replies": (
        *("id", "assessment_id", "number", "hash", "remark_id", "verdict", "text"),
        *("person_id", "person_name", "at"),
    ),
    "looks": ("id", "assessment_id", "person_id", "person_name", "page", "at"),
}


def upgrade() -> None:
    op.add_column("assessments", sa.Column("reply_until", sa.DateTime(timezone=True)))
    op.create_table(
        "reviewers",
        _assessment(),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_keys("reviewers"),
        sa.PrimaryKeyConstraint("assessment_id", "person_id", name="pk_reviewers"),
    )
    op.create_index("ix_reviewers_person_id", "reviewers", ["person_id"], unique=False)
    op.create_table(
        "remarks",
        sa.Column("indicator_id", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("level_city", sa.String(length=40), nullable=True),
        *_by(),
        *_chained(),
        *_keys("remarks"),
        sa.PrimaryKeyConstraint("id", name="pk_remarks"),
    )
    op.create_table(
        "replies",
        sa.Column("remark_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *_by(),
        *_chained(),
        *_keys("replies"),
        sa.ForeignKeyConstraint(["remark_id"], ["remarks.id"], name="fk_replies_remark_id_remarks"),
        sa.PrimaryKeyConstraint("id", name="pk_replies"),
    )
    op.create_index("ix_replies_remark_id", "replies", ["remark_id"], unique=False)
    op.create_table(
        "looks",
        sa.Column("id", sa.Integer(), nullable=False),
        _assessment(),
        sa.Column("page", sa.String(length=20), nullable=False),
        *_by(),
        *_keys("looks"),
        sa.PrimaryKeyConstraint("id", name="pk_looks"),
    )
    for table, columns in TABLES.items():
        op.create_index(f"ix_{table}_assessment_id", table, ["assessment_id"], unique=False)
        _protect(table, ", ".join(sorted(columns)))


def downgrade() -> None:
    for table in ("looks", "replies", "remarks", "reviewers"):
        op.drop_table(table)
    op.drop_column("assessments", "reply_until")


def _assessment() -> sa.Column[object]:
    return sa.Column("assessment_id", sa.Uuid(), nullable=False)


def _chained() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        _assessment(),
        sa.Column("number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("hash", sa.String(length=64), server_default="", nullable=False),
    )


def _by() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def _keys(table: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=f"fk_{table}_assessment_id_assessments"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=f"fk_{table}_person_id_people"),
    )


def _protect(table: str, columns: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {columns} ON {table} {refuse}"
        )
        op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")
        return
    refuse = "EXECUTE FUNCTION refuse_change()"
    for what, before, each in (
        ("update", f"UPDATE OF {columns}", "ROW"),
        ("delete", "DELETE", "ROW"),
        ("truncate", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_no_{what} BEFORE {before} ON {table} FOR EACH {each} {refuse}"
        )
