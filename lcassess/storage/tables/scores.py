"""Scores, kept to compare thousands of cities quickly; always rebuildable from the answers."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from lcassess.storage.tables.base import Base


class ScoreRow(Base):
    """One row a city and round.

    `settled` holds one byte a focus area: how many questions the answers as they stand settle;
    it is all that UIL sees of a draft. `profile` is the packed profile of the version last
    submitted and not withdrawn, made by the recipe with the fingerprint `recipe`.
    """

    __tablename__ = "scores"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessments.id"), primary_key=True)
    settled: Mapped[bytes] = mapped_column(LargeBinary)
    recipe: Mapped[str] = mapped_column(String(64), default="")
    profile: Mapped[bytes | None] = mapped_column(LargeBinary)
