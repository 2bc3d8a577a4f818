"""Messages reach a file or a mail server."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from lcassess.accounts.mail import Outbox, Smtp, sender
from tests.mail_server import MailServer, mail_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


def test_outbox_keeps_each_message_for_its_owner_only(tmp_path: Path) -> None:
    send = sender("", "http://127.0.0.1:8000", tmp_path)
    send("ana@almada.example", "Olá", "Bom dia\nAna")
    send("ana@almada.example", "Olá", "Bom dia\nAna")
    messages = list((tmp_path / "outbox").iterdir())
    assert len(messages) == 2
    assert messages[0].read_text(encoding="utf-8") == (
        "To: ana@almada.example\nSubject: Olá\n\nBom dia\nAna\n"
    )
    assert stat.S_IMODE(messages[0].stat().st_mode) == 0o600
    assert isinstance(send, Outbox)


def test_server_gets_the_message(server: MailServer, tmp_path: Path) -> None:
    sender(server.url, "https://cities.example", tmp_path)(
        "ana@almada.example", "Hello", "Good morning"
    )
    for line in ("From: no-reply@cities.example", "To: ana@almada.example", "Good morning"):
        assert line in server.received[0]


def test_no_second_header_fits_into_an_address() -> None:
    with pytest.raises(ValueError, match="linefeed or carriage return"):
        Smtp("smtp://127.0.0.1:9", "x@y.example")("a@b.example\nBcc: c@d.example", "s", "b")
