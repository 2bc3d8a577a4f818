"""Sending the messages that wait: each claimed first, then sent, then noted as sent.

A claim pushes a message's next try into the future. So no two senders send the same one, nobody
holds the database while talking to a mail server, and what a sender left behind when it died is
taken up again. Only a sender that dies after the server took the message, and before that is
noted, lets it be sent twice.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from lcassess.storage import messages
from lcassess.storage.engine import begin_write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

# How long after each try the next one may come; after the last the message stays as it is.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (10, 30, 2 * 60, 8 * 60, 24 * 60, 0))
FAULTS_IN_A_ROW = 3  # then the mail server is taken to be down
LONGEST_FAULT = 500
_LOG = logging.getLogger("lcassess.messages")


class Send(Protocol):
    """Whatever takes a message to a person."""

    def __call__(self, to: str, subject: str, body: str) -> None:
        """Send one message of plain text, or raise what went wrong."""


class Wording(Protocol):
    """Whatever turns a message into words."""

    def __call__(self, kind: str, facts: Mapping[str, str], language: str) -> tuple[str, str]:
        """Give subject and body in a language, or raise what is missing."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many messages were sent, and how many tries went wrong."""

    sent: int
    failed: int


def waiting(session: Session) -> bool:
    """Tell whether a deed of this session left messages; asking a second time says no."""
    return messages.were_left(session)


def unsent(session: Session) -> int:
    """Count the messages that are not sent yet, or could not be."""
    return messages.unsent(session)


def deliver(session: Session, send: Send, wording: Wording, now: datetime, limit: int) -> Delivered:
    """Send up to `limit` messages whose turn it is; stop early where none gets through."""
    sent = failed = in_a_row = 0
    while sent + failed < limit and in_a_row < FAULTS_IN_A_ROW:
        message = _claim(session, now)
        if message is None:
            break
        fault = _fault_of(message, send, wording)
        _note(session, message, fault, now)
        sent, failed = sent + (not fault), failed + bool(fault)
        in_a_row = in_a_row + 1 if fault else 0
    return Delivered(sent, failed)


def _claim(session: Session, now: datetime) -> Row[*tuple[Any, ...]] | None:
    begin_write(session)
    message = messages.next_due(session, now, len(WAITS))
    if message is not None:
        due_at = now + WAITS[message.tries]
        messages.change(session, message.id, tries=message.tries + 1, due_at=due_at)
    session.commit()
    return message


def _fault_of(message: Row[*tuple[Any, ...]], send: Send, wording: Wording) -> str:
    """Send one message; say what went wrong, whatever it was, as the next one may get through."""
    try:
        send(message.email, *wording(message.kind, message.facts, message.language))
    except Exception as fault:  # noqa: BLE001  # whatever it is, it concerns this message only
        _LOG.warning("message=%s kind=%s fault=%s", message.id, message.kind, type(fault).__name__)
        return f"{type(fault).__name__}: {fault}"[:LONGEST_FAULT]
    return ""


def _note(session: Session, message: Row[*tuple[Any, ...]], fault: str, now: datetime) -> None:
    begin_write(session)
    sent_at = None if fault else now
    messages.change(session, message.id, sent_at=sent_at, fault=fault)
    session.commit()
