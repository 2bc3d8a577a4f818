"""Reporting rounds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
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
