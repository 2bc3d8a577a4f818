"""Evidence, explanations, figures by group, groups by stage; questions to UIL and its advice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "007"
down_revision = "006"
branch_labels = None
depends_on = None

REFUSAL = "what is written once is never changed"
BY = ("person_id", "person_name", "at")
CHAINED = ("id", "assessment_id", "number", "hash", *BY)
OF_A_CITY = {
    "evidence": (
        *(*CHAINED, "indicator_id", "item", "version", "url", "digest", "file_name", "file_kind"),
        *("size", "page", "quote", "shareable", "valid_until", "removed"),
    ),
    "explanations": (*CHAINED, "indicator_id", "version", "text"),
    "breakdowns": (*CHAINED, "indicator_id", "breakdown", "version", "fields", "understood"),
    "group_stages": (*CHAINED, "group_id", "version", "fields"),
    "questions": (*CHAINED, "indicator_id", "text"),
}
OF_ALL = {
    "advice": ("id", "indicator_id", "question", "text", *BY),
    "answered_questions": ("question_id", "advice_id"),
}


def upgrade() -> None:
    _add_evidence()
    _add_groups()
    _add_questions()
    for table in OF_A_CITY:
        op.create_index(f"ix_{table}_assessment_id", table, ["assessment_id"], unique=False)
    for table, columns in (OF_A_CITY | OF_ALL).items():
        _protect(table, ", ".join(sorted(columns)))


def downgrade() -> None:
    for table in ("answered_questions", "advice", *reversed(OF_A_CITY)):
        op.drop_table(table)


def _add_evidence() -> None:
    op.create_table(
        "evidence",
        _word("indicator_id", 100),
        _number("item"),
        _number("version"),
        _text("url"),
        _word("digest", 64),
        _word("file_name", 200),
        _word("file_kind", 10),
        _number("size"),
        _word("page", 100),
        _text("quote"),
        sa.Column("shareable", sa.Boolean(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("removed", sa.Boolean(), nullable=False),
        *_chained("evidence", "item"),
    )
    op.create_index("ix_evidence_digest", "evidence", ["digest"], unique=False)
    op.create_table(
        "explanations",
        _word("indicator_id", 100),
        _number("version"),
        _text("text"),
        *_chained("explanations", "indicator_id"),
    )


def _add_groups() -> None:
    op.create_table(
        "breakdowns",
        _word("indicator_id", 100),
        _word("breakdown", 20),
        _number("version"),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("understood", sa.JSON(), nullable=False),
        *_chained("breakdowns", "indicator_id", "breakdown"),
    )
    op.create_table(
        "group_stages",
        _word("group_id", 40),
        _number("version"),
        sa.Column("fields", sa.JSON(), nullable=False),
        *_chained("group_stages", "group_id"),
    )


def _add_questions() -> None:
    op.create_table("questions", _word("indicator_id", 100), _text("text"), *_chained("questions"))
    op.create_index("ix_questions_indicator_id", "questions", ["indicator_id"], unique=False)
    op.create_table(
        "advice",
        _number("id"),
        _word("indicator_id", 100),
        _text("question"),
        _text("text"),
        *_by("advice"),
        sa.PrimaryKeyConstraint("id", name="pk_advice"),
    )
    op.create_index("ix_advice_indicator_id", "advice", ["indicator_id"], unique=False)
    op.create_table(
        "answered_questions",
        _number("question_id"),
        _number("advice_id"),
        _key("answered_questions", "question_id", "questions"),
        _key("answered_questions", "advice_id", "advice"),
        sa.PrimaryKeyConstraint("question_id", name="pk_answered_questions"),
    )
    op.create_index(
        "ix_answered_questions_advice_id", "answered_questions", ["advice_id"], unique=False
    )


def _word(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")


def _chained(table: str, *versioned: str) -> tuple[sa.schema.SchemaItem, ...]:
    """Give the columns of every row of a chain; `versioned` is what has versions in a report."""
    key = ("assessment_id", *versioned, "version")
    unique = sa.UniqueConstraint(*key, name=f"uq_{table}_{'_'.join(key)}")
    return (
        _number("id"),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("hash", sa.String(length=64), server_default="", nullable=False),
        *_by(table),
        _key(table, "assessment_id", "assessments"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        *((unique,) if versioned else ()),
    )


def _by(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("person_id", sa.Integer(), nullable=True),
        _word("person_name", 200),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _key(table, "person_id", "people"),
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
