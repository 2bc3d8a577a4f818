"""Messages that wait to be sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lcassess.storage.tables.base import Base


class MessageRow(Base):
    """A message to one person, written in the transaction of the deed that it tells of.

    `kind` and `facts` become words when it is sent, in the `language` of the person; `key` says
    which message it is, so that none is written twice. It is tried next at `due_at`.
    """

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(10), default="")
    facts: Mapped[dict[str, str]] = mapped_column(JSON)
    at: Mapped[datetime]
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(Text, default="")
