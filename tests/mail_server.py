"""A mail server of a few lines, for tests that talk to a real socket."""

from __future__ import annotations

import socketserver
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps what it gets; with `says` other than 250 it refuses every recipient."""

    allow_reuse_address = True
    daemon_threads = True
    says = "250 ok"

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Conversation)
        self.received: list[str] = []

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.answer("220 ready")
        while line := self.rfile.readline().decode().strip():
            match line.split()[0].upper():
                case "DATA":
                    self.answer("354 go on")
                    self.take()
                case "RCPT":
                    self.answer(self.server.says)
                case "QUIT":
                    return self.answer("221 bye")
                case _:
                    self.answer("250 ok")
        return None

    def take(self) -> None:
        lines = iter(self.rfile.readline, b".\r\n")
        self.server.received.append(b"".join(lines).decode())
        self.answer("250 kept")

    def answer(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server(port: int = 0) -> Iterator[MailServer]:
    """Run a mail server for a while."""
    with MailServer(port) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
