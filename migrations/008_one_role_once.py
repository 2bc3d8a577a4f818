"""A person holds a role once: the constraint for it held nobody, as a city or country is NULL."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "008"
down_revision = "007"
branch_labels = None
depends_on = None

INDEX = "ix_grants_held_once"
CONSTRAINT = "uq_grants_person_id_role_city_id_country"
HELD = ("person_id", "role", "coalesce(city_id, 0)", "coalesce(country, '')", "focus_areas")


def upgrade() -> None:
    first = f"SELECT min(id) FROM grants GROUP BY {', '.join(HELD)}"  # noqa: S608
    op.execute(f"DELETE FROM grants WHERE id NOT IN ({first})")  # noqa: S608
    with op.batch_alter_table("grants") as grants:  # made anew on SQLite; no table points to it
        grants.drop_constraint(CONSTRAINT, type_="unique")
    op.create_index(INDEX, "grants", [sa.text(each) for each in HELD], unique=True)


def downgrade() -> None:
    op.drop_index(INDEX, table_name="grants")
    with op.batch_alter_table("grants") as grants:
        grants.create_unique_constraint(CONSTRAINT, ["person_id", "role", "city_id", "country"])
