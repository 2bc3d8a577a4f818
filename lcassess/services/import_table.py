"""A table of answers of an earlier round that were kept elsewhere, row by row."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from lcassess.assessment import merge
from lcassess.assessment.fields import clean
from lcassess.assessment.sheet import Answer, Grade, State, Territory, Text
from lcassess.framework.answers import check_year
from lcassess.framework.model import Kind, NotApplicable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lcassess.framework.model import Framework, Indicator

REQUIRED = ("city", "indicator", "value", "year", "source")
OPTIONAL = ("state", "grade", "territory", "note", "by", "at")
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
LONGEST_NAME = 200
IMPORT = "import"


class Wrong(StrEnum):
    """What can be wrong with a row."""

    UNKNOWN_COLUMN = "unknown_column"
    REPEATED_COLUMN = "repeated_column"
    MISSING_COLUMN = "missing_column"
    LENGTH = "length"
    UNKNOWN_CITY = "unknown_city"
    UNKNOWN_INDICATOR = "unknown_indicator"
    UNKNOWN_STATE = "unknown_state"
    UNKNOWN_GRADE = "unknown_grade"
    UNKNOWN_TERRITORY = "unknown_territory"
    NEVER_APPLIES_NOT = "never_applies_not"
    NO_REASON = "no_reason"
    NO_VALUE = "no_value"
    NOT_A_VALUE = "not_a_value"
    OUT_OF_BOUNDS = "out_of_bounds"
    YEAR = "year"
    BY = "by"
    AT = "at"
    REPEATED_ANSWER = "repeated_answer"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one row; the header is row 1, and empty lines count as rows."""

    row: int
    code: Wrong
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What one row says: an answer or a text of a city, who gave it and when, if the row does."""

    row: int
    city: str
    said: Answer | Text
    by: str
    at: datetime | None


def read_rows(
    table: Sequence[Sequence[str]], framework: Framework, latest_year: int
) -> tuple[list[Given], list[Fault]]:
    """Read the rows below the header; with faults, only what could be read."""
    header = table[0]
    faults = [Fault(1, code, column) for code, column in _header(header)]
    if faults:
        return [], faults
    given: list[Given] = []
    seen: set[tuple[str, str]] = set()
    for number, cells in enumerate(table[1:], 2):
        if not any(cells):
            continue
        if len(cells) > len(header):
            faults.append(Fault(number, Wrong.LENGTH, str(len(cells))))
            continue
        padded = (*cells, *[""] * (len(header) - len(cells)))
        row = {column: clean(cell).strip() for column, cell in zip(header, padded, strict=True)}
        found = list(_faults(row, framework, latest_year))
        who = row["city"].casefold(), row["indicator"]
        if who in seen:
            found.append((Wrong.REPEATED_ANSWER, ", ".join(who)))
        seen.add(who)
        faults += [Fault(number, code, detail) for code, detail in found]
        if not found:
            said = _said(row, framework)
            given.append(Given(number, row["city"], said, row.get("by") or IMPORT, _at(row)))
    return given, faults


def _header(columns: Sequence[str]) -> Iterator[tuple[Wrong, str]]:
    for column, count in Counter(columns).items():
        if column not in (*REQUIRED, *OPTIONAL):
            yield Wrong.UNKNOWN_COLUMN, column
        elif count > 1:
            yield Wrong.REPEATED_COLUMN, column
    yield from ((Wrong.MISSING_COLUMN, column) for column in REQUIRED if column not in columns)


def _faults(
    row: Mapping[str, str], framework: Framework, latest_year: int
) -> Iterator[tuple[Wrong, str]]:
    name = row["indicator"]
    indicator = framework.indicators.get(name)
    if indicator is not None:
        yield from _words(row)
        yield from _figure(row, indicator)
    elif name not in framework.asking:
        yield Wrong.UNKNOWN_INDICATOR, name
    elif not row["value"]:
        yield Wrong.NO_VALUE, ""
    if check_year(row["year"], latest_year)[1]:
        yield Wrong.YEAR, row["year"]
    if len(row.get("by", "")) > LONGEST_NAME:
        yield Wrong.BY, row["by"]
    if row.get("at") and _at(row) is None:
        yield Wrong.AT, row["at"]


def _words(row: Mapping[str, str]) -> Iterator[tuple[Wrong, str]]:
    for column, words in (("state", State), ("grade", Grade), ("territory", Territory)):
        word = row.get(column, "")
        if word and word not in set(words):
            yield Wrong(f"unknown_{column}"), word


def _figure(row: Mapping[str, str], indicator: Indicator) -> Iterator[tuple[Wrong, str]]:
    state = row.get("state") or State.VALUE
    if state == State.NOT_APPLICABLE and indicator.not_applicable is NotApplicable.NEVER:
        yield Wrong.NEVER_APPLIES_NOT, indicator.id
    elif state == State.NOT_APPLICABLE and not row.get("note"):
        yield Wrong.NO_REASON, ""
    if state != State.VALUE:
        return
    if not row["value"]:
        yield Wrong.NO_VALUE, ""
    elif not _is_value(row["value"], indicator):
        yield Wrong.NOT_A_VALUE, row["value"]
    elif _answer({"value": row["value"], "indicator": indicator.id}, indicator).mark:
        yield Wrong.OUT_OF_BOUNDS, row["value"]


def _is_value(text: str, indicator: Indicator) -> bool:
    parts = _shares(text) if indicator.kind is Kind.SHARES else {"": text}
    known = {part.id for part in indicator.parts} or {""}
    return set(parts) == known and all(NUMBER.fullmatch(number) for number in parts.values())


def _shares(text: str) -> dict[str, str]:
    """Read shares as they are written in one cell, such as `primary=40; secondary=60`."""
    pairs = (pair.partition("=") for pair in text.split(";"))
    return {part.strip(): number.strip() for part, _mark, number in pairs}


def _said(row: Mapping[str, str], framework: Framework) -> Answer | Text:
    indicator = framework.indicators.get(row["indicator"])
    return _answer(row, indicator) if indicator else Text(row["indicator"], row["value"])


def _answer(row: Mapping[str, str], indicator: Indicator) -> Answer:
    """Make the answer of a row as if somebody had typed it in English."""
    state = row.get("state") or State.VALUE
    about = {part: row.get(part, "") for part in ("year", "source", "grade", "territory")}
    note = {"note" if state == State.VALUE else "reason": row.get("note", "")}
    value = _value(row["value"], indicator) if state == State.VALUE else {}
    posted = {"state": state, **about, **note, **value}
    return merge.apply(indicator, Answer(indicator.id), posted, "en")


def _value(text: str, indicator: Indicator) -> dict[str, str]:
    reading = {"reading": "decimal"} if "." in text else {}
    if indicator.kind is not Kind.SHARES:
        return {"value": text, **reading}
    return {f"value-{part}": number for part, number in _shares(text).items()} | reading


def _at(row: Mapping[str, str]) -> datetime | None:
    """Read a day or a moment in ISO form; one without a zone is in UTC."""
    try:
        found = datetime.fromisoformat(row.get("at", ""))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
