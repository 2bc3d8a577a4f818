"""Lent questions, suggestions, decisions on them, and answers brought from a file."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "006"
down_revision = "005"
branch_labels = None
depends_on = None

REFUSAL = "what is written once is never changed"
CHAINED = ("id", "assessment_id", "number", "hash")
TABLES = {
    "loans": (
        *CHAINED,
        *("names", "name", "department", "language", "message", "due_at"),
        *("person_id", "person_name", "at"),
    ),
    "suggestions": (
        *CHAINED,
        *("loan_id", "name", "fields", "version", "language", "person_name", "at"),
    ),
    "decisions": (
        *CHAINED,
        *("suggestion_id", "verdict", "version", "person_id", "person_name", "at"),
    ),
    "imports": (*CHAINED, "file", "fingerprint", "at"),
}


def upgrade() -> None:
    op.create_table(
        "loans",
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("department", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        _moment("due_at"),
        *_by("loans"),
        *_chained("loans"),
    )
    op.create_table(
        "loan_links",
        sa.Column("loan_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        _moment("expires_at"),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name="fk_loan_links_loan_id_loans"),
        sa.PrimaryKeyConstraint("loan_id", name="pk_loan_links"),
        sa.UniqueConstraint("token_hash", name="uq_loan_links_token_hash"),
    )
    op.create_table(
        "suggestions",
        sa.Column("loan_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        _moment("at"),
        *_chained("suggestions"),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name="fk_suggestions_loan_id_loans"),
    )
    op.create_table(
        "decisions",
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        *_by("decisions"),
        *_chained("decisions"),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestions.id"], name="fk_decisions_suggestion_id_suggestions"
        ),
    )
    op.create_table(
        "imports",
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        _moment("at"),
        *_chained("imports"),
    )
    op.create_index("ix_suggestions_loan_id", "suggestions", ["loan_id"], unique=False)
    op.create_index("ix_decisions_suggestion_id", "decisions", ["suggestion_id"], unique=False)
    for table, columns in TABLES.items():
        op.create_index(f"ix_{table}_assessment_id", table, ["assessment_id"], unique=False)
        _protect(table, ", ".join(sorted(columns)))


def downgrade() -> None:
    for table in ("imports", "decisions", "suggestions", "loan_links", "loans"):
        op.drop_table(table)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _chained(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("hash", sa.String(length=64), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=f"fk_{table}_assessment_id_assessments"
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def _by(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        _moment("at"),
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
