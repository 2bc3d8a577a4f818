"""The first tables: cities, rounds, people, reports with their answers and history, sign-ins."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "cities",
    "people",
    "replays",
    "rounds",
    "tries",
    "assessments",
    "credentials",
    "figures",
    "grants",
    "invitations",
    "memberships",
    "populations",
    "resets",
    "sign_ins",
    "answer_history",
    "answers",
    "moves",
    "scores",
    "submissions",
    "text_history",
    "texts",
)


def upgrade() -> None:
    op.create_table(
        "cities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("own_name", sa.String(length=200), nullable=False),
        sa.Column("unit_type", sa.String(length=20), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("region", sa.String(length=10), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.Column("source_id", sa.String(length=100), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_cities"),
        sa.UniqueConstraint("slug", name="uq_cities_slug"),
        sa.UniqueConstraint("source_id", name="uq_cities_source_id"),
    )
    op.create_index("ix_cities_country", "cities", ["country"], unique=False)
    op.create_index("ix_cities_name", "cities", ["name"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("email", name="uq_people_email"),
    )
    op.create_table(
        "replays",
        sa.Column("seal_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("seal_hash", name="pk_replays"),
    )
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asks_signature", sa.Boolean(), nullable=False),
        sa.Column("asks_endorsement", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rounds"),
        sa.UniqueConstraint("slug", name="uq_rounds_slug"),
    )
    op.create_table(
        "tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tries"),
    )
    op.create_index("ix_tries_key_hash_at", "tries", ["key_hash", "at"], unique=False)
    op.create_table(
        "assessments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("was_returned", sa.Boolean(), nullable=False),
        sa.Column("boundary", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned_areas", sa.String(length=200), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_areas", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name="fk_assessments_city_id_cities"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_assessments_round_id_rounds"),
        sa.PrimaryKeyConstraint("id", name="pk_assessments"),
        sa.UniqueConstraint("round_id", "city_id", name="uq_assessments_round_id_city_id"),
    )
    op.create_index("ix_assessments_city_id", "assessments", ["city_id"], unique=False)
    op.create_table(
        "credentials",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_credentials_person_id_people"
        ),
        sa.PrimaryKeyConstraint("person_id", name="pk_credentials"),
    )
    op.create_table(
        "figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.String(length=100), nullable=False),
        sa.Column("series", sa.String(length=100), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("year_basis", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=100), nullable=False),
        sa.Column("match", sa.String(length=10), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("source_code", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name="fk_figures_city_id_cities"),
        sa.PrimaryKeyConstraint("id", name="pk_figures"),
    )
    op.create_index(
        "ix_figures_city_id_indicator_id", "figures", ["city_id", "indicator_id"], unique=False
    )
    op.create_table(
        "grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("focus_areas", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name="fk_grants_city_id_cities"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_grants_person_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_grants"),
        sa.UniqueConstraint(
            "person_id",
            "role",
            "city_id",
            "country",
            name="uq_grants_person_id_role_city_id_country",
        ),
    )
    op.create_index("ix_grants_city_id", "grants", ["city_id"], unique=False)
    op.create_index("ix_grants_person_id", "grants", ["person_id"], unique=False)
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("focus_areas", sa.String(length=200), nullable=False),
        sa.Column("invited_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name="fk_invitations_city_id_cities"),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["people.id"], name="fk_invitations_invited_by_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("token_hash", name="uq_invitations_token_hash"),
    )
    op.create_index("ix_invitations_email", "invitations", ["email"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name="fk_memberships_city_id_cities"),
        sa.PrimaryKeyConstraint("id", name="pk_memberships"),
    )
    op.create_index("ix_memberships_city_id", "memberships", ["city_id"], unique=False)
    op.create_table(
        "populations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("boundary", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name="fk_populations_city_id_cities"),
        sa.PrimaryKeyConstraint("id", name="pk_populations"),
        sa.UniqueConstraint(
            "city_id", "boundary", "year", name="uq_populations_city_id_boundary_year"
        ),
    )
    op.create_index("ix_populations_city_id", "populations", ["city_id"], unique=False)
    op.create_table(
        "resets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_resets_person_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_resets"),
        sa.UniqueConstraint("token_hash", name="uq_resets_token_hash"),
    )
    op.create_index("ix_resets_person_id", "resets", ["person_id"], unique=False)
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why_ended", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_sign_ins_person_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_ins"),
        sa.UniqueConstraint("token_hash", name="uq_sign_ins_token_hash"),
    )
    op.create_index("ix_sign_ins_person_id", "sign_ins", ["person_id"], unique=False)
    op.create_table(
        "answer_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("indicator_id", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("entered", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("numerator_entered", sa.Text(), nullable=False),
        sa.Column("numerator", sa.String(length=40), nullable=True),
        sa.Column("denominator_entered", sa.Text(), nullable=False),
        sa.Column("denominator", sa.String(length=40), nullable=True),
        sa.Column("reading", sa.String(length=10), nullable=False),
        sa.Column("numerator_reading", sa.String(length=10), nullable=False),
        sa.Column("denominator_reading", sa.String(length=10), nullable=False),
        sa.Column("mark", sa.String(length=10), nullable=True),
        sa.Column("year", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("grade", sa.String(length=20), nullable=True),
        sa.Column("territory", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("unsure", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessments.id"],
            name="fk_answer_history_assessment_id_assessments",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_answer_history_person_id_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_answer_history"),
        sa.UniqueConstraint(
            "assessment_id",
            "indicator_id",
            "version",
            name="uq_answer_history_assessment_id_indicator_id_version",
        ),
    )
    op.create_table(
        "answers",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("indicator_id", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("entered", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("numerator_entered", sa.Text(), nullable=False),
        sa.Column("numerator", sa.String(length=40), nullable=True),
        sa.Column("denominator_entered", sa.Text(), nullable=False),
        sa.Column("denominator", sa.String(length=40), nullable=True),
        sa.Column("reading", sa.String(length=10), nullable=False),
        sa.Column("numerator_reading", sa.String(length=10), nullable=False),
        sa.Column("denominator_reading", sa.String(length=10), nullable=False),
        sa.Column("mark", sa.String(length=10), nullable=True),
        sa.Column("year", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("grade", sa.String(length=20), nullable=True),
        sa.Column("territory", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("unsure", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name="fk_answers_assessment_id_assessments"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_answers_person_id_people"),
        sa.PrimaryKeyConstraint("assessment_id", "indicator_id", name="pk_answers"),
    )
    op.create_table(
        "moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("move", sa.String(length=20), nullable=False),
        sa.Column("from_status", sa.String(length=20), nullable=False),
        sa.Column("to_status", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name="fk_moves_assessment_id_assessments"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_moves_person_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_moves"),
    )
    op.create_index("ix_moves_assessment_id", "moves", ["assessment_id"], unique=False)
    op.create_table(
        "scores",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("settled", sa.LargeBinary(), nullable=False),
        sa.Column("recipe", sa.String(length=64), nullable=False),
        sa.Column("profile", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name="fk_scores_assessment_id_assessments"
        ),
        sa.PrimaryKeyConstraint("assessment_id", name="pk_scores"),
    )
    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("recipe", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("snapshot", sa.LargeBinary(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name="fk_submissions_assessment_id_assessments"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_submissions_person_id_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
        sa.UniqueConstraint("assessment_id", "number", name="uq_submissions_assessment_id_number"),
    )
    op.create_table(
        "text_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name="fk_text_history_assessment_id_assessments"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_text_history_person_id_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_text_history"),
        sa.UniqueConstraint(
            "assessment_id", "name", "version", name="uq_text_history_assessment_id_name_version"
        ),
    )
    op.create_table(
        "texts",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name="fk_texts_assessment_id_assessments"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_texts_person_id_people"),
        sa.PrimaryKeyConstraint("assessment_id", "name", name="pk_texts"),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
