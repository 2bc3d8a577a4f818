"""What saving one answer at a time needs: what was said to a save, and who is at which page."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lcassess.storage.tables.base import Base


class SaveRow(Base):
    """A save that came with a key of its own, and the version that it led to.

    Sent again, it is answered from that version, as it was the first time.
    """

    __tablename__ = "saves"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessments.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    body_hash: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)


class PresenceRow(Base):
    """When a person was last at the page of a focus area."""

    __tablename__ = "presences"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessments.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    at: Mapped[datetime]
