"""One city's results as a workbook, CSV or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from flask_babel import gettext

from lcassess.exports.csv_file import write_csv
from lcassess.exports.documents import write_results
from lcassess.exports.results import results_table, results_tables
from lcassess.exports.workbook import Properties, write_workbook
from lcassess.services.exporting import method_of

if TYPE_CHECKING:
    from datetime import datetime

    from lcassess.web.results.sight import Sight


def write(sight: Sight, kind: str, language: str, now: datetime, target: BinaryIO) -> None:
    """Write a city's scores and answers, with every number as the engine gave it."""
    framework, result = sight.framework, sight.result
    if kind == "json":
        write_results(framework, result, target)
    elif kind == "csv":
        write_csv(results_table(framework, result, gettext), target)
    else:
        method = method_of(framework, gettext, now)
        tables = results_tables(framework, result, method, gettext)
        write_workbook(tables, Properties(result.name, language), target)
