"""Cities, when they were members, how many people live there."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lcassess.storage.tables.base import Base


class CityRow(Base):
    """A member, past or present; `fictional` marks an invented one."""

    __tablename__ = "cities"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    own_name: Mapped[str] = mapped_column(String(200), default="")
    unit_type: Mapped[str] = mapped_column(String(20), default="city")
    country: Mapped[str] = mapped_column(String(2), index=True)
    region: Mapped[str] = mapped_column(String(10), default="")
    fictional: Mapped[bool] = mapped_column(default=False)
    source_id: Mapped[str | None] = mapped_column(String(100), unique=True)


class MembershipRow(Base):
    """One spell of membership; `until` is open while it lasts."""

    __tablename__ = "memberships"

    id: Mapped[int] = mapped_column(primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]


class PopulationRow(Base):
    """Inhabitants inside one boundary in one year, with where the figure comes from."""

    __tablename__ = "populations"
    __table_args__ = (UniqueConstraint("city_id", "boundary", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"), index=True)
    boundary: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    population: Mapped[int]
    source: Mapped[str] = mapped_column(String(500), default="")
