"""Saving one answer at a time: what was said to a save, and who is at which page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saves",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name="fk_saves_assessment_id_assessments"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_saves_person_id_people"),
        sa.PrimaryKeyConstraint("assessment_id", "name", "person_id", "key_hash", name="pk_saves"),
    )
    op.create_index("ix_saves_at", "saves", ["at"], unique=False)
    op.create_table(
        "presences",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name="fk_presences_assessment_id_assessments"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_presences_person_id_people"),
        sa.PrimaryKeyConstraint("assessment_id", "code", "person_id", name="pk_presences"),
    )


def downgrade() -> None:
    op.drop_table("presences")
    op.drop_table("saves")
