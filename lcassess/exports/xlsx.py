"""Workbooks: typed numbers to the last digit, and text that stays text."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from lcassess.exports.table import Table, Value
    from lcassess.exports.workbook import Properties

CREATOR = "lcassess"
RIGHT_TO_LEFT = frozenset({"ar"})
NAME_LENGTH = 31  # of a sheet, in UTF-16 units, as Excel counts

_ILLEGAL_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NO_TEXT = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile("\r\n?")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # read as one sign by spreadsheets
_SPECIAL = re.compile(rf"^#|^\s*[=+@＝＋－＠-]|^\s|_x|{_NO_TEXT.pattern}")


def write_workbook(tables: Sequence[Table], properties: Properties, target: BinaryIO) -> None:
    """Write one sheet for each table, all in step and row by row, holding none in memory."""
    workbook = Workbook(write_only=True)
    workbook.properties.title = _clean(properties.title)
    workbook.properties.creator = CREATOR
    workbook.properties.language = properties.language
    taken: set[str] = set()
    sheets = [workbook.create_sheet(sheet_name(table.title, taken)) for table in tables]
    for sheet, table in zip(sheets, tables, strict=True):
        sheet.sheet_view.rightToLeft = properties.language in RIGHT_TO_LEFT
        _begin(sheet, table)
    for rows in zip_longest(*(table.rows for table in tables), fillvalue=()):
        for sheet, row in zip(sheets, rows, strict=True):
            if row:
                sheet.append(_cells(sheet, row))
    workbook.save(target)


def sheet_name(title: str, taken: set[str]) -> str:
    """Make a legal name of a title that differs from those taken, and take it."""
    legal = _ILLEGAL_IN_NAMES.sub(" ", _clean(title)).strip(" '") or "Sheet"
    endings = (f" {i}" if i > 1 else "" for i in range(1, len(taken) + 2))
    names = (_shortened(legal, NAME_LENGTH - len(ending)) + ending for ending in endings)
    name = next(name for name in names if name.casefold() not in taken)
    taken.add(name.casefold())
    return name


def _shortened(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore").strip(" '")


def _begin(sheet: WriteOnlyWorksheet, table: Table) -> None:
    sheet.freeze_panes = "A2"
    for i, column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(i)].width = column.kind.value
    sheet.append([_head(sheet, column.title) for column in table.columns])


def _head(sheet: WriteOnlyWorksheet, title: str) -> Cell:
    cell = _text(sheet, title)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cells(sheet: WriteOnlyWorksheet, row: Sequence[Value]) -> list[Value | Cell]:
    return [_cell(sheet, value) for value in row]


def _cell(sheet: WriteOnlyWorksheet, value: Value) -> Value | Cell:
    """Give a value to write as it is, or a cell where openpyxl would misread or shorten it."""
    if isinstance(value, str) and _special(value):
        return _text(sheet, value)
    if isinstance(value, float) and float(f"{value:.16g}") != value:
        return _exact(sheet, value)
    return value


@lru_cache(maxsize=1024)  # most texts are the same few codes
def _special(text: str) -> bool:
    return _SPECIAL.search(text) is not None


def _text(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    """Force text to stay text, also when somebody edits the cell later."""
    cell = WriteOnlyCell(sheet, _ESCAPE.sub("_x005F_", _clean(text)))
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _exact(sheet: WriteOnlyWorksheet, value: float) -> Cell:
    """Write all 17 digits; openpyxl would write 16."""
    cell = WriteOnlyCell(sheet, repr(value))
    cell.data_type = "n"
    return cell


def _clean(text: str) -> str:
    """Replace what a workbook cannot hold by a sign that is seen."""
    return _NO_TEXT.sub("\ufffd", _LINE_END.sub("\n", text))
