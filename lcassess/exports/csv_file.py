"""CSV for programs and for Excel: UTF-8 with a byte order mark, comma, CRLF, keys as header.

Without the mark Excel reads UTF-8 as the code page of the machine; what reads data skips it
(Python: `utf-8-sig`). Text that a spreadsheet would take for a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
import io
import re
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from lcassess.exports.table import Table

_FORMULA = re.compile(r"[\s\x00]*[=+@＝＋－＠-]|[\t\r\n\x00]")


def write_csv(table: Table, target: BinaryIO) -> None:
    """Write one table; numbers have the digits of the JSON, blanks are empty."""
    stream = io.TextIOWrapper(target, "utf-8-sig", errors="replace", newline="")
    writer = csv.writer(stream)
    writer.writerow(_guarded(column.key) for column in table.columns)
    writer.writerows(
        [_guarded(value) if isinstance(value, str) else value for value in row]
        for row in table.rows
        if row
    )
    stream.detach()


@lru_cache(maxsize=1024)  # most texts are the same few codes
def _guarded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text
