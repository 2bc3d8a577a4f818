"""Reading every kind of file back."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import openpyxl

from lcassess.exports.csv_file import write_csv
from lcassess.exports.workbook import Properties, write_workbook


def written(write, *arguments):
    target = io.BytesIO()
    write(*arguments, target)
    return target.getvalue()


def as_json(write, *arguments):
    """Read JSON with every number as the decimal that stands there."""
    text = written(write, *arguments).decode()
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


def as_csv(table):
    """Read CSV as one mapping a row, by column key."""
    text = written(write_csv, table).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def as_workbook(tables):
    """Read a workbook as one mapping a row, by column key; keys and titles stand in one order."""
    tables = list(tables)
    data = io.BytesIO(written(write_workbook, tables, Properties("x")))
    book = openpyxl.load_workbook(data)
    return {
        table.name: [
            dict(zip([column.key for column in table.columns], row, strict=True))
            for row in sheet.iter_rows(min_row=2, values_only=True)
        ]
        for table, sheet in zip(tables, book.worksheets, strict=True)
    }


def decimal(value):
    """Give a number of any file as the decimal that it prints as."""
    return None if value in {None, ""} else Decimal(str(value))
