"""What the server says to its operator: a line a deed or fault, on standard error."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from flask import has_request_context
from flask.logging import default_handler

if TYPE_CHECKING:
    from flask import Flask

ALL = "lcassess"
FORM = "%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s %(message)s"
_BREAKS = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)}


class Lines(logging.Formatter):
    """Writes a message in one line, its time in UTC, and a traceback below it."""

    converter = time.gmtime  # type: ignore[assignment]  # as logging's manual does it

    def __init__(self) -> None:
        super().__init__(FORM, "%Y-%m-%dT%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # logging's name
        """Write the message; an address that somebody asked for makes no line of its own."""
        return super().formatMessage(record).translate(_BREAKS)


def init_app(_app: Flask) -> None:
    """Send all that the project logs where Flask sends its faults, in our form."""
    default_handler.setFormatter(Lines())
    default_handler.addFilter(_is_worth_a_line)
    log = logging.getLogger(ALL)
    log.addHandler(default_handler)
    log.setLevel(logging.INFO)


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    """Keep quiet about the deeds of a command: it says itself what it did."""
    return has_request_context() or record.levelno > logging.INFO
