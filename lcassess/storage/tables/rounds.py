"""Reporting rounds, and the cohorts in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lcassess.storage.tables.base import Base


class RoundRow(Base):
    """A round of one edition: from when to when, and what it asks for."""

    __tablename__ = "rounds"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    edition: Mapped[str] = mapped_column(String(40))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    asks_signature: Mapped[bool] = mapped_column(default=False)
    asks_endorsement: Mapped[bool] = mapped_column(default=False)
    time_zone: Mapped[str] = mapped_column(String(64), server_default="UTC")


class CohortRow(Base):
    """Cities of a round that have a deadline of their own."""

    __tablename__ = "cohorts"
    __table_args__ = (UniqueConstraint("round_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    name: Mapped[str] = mapped_column(String(200))
    closes_at: Mapped[datetime]
