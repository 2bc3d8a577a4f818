"""A CSV file of answers, read as sheets by city, with every fault of every row."""

from __future__ import annotations

import csv
import io
import re
import sys
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from lcassess.assessment.sheet import Answer, AnswerSheet, Grade, State, Territory

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lcassess.framework.model import Framework

REQUIRED = ("city", "indicator", "state", "value")
OPTIONAL = ("grade", "territory", "sample_size")
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
POSITIVE_WHOLE_NUMBER = re.compile(r"0*[1-9][0-9]*")
WORDS = {"state": State, "grade": Grade, "territory": Territory}

csv.field_size_limit(sys.maxsize)  # a value may have any length


class FaultCode(StrEnum):
    """What can be wrong with a row."""

    NOT_UTF8 = "not_utf8"
    QUOTES = "quotes"
    UNKNOWN_COLUMN = "unknown_column"
    REPEATED_COLUMN = "repeated_column"
    MISSING_COLUMN = "missing_column"
    LENGTH = "length"
    EMPTY_CITY = "empty_city"
    UNKNOWN_INDICATOR = "unknown_indicator"
    UNKNOWN_STATE = "unknown_state"
    UNKNOWN_GRADE = "unknown_grade"
    UNKNOWN_TERRITORY = "unknown_territory"
    NO_VALUE = "no_value"
    NOT_A_VALUE = "not_a_value"
    SAMPLE_SIZE = "sample_size"
    REPEATED_ANSWER = "repeated_answer"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one row; the header is row 1, and empty lines count as rows."""

    row: int
    code: FaultCode
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """What a file says: a sheet for every city that has a row, in the order of the file."""

    sheets: Mapping[str, AnswerSheet]
    faults: Sequence[Fault]


def read_answers(content: bytes, framework: Framework) -> AnswerFile:
    """Read a file of answers; with faults, the sheets hold only what could be read."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        return AnswerFile({}, [Fault(row, FaultCode.NOT_UTF8)])
    reading = _Reading(framework)
    for number, cells in _rows(text, reading.faults):
        reading.row(number, cells)
    if not reading.header:
        reading.head(1, [])
    return AnswerFile(reading.sheets(), sorted(reading.faults, key=lambda fault: fault.row))


def _rows(text: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Number the rows from the header on, leaving out empty lines."""
    lines = csv.reader(io.StringIO(text.lstrip("\r\n"), newline=""), strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error:
            faults.append(Fault(number, FaultCode.QUOTES))
            continue
        if cells:
            yield number, cells


@dataclass(slots=True)
class _Reading:
    """The rows read so far."""

    framework: Framework
    faults: list[Fault] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    answers: dict[str, dict[str, Answer]] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def sheets(self) -> dict[str, AnswerSheet]:
        return {city: AnswerSheet(answers) for city, answers in self.answers.items()}

    def row(self, number: int, cells: list[str]) -> None:
        if not self.header:
            self.head(number, cells)
        elif len(cells) != len(self.header):
            self.faults.append(Fault(number, FaultCode.LENGTH, str(len(cells))))
        else:
            self.answer(number, dict(zip(reversed(self.header), reversed(cells), strict=True)))

    def head(self, number: int, columns: list[str]) -> None:
        self.header = columns
        for place, column in enumerate(columns):
            if column not in (*REQUIRED, *OPTIONAL):
                self.faults.append(Fault(number, FaultCode.UNKNOWN_COLUMN, column))
            elif column in columns[:place]:
                self.faults.append(Fault(number, FaultCode.REPEATED_COLUMN, column))
        for column in REQUIRED:
            if column not in columns:
                self.faults.append(Fault(number, FaultCode.MISSING_COLUMN, column))

    def answer(self, number: int, row: Mapping[str, str]) -> None:
        found = [*self.names(row), *_words(row), *_size(row), *self.value(row)]
        self.faults += [Fault(number, code, detail) for code, detail in found]
        if not found and row.keys() >= set(REQUIRED):
            answers = self.answers.setdefault(row["city"], {})
            answers[row["indicator"]] = _answer(row, read=self.is_read(row))

    def names(self, row: Mapping[str, str]) -> Iterator[tuple[FaultCode, str]]:
        city, indicator = row.get("city"), row.get("indicator")
        if city is not None and not city.strip():
            yield FaultCode.EMPTY_CITY, ""
        if indicator is not None and indicator not in self.framework.indicators:
            yield FaultCode.UNKNOWN_INDICATOR, indicator
        if city is None or indicator is None:
            return
        if (city, indicator) in self.seen:
            yield FaultCode.REPEATED_ANSWER, f"{city}, {indicator}"
        self.seen.add((city, indicator))

    def value(self, row: Mapping[str, str]) -> Iterator[tuple[FaultCode, str]]:
        value = row.get("value")
        if value is None or not self.is_read(row):
            return
        if not value:
            yield FaultCode.NO_VALUE, ""
        elif not NUMBER.fullmatch(value):
            yield FaultCode.NOT_A_VALUE, value

    def is_read(self, row: Mapping[str, str]) -> bool:
        """Tell whether the value is looked at: not beside another state, nor if never scored."""
        indicator = self.framework.indicators.get(row.get("indicator", ""))
        return row.get("state") == State.VALUE and (indicator is None or indicator.takes_part)


def _words(row: Mapping[str, str]) -> Iterator[tuple[FaultCode, str]]:
    for column, words in WORDS.items():
        word = row.get(column)
        given = word is not None and (word != "" or column == "state")
        if given and word not in set(words):
            yield FaultCode(f"unknown_{column}"), str(word)


def _size(row: Mapping[str, str]) -> Iterator[tuple[FaultCode, str]]:
    size = row.get("sample_size", "")
    if size and not POSITIVE_WHOLE_NUMBER.fullmatch(size):
        yield FaultCode.SAMPLE_SIZE, size


def _answer(row: Mapping[str, str], *, read: bool) -> Answer:
    grade = row.get("grade")
    return Answer(
        indicator_id=row["indicator"],
        state=State(row["state"]),
        entered=row["value"] if read else "",
        value=Decimal(row["value"]) if read else None,
        grade=Grade(grade) if grade else None,
        territory=Territory(row.get("territory") or Territory.CITY),
    )
