"""People and the roles they hold."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from lcassess.storage.tables.base import Base


class PersonRow(Base):
    """A person with an account; `epoch` grows with every change of role or removal."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(10), default="")
    epoch: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class GrantRow(Base):
    """One role of a person, for a city, a country or everywhere."""

    __tablename__ = "grants"
    __table_args__ = (
        Index(  # of a city or country that is NULL, a plain one would let any number in
            "ix_grants_held_once",
            "person_id",
            "role",
            text("coalesce(city_id, 0)"),
            text("coalesce(country, '')"),
            "focus_areas",
            unique=True,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"), index=True)
    country: Mapped[str | None] = mapped_column(String(2))
    focus_areas: Mapped[str] = mapped_column(String(200), default="")
