"""`flask answers import`: answers of an earlier round that were kept elsewhere."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
from flask.cli import AppGroup

from lcassess.cli.database import database
from lcassess.services.import_table import Wrong
from lcassess.services.importing import FaultyTableError, import_answers
from lcassess.services.refusals import NotFoundError, NotNowError
from lcassess.services.table_reading import Unreadable, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lcassess.services.import_table import Fault
    from lcassess.services.importing import Imported

INPUT = click.Path(exists=True, dir_okay=False, path_type=Path)
SHOWN = 60
REASONS = {
    Wrong.UNKNOWN_COLUMN: "unknown column {}",
    Wrong.REPEATED_COLUMN: "the column {} stands twice",
    Wrong.MISSING_COLUMN: "the column {} is missing",
    Wrong.LENGTH: "there are more cells than columns",
    Wrong.UNKNOWN_CITY: "no city, or more than one, is called {}",
    Wrong.UNKNOWN_INDICATOR: "unknown indicator {}",
    Wrong.UNKNOWN_STATE: "unknown state {}",
    Wrong.UNKNOWN_GRADE: "unknown grade {}",
    Wrong.UNKNOWN_TERRITORY: "unknown territory {}",
    Wrong.NEVER_APPLIES_NOT: "{} applies to every city",
    Wrong.NO_REASON: "the note has to say why it does not apply",
    Wrong.NO_VALUE: "no value is given",
    Wrong.NOT_A_VALUE: "{} is not a value: digits with one decimal point at most are expected",
    Wrong.OUT_OF_BOUNDS: "{} is outside what this question can have",
    Wrong.YEAR: "{} is no year, or one after the round",
    Wrong.BY: "the name {} is too long",
    Wrong.AT: "{} is no day in the form 2024-05-31",
    Wrong.REPEATED_ANSWER: "an earlier row has the same city and indicator",
    Wrong.WRITTEN: "the report of {} in this round was written or handed in by a person",
}
UNREADABLE = {
    Unreadable.KIND: "the file is no table: CSV in UTF-8 or a workbook (XLSX) is expected",
    Unreadable.EMPTY: "the file is empty",
    Unreadable.LARGE: "the file is too large",
    Unreadable.TEXT: "the file is not in UTF-8",
}

answers_group = AppGroup("answers", help="Answers of cities.")


@answers_group.command("import")
@click.argument("file", type=INPUT)
@click.option("--round", "round_slug", required=True, help="The round, by its slug.")
def import_(file: Path, round_slug: str) -> None:
    """Bring the answers in FILE (CSV, XLSX) into a closed round, as handed in; all or nothing."""
    now = datetime.now(UTC)
    try:
        with database() as session:
            found = import_answers(session, file.read_bytes(), file.name, round_slug, now)
    except FaultyTableError as refusal:
        _refuse(map(_line, refusal.faults))
    except UnreadableError as refusal:
        _refuse([UNREADABLE[refusal.why]])
    except NotFoundError:
        _refuse([f"there is no round {round_slug}"])
    except NotNowError:
        _refuse(
            [f"the round {round_slug} is still open: its cities write their reports themselves"]
        )
    click.echo(_done(found))


def _done(found: Imported) -> str:
    return f"{found.new} reports have a new version, {found.unchanged} stood so already."


def _line(fault: Fault) -> str:
    """Word a fault as one line, whatever line ends its cell may hold."""
    cell = fault.detail if len(fault.detail) <= SHOWN else fault.detail[:SHOWN] + "…"
    reason = REASONS[fault.code].format(json.dumps(cell, ensure_ascii=False))
    return f"row {fault.row}: {reason}"


def _refuse(lines: Iterable[str]) -> NoReturn:
    for line in lines:
        click.echo(line, err=True)
    raise SystemExit(2)
