"""Assessments, what was handed in, and the moves between."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lcassess.storage.tables.base import Base


class AssessmentRow(Base):
    """The report of one city in one round."""

    __tablename__ = "assessments"
    __table_args__ = (UniqueConstraint("round_id", "city_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    edition: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(20), default="draft")
    was_returned: Mapped[bool] = mapped_column(default=False)
    boundary: Mapped[str] = mapped_column(String(20), default="")
    created_at: Mapped[datetime]
    returned_areas: Mapped[str] = mapped_column(String(200), default="")
    due_at: Mapped[datetime | None]
    finished_areas: Mapped[str] = mapped_column(String(200), default="")


class SubmissionRow(Base):
    """What a city handed in, frozen; `withdrawn_at` is set when it was taken back."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("assessment_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessments.id"))
    number: Mapped[int]
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200), default="")
    recipe: Mapped[str] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(64))
    snapshot: Mapped[bytes] = mapped_column(LargeBinary)
    withdrawn_at: Mapped[datetime | None]


class MoveRow(Base):
    """One move of an assessment from state to state; written once, never changed."""

    __tablename__ = "moves"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessments.id"), index=True)
    move: Mapped[str] = mapped_column(String(20))
    from_status: Mapped[str] = mapped_column(String(20))
    to_status: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
