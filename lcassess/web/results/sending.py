"""Files to take away: written to disk first, then sent, and kept by no browser or proxy."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, BinaryIO, cast

from flask import send_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
}


def send(name: str, kind: str, write: Callable[[BinaryIO], None]) -> Response:
    """Have a file written and send it under a name; its kind is one of `TYPES`."""
    file = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115  # closed with the response
    try:
        write(file)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    response = send_file(file, TYPES[kind], as_attachment=True, download_name=f"{name}.{kind}")
    response.headers["Cache-Control"] = "no-store"
    return response
