"""LibreOffice as a reader: documents opened there and read back, typed."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
# comma, quotes, UTF-8, from line 1, and every formula evaluated: the reader most easily fooled
CSV_IMPORT = "CSV:44,34,76,1,,0,false,true,false,false,false,-1,true"


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: a number, a text or nothing; and the formula behind it, if any."""

    value: float | str | None
    formula: str | None


class Office:
    """LibreOffice with a profile of its own."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("soffice")
        if program is None:
            pytest.skip("LibreOffice (soffice) is not installed")
        self._program, self._folder = program, folder

    def read(self, document: Path) -> dict[str, list[list[Cell]]]:
        """Open a document and give its sheets as rows of cells."""
        how = [f"--infilter={CSV_IMPORT}"] if document.suffix == ".csv" else []
        subprocess.run(
            [
                self._program,
                f"-env:UserInstallation={(self._folder / 'profile').as_uri()}",
                "--headless",
                *how,
                "--convert-to",
                "fods",
                "--outdir",
                str(self._folder),
                str(document),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return _sheets(self._folder / f"{document.stem}.fods")


def _sheets(path: Path) -> dict[str, list[list[Cell]]]:
    parser = etree.XMLParser(huge_tree=True)
    tree = etree.parse(path, parser)
    tables = tree.iter(f"{{{TABLE}}}table")
    return {table.get(f"{{{TABLE}}}name"): _rows(table) for table in tables}


def _rows(table) -> list[list[Cell]]:
    rows = [_cells(row) for row in table.iter(f"{{{TABLE}}}table-row")]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _cells(row) -> list[Cell]:
    cells = [
        cell
        for element in row.iter(f"{{{TABLE}}}table-cell")
        for cell in [_cell(element)] * int(element.get(f"{{{TABLE}}}number-columns-repeated", 1))
    ]
    while cells and cells[-1].value is None:
        cells.pop()
    return cells


def _cell(element) -> Cell:
    kind = element.get(f"{{{OFFICE}}}value-type")
    formula = element.get(f"{{{TABLE}}}formula")
    if kind is None:
        return Cell(None, formula)
    if kind == "string":
        return Cell("\n".join(_words(p) for p in element.findall(f"{{{TEXT}}}p")), formula)
    number = element.get(f"{{{OFFICE}}}value")
    return Cell(kind if number is None else float(number), formula)  # a date, a time, a flag


def _words(paragraph) -> str:
    words = paragraph.text or ""
    for child in paragraph:
        name = etree.QName(child).localname
        if name == "s":
            words += " " * int(child.get(f"{{{TEXT}}}c", 1))
        elif name in {"tab", "line-break"}:
            words += "\t" if name == "tab" else "\n"
        else:
            words += _words(child)
        words += child.tail or ""
    return words
