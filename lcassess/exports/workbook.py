"""Workbooks; what writes them is loaded only where one is written.

A web worker that writes none need not carry openpyxl. `import_module` is the plain way to say so:
moving every workbook to another process would take a second to start for each.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lcassess.exports.table import Table


@dataclass(frozen=True, slots=True)
class Properties:
    """What a workbook says about itself, and the language it is read in."""

    title: str
    language: str = "en"


def write_workbook(tables: Sequence[Table], properties: Properties, target: BinaryIO) -> None:
    """Write one sheet for each table, as `xlsx.write_workbook` does."""
    import_module("lcassess.exports.xlsx").write_workbook(tables, properties, target)
