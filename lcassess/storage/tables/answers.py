"""Answers and texts as they stand, and the history of both, which only grows."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lcassess.storage.tables.base import Base
from lcassess.storage.tables.chains import Chained


class AnswerParts:
    """The columns of an answer, as they stand in the current row and in each row of its history.

    Figures are canonical decimal text of at most 15 significant digits; of a `shares` answer
    `entered` and `value` are JSON objects by part.
    """

    state: Mapped[str] = mapped_column(String(20), default="unanswered")
    entered: Mapped[str] = mapped_column(Text, default="")
    value: Mapped[str | None] = mapped_column(Text)
    numerator_entered: Mapped[str] = mapped_column(Text, default="")
    numerator: Mapped[str | None] = mapped_column(String(40))
    denominator_entered: Mapped[str] = mapped_column(Text, default="")
    denominator: Mapped[str | None] = mapped_column(String(40))
    reading: Mapped[str] = mapped_column(String(10), default="")
    numerator_reading: Mapped[str] = mapped_column(String(10), default="")
    denominator_reading: Mapped[str] = mapped_column(String(10), default="")
    mark: Mapped[str | None] = mapped_column(String(10))
    year: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(Text, default="")
    grade: Mapped[str | None] = mapped_column(String(20))
    territory: Mapped[str] = mapped_column(String(20), default="city")
    note: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    unsure: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]


class AnswerRow(AnswerParts, Base):
    """An answer as it stands now."""

    __tablename__ = "answers"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessments.id"), primary_key=True)
    indicator_id: Mapped[str] = mapped_column(String(100), primary_key=True)


class AnswerHistoryRow(AnswerParts, Chained, Base):
    """An answer as one save left it."""

    __tablename__ = "answer_history"
    __table_args__ = (UniqueConstraint("assessment_id", "indicator_id", "version"),)

    indicator_id: Mapped[str] = mapped_column(String(100))


class TextParts:
    """The columns of a text."""

    value: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]


class TextRow(TextParts, Base):
    """A text as it stands now."""

    __tablename__ = "texts"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessments.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)


class TextHistoryRow(TextParts, Chained, Base):
    """A text as one save left it."""

    __tablename__ = "text_history"
    __table_args__ = (UniqueConstraint("assessment_id", "name", "version"),)

    name: Mapped[str] = mapped_column(String(200))
