"""Files to take away: written to disk first, then sent, and kept by no browser or proxy."""

from __future__ import annotations

import tempfile
from os import SEEK_END
from typing import TYPE_CHECKING, BinaryIO, cast

from flask import Response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
PIECE = 64 * 1024


def send(name: str, kind: str, write: Callable[[BinaryIO], None]) -> Response:
    """Have a file written and send it under a name; its kind is one of `TYPES`."""
    file = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115  # closed with the response
    try:
        write(file)
    except BaseException:
        file.close()
        raise
    return _response(file, f"{name}.{kind}", TYPES[kind])


def _response(file: BinaryIO, name: str, content_type: str) -> Response:
    size = file.seek(0, SEEK_END)
    file.seek(0)
    response = Response(_pieces(file), content_type=content_type)
    response.content_length = size
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    response.call_on_close(file.close)
    return response


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece
