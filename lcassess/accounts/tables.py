"""What is remembered about signing in; people and their roles stand in storage."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lcassess.storage.tables import Base


class CredentialRow(Base):
    """The password of a person, as an Argon2id hash."""

    __tablename__ = "credentials"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]


class SignInRow(Base):
    """One sign-in on one device; the cookie holds the token, we hold its hash.

    `epoch` is that of the person at the time: when theirs grows, the sign-in is over.
    """

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    epoch: Mapped[int]
    created_at: Mapped[datetime]
    last_seen: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    why_ended: Mapped[str] = mapped_column(String(20), default="")


class TryRow(Base):
    """One try at something that is limited, by a hash of the account or address it came from."""

    __tablename__ = "tries"
    __table_args__ = (Index("ix_tries_key_hash_at", "key_hash", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[datetime]


class InvitationRow(Base):
    """An invitation of an e-mail address to one role; good for one use."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    role: Mapped[str] = mapped_column(String(20))
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"))
    country: Mapped[str | None] = mapped_column(String(2))
    focus_areas: Mapped[str] = mapped_column(String(200), default="")
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ResetRow(Base):
    """A link to a new password, good for one use; without a person it opens nothing."""

    __tablename__ = "resets"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ReplayRow(Base):
    """A sealed form that was replayed, so that it cannot be again."""

    __tablename__ = "replays"

    seal_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    at: Mapped[datetime]
