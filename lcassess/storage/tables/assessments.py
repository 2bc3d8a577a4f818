"""Assessments, what was handed in, and the moves between."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lcassess.storage.tables.base import Base
from lcassess.storage.tables.chains import Chained


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
    reply_until: Mapped[datetime | None]


class ParticipationRow(Base):
    """What holds for one report and not for its whole round: a cohort, an extension, an excuse."""

    __tablename__ = "participations"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessments.id"), primary_key=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohorts.id"))
    extended_until: Mapped[datetime | None]
    extension_reason: Mapped[str] = mapped_column(Text, default="")
    excused_at: Mapped[datetime | None]
    excuse_reason: Mapped[str] = mapped_column(Text, default="")


class SubmissionRow(Base):
    """What a city handed in, frozen, and the head of the city's chain at that moment.

    Nothing of it ever changes but `withdrawn_at`, which is set when it was taken back.
    """

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
    head_number: Mapped[int] = mapped_column(server_default="0")
    head_hash: Mapped[str] = mapped_column(String(64), server_default=text("''"))
    withdrawn_at: Mapped[datetime | None]


class MoveRow(Chained, Base):
    """One move of an assessment from state to state; written once, never changed.

    `function` is what the person signed as; `areas` gives the focus areas that were returned, by
    code, each with its reason.
    """

    __tablename__ = "moves"

    move: Mapped[str] = mapped_column(String(20))
    from_status: Mapped[str] = mapped_column(String(20))
    to_status: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
    function: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    areas: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
