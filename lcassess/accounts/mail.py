"""Messages to people: sent by SMTP, or written to files where no server is named."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit
from uuid import uuid4

if TYPE_CHECKING:
    from pathlib import Path

SECONDS_TO_WAIT = 10


class Send(Protocol):
    """Whatever takes a message to a person."""

    def __call__(self, to: str, subject: str, body: str) -> None:
        """Send one message of plain text."""


@dataclass(frozen=True, slots=True)
class Outbox:
    """Writes each message to a file of its own, readable by the owner only."""

    folder: Path

    def __call__(self, to: str, subject: str, body: str) -> None:
        """Write the message to `<time>-<id>.txt`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{uuid4().hex[:8]}.txt"
        path = self.folder / name
        path.touch(mode=0o600)
        path.write_text(f"To: {to}\nSubject: {subject}\n\n{body}\n", encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Smtp:
    """Sends through a mail server, `smtp://user:password@host:587`, encrypted where it can be."""

    url: str
    sender: str

    def __call__(self, to: str, subject: str, body: str) -> None:
        """Send the message, or raise what the server said."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, to, subject
        message.set_content(body)
        where = urlsplit(self.url)
        with smtplib.SMTP(
            where.hostname or "", where.port or 25, timeout=SECONDS_TO_WAIT
        ) as server:
            server.ehlo()
            if server.has_extn("starttls") or where.username:
                server.starttls(context=ssl.create_default_context())
            if where.username:
                server.login(unquote(where.username), unquote(where.password or ""))
            server.send_message(message)


def sender(mail_url: str, base_url: str, instance: Path) -> Send:
    """Choose by the setting `LCASSESS_MAIL_URL`: a server, or the outbox of the instance."""
    if not mail_url:
        return Outbox(instance / "outbox")
    return Smtp(mail_url, f"no-reply@{urlsplit(base_url).hostname}")
