"""The first sheet of a workbook that somebody uploads, looked at before it is unpacked."""

from __future__ import annotations

import io
import zipfile

from openpyxl import load_workbook

MOST_UNPACKED = 4 * 1024 * 1024
MOST_PARTS = 100
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# A workbook holds no document types; those that do are made to grow while they are read.
_GROWS = (b"<!DOCTYPE", b"<!ENTITY")


class TooMuchError(ValueError):
    """A workbook that unpacks to more than a table of this size can be."""


class OddError(ValueError):
    """A workbook that is packed or written as none is."""


def first_sheet(data: bytes, most_rows: int, most_columns: int) -> list[tuple[object, ...]]:
    """Read the rows of the first sheet, without the empty cells at their ends.

    Raises TooMuchError, or whatever a broken workbook makes its reader raise.
    """
    book = load_workbook(_harmless(data), read_only=True, data_only=True, keep_links=False)
    rows = book.worksheets[0].iter_rows(max_row=most_rows, max_col=most_columns, values_only=True)
    return [_trimmed(row) for row in rows]


def _harmless(data: bytes) -> io.BytesIO:
    """Pack a workbook anew of what its parts say they hold, if that is neither much nor odd.

    A part may hold far more than it says, which openpyxl would unpack.
    """
    clean = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(clean, "w") as kept:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise TooMuchError
        for name, part in {part.filename: part for part in parts}.items():
            if part.compress_type not in _PACKED:
                raise OddError
            with archive.open(part) as packed:
                kept.writestr(name, _undoubted(packed.read(part.file_size)))
    clean.seek(0)
    return clean


def _undoubted(content: bytes) -> bytes:
    plain = content.replace(b"\0", b"")  # as UTF-16 writes it, too
    if any(word in plain for word in _GROWS):
        raise OddError
    return content


def _trimmed(row: tuple[object, ...]) -> tuple[object, ...]:
    """Leave out the empty cells that a sheet has at the end of a row."""
    width = max((place for place, cell in enumerate(row, 1) if cell is not None), default=0)
    return row[:width]
