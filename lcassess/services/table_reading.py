"""Tables that somebody uploads: CSV or XLSX, read as text, and refused before they can do harm."""

from __future__ import annotations

import csv
import io
import sys
from enum import StrEnum
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING

from lcassess.services.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_ROWS = 2_000
MOST_COLUMNS = 20
LONGEST_CELL = 1_000
_ZIP = b"PK\x03\x04"
csv.field_size_limit(sys.maxsize)  # what is too long is told apart from what is no table


class Unreadable(StrEnum):
    """Why a file is not read."""

    KIND = "kind"
    EMPTY = "empty"
    LARGE = "large"
    TEXT = "text"


class UnreadableError(RefusedError):
    """A file that is not read, and why."""

    def __init__(self, why: Unreadable) -> None:
        """Keep why."""
        super().__init__(why)
        self.why = why


def read_table(
    data: bytes, most_rows: int = MOST_ROWS, longest: int = LONGEST_CELL
) -> list[tuple[str, ...]]:
    """Read every row of a table as text, without empty lines at its end; or raise UnreadableError.

    What a file is, its content says and not its name.
    """
    rows = _workbook(data, most_rows) if data.startswith(_ZIP) else _csv(data)
    read = [tuple(_text(cell) for cell in row) for row in islice(rows, most_rows + 2)]
    while read and not any(read[-1]):
        read.pop()
    if not read:
        raise UnreadableError(Unreadable.EMPTY)
    if len(read) > most_rows + 1 or any(_is_large(row, longest) for row in read):
        raise UnreadableError(Unreadable.LARGE)
    return read


def _is_large(row: tuple[str, ...], longest: int) -> bool:
    return len(row) > MOST_COLUMNS or any(len(cell) > longest for cell in row)


def _csv(data: bytes) -> Iterable[list[str]]:
    """Read CSV in UTF-8; comma or semicolon, whichever the first line has more of."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise UnreadableError(Unreadable.TEXT) from fault
    if "\0" in text:
        raise UnreadableError(Unreadable.KIND)
    first = text.partition("\n")[0]
    mark = ";" if first.count(";") > first.count(",") else ","
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as fault:
        raise UnreadableError(Unreadable.KIND) from fault


def _workbook(data: bytes, most_rows: int) -> Iterable[tuple[object, ...]]:
    """Read a workbook by what is loaded only where one is read (see `exports.workbook`)."""
    reading = import_module("lcassess.services.workbook_reading")
    try:
        rows: Iterable[tuple[object, ...]] = reading.first_sheet(
            data, most_rows + 2, MOST_COLUMNS + 1
        )
    except reading.TooMuchError as fault:
        raise UnreadableError(Unreadable.LARGE) from fault
    except Exception as fault:  # a broken workbook makes its reader raise anything
        raise UnreadableError(Unreadable.KIND) from fault
    return rows


def _text(cell: object) -> str:
    """Give a cell as text; what a workbook holds as a number or date is not guessed at."""
    return "" if cell is None else str(cell).strip()
