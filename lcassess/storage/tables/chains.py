"""What every row of history has, and where the chain of each city ends."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, String, text
from sqlalchemy.orm import Mapped, mapped_column

from lcassess.assessment.chain import START
from lcassess.storage.tables.base import Base


class Chained(Base):
    """A row of a city's chain, at its number and with its hash; written once, never changed.

    A column that such a table is given later has to be empty in the rows that stand.
    """

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessments.id"), index=True)
    number: Mapped[int] = mapped_column(server_default="0")
    hash: Mapped[str] = mapped_column(String(64), server_default=text("''"))


class ChainRow(Base):
    """The head of a city's chain; each save locks it."""

    __tablename__ = "chains"

    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64), default=START)
