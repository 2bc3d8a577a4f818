"""`flask score`: the scoring engine on files alone, without a database."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from lcassess.framework.catalogue import FrameworkMistakes, read
from lcassess.scoring.answer_file import FaultCode, read_answers
from lcassess.scoring.document import scores_document
from lcassess.scoring.profile import score_many
from lcassess.scoring.recipe import Recipe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lcassess.assessment.sheet import AnswerSheet
    from lcassess.framework.model import Framework
    from lcassess.scoring.answer_file import Fault

INPUT = click.Path(exists=True, dir_okay=False, path_type=Path)
OUTPUT = click.Path(dir_okay=False, path_type=Path)
SHOWN = 60
"""Characters of a cell that a line shows, so that one long cell does not hide the others."""

REASONS = {
    FaultCode.NOT_UTF8: "the file is not in UTF-8 from here on",
    FaultCode.QUOTES: "a quotation mark does not close, or stands in the middle of a cell",
    FaultCode.UNKNOWN_COLUMN: "unknown column {}",
    FaultCode.REPEATED_COLUMN: "the column {} stands twice",
    FaultCode.MISSING_COLUMN: "the column {} is missing",
    FaultCode.LENGTH: "the number of cells is not that of the header",
    FaultCode.EMPTY_CITY: "the city is empty",
    FaultCode.UNKNOWN_INDICATOR: "unknown indicator {}",
    FaultCode.UNKNOWN_STATE: "unknown state {}",
    FaultCode.UNKNOWN_GRADE: "unknown grade {}",
    FaultCode.UNKNOWN_TERRITORY: "unknown territory {}",
    FaultCode.NO_VALUE: "the state is value, but no value is given",
    FaultCode.NOT_A_VALUE: "{} is not a value: digits with one decimal point at most are expected",
    FaultCode.SAMPLE_SIZE: "the sample size {} is not a whole number above 0",
    FaultCode.REPEATED_ANSWER: "an earlier row has the same city and indicator",
}


@click.command("score")
@click.argument("framework", type=INPUT)
@click.argument("answers", type=INPUT)
@click.option("--output", required=True, type=OUTPUT, help="The JSON file to write.")
def score_command(framework: Path, answers: Path, output: Path) -> None:
    """Score the ANSWERS (CSV) of any number of cities by a FRAMEWORK (YAML)."""
    edition = _framework(framework)
    found = read_answers(answers.read_bytes(), edition)
    if found.faults:
        _refuse(map(_line, found.faults))
    write_atomically(output, _document(edition, found.sheets))


def write_atomically(path: Path, text: str) -> None:
    """Write a file in one move: whoever looks sees the old one or the whole new one."""
    target = path.resolve()
    if path.exists() and not path.is_file():  # a pipe or terminal cannot be replaced
        path.write_text(text, encoding="utf-8")
        return
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        _refuse([f"{path} cannot be written: {error.strerror}"])


def _framework(path: Path) -> Framework:
    try:
        edition = read(path)
    except FrameworkMistakes as refused:
        _refuse(map(str, refused.mistakes))
    if not Recipe.of(edition).indicators:
        _refuse(["nothing in this framework is scored"])
    return edition


def _document(edition: Framework, sheets: Mapping[str, AnswerSheet]) -> str:
    profiles = score_many(edition, list(sheets.values()))
    document = scores_document(edition.edition, dict(zip(sheets, profiles, strict=True)))
    return json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n"


def _line(fault: Fault) -> str:
    """Word a fault as one line, whatever line ends its cell may hold."""
    cell = fault.detail if len(fault.detail) <= SHOWN else fault.detail[:SHOWN] + "…"
    reason = REASONS[fault.code].format(json.dumps(cell, ensure_ascii=False))
    return f"row {fault.row}: {reason}"


def _refuse(lines: Iterable[str]) -> NoReturn:
    for line in lines:
        click.echo(line, err=True)
    raise SystemExit(2)
