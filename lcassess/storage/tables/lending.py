"""Questions that are lent, what comes back, what becomes of it; and answers brought from a file."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lcassess.storage.tables.base import Base
from lcassess.storage.tables.chains import Chained


class LoanRow(Chained, Base):
    """Questions that a city lent to somebody without an account, by the names of their answers.

    `person_name` is the coordinator who lent them, `name` and `department` who shall answer.
    """

    __tablename__ = "loans"

    names: Mapped[list[str]] = mapped_column(JSON)
    name: Mapped[str] = mapped_column(String(200), default="")
    department: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(10))
    message: Mapped[str] = mapped_column(Text, default="")
    due_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]


class LoanLinkRow(Base):
    """The link that opens a loan, by the hash of its token, and the address it was sent to."""

    __tablename__ = "loan_links"

    loan_id: Mapped[int] = mapped_column(ForeignKey("loans.id"), primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    email: Mapped[str] = mapped_column(String(254), default="")
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class SuggestionRow(Chained, Base):
    """What came back for one lent question, as typed by part; the last one counts.

    `version` is the one of the answer when the form was shown. Without `fields` nothing is
    suggested any more.
    """

    __tablename__ = "suggestions"

    loan_id: Mapped[int] = mapped_column(ForeignKey("loans.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    fields: Mapped[dict[str, str]] = mapped_column(JSON)
    version: Mapped[int]
    language: Mapped[str] = mapped_column(String(10))
    person_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]


class DecisionRow(Chained, Base):
    """What the coordinator decided on a suggestion: `accepted` or `declined`.

    `version` is the one that the answer has since; none where accepting it changed nothing.
    """

    __tablename__ = "decisions"

    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestions.id"), index=True)
    verdict: Mapped[str] = mapped_column(String(10))
    version: Mapped[int | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_name: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]


class ImportRow(Chained, Base):
    """A file from which answers of an earlier round were brought, by its name and SHA-256."""

    __tablename__ = "imports"

    file: Mapped[str] = mapped_column(String(200))
    fingerprint: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
