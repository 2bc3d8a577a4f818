"""Figures by group, and who is reached at which stage."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lcassess.storage.tables.base import Base
from lcassess.storage.tables.chains import Chained


class BreakdownRow(Chained, Base):
    """One breakdown of an answer, by sex or age or another, as one save left it.

    `fields` holds what was typed by the names of its fields, `understood` the numbers among them
    as canonical text.
    """

    __tablename__ = "breakdowns"
    __table_args__ = (UniqueConstraint("assessment_id", "indicator_id", "breakdown", "version"),)

    indicator_id: Mapped[str] = mapped_column(String(100))
    breakdown: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    fields: Mapped[dict[str, str]] = mapped_column(JSON)
    understood: Mapped[dict[str, str]] = mapped_column(JSON)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]


class GroupRow(Chained, Base):
    """How far learning in the city reaches one group, as one save left it, part by part."""

    __tablename__ = "group_stages"
    __table_args__ = (UniqueConstraint("assessment_id", "group_id", "version"),)

    group_id: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    fields: Mapped[dict[str, str]] = mapped_column(JSON)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]
