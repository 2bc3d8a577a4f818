"""Who reviews a report, what they remark, what the city replies, and who looked at it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lcassess.storage.tables.base import Base
from lcassess.storage.tables.chains import Chained


class ReviewerRow(Base):
    """A reviewer to whom a report was given."""

    __tablename__ = "reviewers"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessments.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    at: Mapped[datetime]


class RemarkRow(Chained, Base):
    """What a reviewer says to an answer; the last remark on an answer counts.

    `level` is the level that they propose, 0 to 4, and `level_city` the one that the city had
    given then, as canonical text.
    """

    __tablename__ = "remarks"

    indicator_id: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text, default="")
    level: Mapped[int | None]
    level_city: Mapped[str | None] = mapped_column(String(40))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]


class ReplyRow(Chained, Base):
    """What the city says to a remark: `agree` or `disagree`, and why; the last one counts."""

    __tablename__ = "replies"

    remark_id: Mapped[int] = mapped_column(ForeignKey("remarks.id"), index=True)
    verdict: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]


class LookRow(Base):
    """A look that somebody at UIL took into a city's answers; the city sees it."""

    __tablename__ = "looks"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessments.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200), default="")
    page: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
