"""A comparison as a workbook, CSV or JSON: the same object that the page is made of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from flask_babel import gettext

from lcassess.exports.comparison import comparison_table, comparison_tables
from lcassess.exports.csv_file import write_csv
from lcassess.exports.documents import write_comparison
from lcassess.exports.xlsx import Properties, write_workbook
from lcassess.framework.catalogue import in_language
from lcassess.services.exporting import method_of

if TYPE_CHECKING:
    from datetime import datetime

    from lcassess.scoring.comparison import Comparison


def write(
    comparison: Comparison, kind: str, language: str, now: datetime, target: BinaryIO
) -> None:
    """Write cities side by side, with every number as the engine gave it."""
    framework = in_language(comparison.framework, language)
    seen = replace(comparison, framework=framework)
    if kind == "json":
        write_comparison(seen, target)
    elif kind == "csv":
        write_csv(comparison_table(seen, gettext), target)
    else:
        tables = comparison_tables(seen, method_of(framework, gettext, now), gettext)
        write_workbook(tables, Properties(seen.round_name, language), target)
