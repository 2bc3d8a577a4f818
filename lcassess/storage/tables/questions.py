"""What cities ask about the questions of the framework, and what UIL answers, once for all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lcassess.storage.tables.base import Base
from lcassess.storage.tables.chains import Chained


class QuestionRow(Chained, Base):
    """What somebody in a city is not sure about at an answer."""

    __tablename__ = "questions"
    __table_args__ = (Index("ix_questions_indicator_id", "indicator_id"),)

    indicator_id: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]


class AdviceRow(Base):
    """What UIL answers to all cities: the question in words that name no city, and the answer."""

    __tablename__ = "advice"

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[str] = mapped_column(String(100), index=True)
    question: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]


class AnsweredRow(Base):
    """That a city's question is answered, which happens once, and by what."""

    __tablename__ = "answered_questions"

    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    advice_id: Mapped[int] = mapped_column(ForeignKey("advice.id"), index=True)
