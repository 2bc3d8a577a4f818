"""What stands behind answers: links and files, and why an odd figure is right."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lcassess.storage.tables.base import Base
from lcassess.storage.tables.chains import Chained


class EvidenceRow(Chained, Base):
    """An item of evidence as one deed left it; of each item the last row counts.

    `item` numbers the items of a report. A link has a `url`; of a file `digest` is the SHA-256 by
    which it is kept, and `size` its bytes. What was taken away is `removed`.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("assessment_id", "item", "version"),
        Index("ix_evidence_digest", "digest"),
    )

    indicator_id: Mapped[str] = mapped_column(String(100))
    item: Mapped[int]
    version: Mapped[int]
    url: Mapped[str] = mapped_column(Text, default="")
    digest: Mapped[str] = mapped_column(String(64), default="")
    file_name: Mapped[str] = mapped_column(String(200), default="")
    file_kind: Mapped[str] = mapped_column(String(10), default="")
    size: Mapped[int] = mapped_column(default=0)
    page: Mapped[str] = mapped_column(String(100), default="")
    quote: Mapped[str] = mapped_column(Text, default="")
    shareable: Mapped[bool] = mapped_column(default=False)
    valid_until: Mapped[date | None]
    removed: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]


class ExplanationRow(Chained, Base):
    """Why an odd figure is right, as one save left it; the last one counts."""

    __tablename__ = "explanations"
    __table_args__ = (UniqueConstraint("assessment_id", "indicator_id", "version"),)

    indicator_id: Mapped[str] = mapped_column(String(100))
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]
