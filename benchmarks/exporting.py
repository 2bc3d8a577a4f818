"""Goals 11 and 13: a network of 10,000 cities as a file, each in a process of its own."""

from __future__ import annotations

import csv
import io
import json
import pickle
import resource
import sqlite3
import subprocess
import sys
import time
import zlib
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from benchmarks.measuring import Goal, by_turns, compared
from benchmarks.networks import ROUND, network
from benchmarks.server import ROOT
from lcassess.exports import comparison
from lcassess.exports.table import number, yes_or_no
from lcassess.services import exporting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CITIES = 10_000
MOST_MEMORY = 50  # MiB more than before the export
SNAPSHOTS = "SELECT snapshot FROM submissions WHERE withdrawn_at IS NULL"


def run(turns: int) -> Iterator[Goal]:
    """Compare ours, from the database to the file, with bare writers of the same cells."""
    database = network(CITIES)
    with TemporaryDirectory() as name:
        folder = Path(name)
        _apart("cells", database, folder)
        for number_, kind, limit in ((11, "xlsx", 1.5), (13, "csv", 2), (13, "json", 2)):
            ours = partial(_seconds, f"our_{kind}", database, folder)
            bare = partial(_seconds, f"bare_{kind}", database, folder)
            pairs = by_turns(1 if kind == "xlsx" else turns, ours, bare)
            yield compared(number_, f"{kind} of 10,000 cities, beside bare, CPU", pairs, limit, "s")
        more = _apart("our_xlsx", database, folder)["mebibytes"]
        figures = f"{more:.0f} MiB more than before, limit {MOST_MEMORY}"
        yield Goal(11, "xlsx of 10,000 cities, memory", more / MOST_MEMORY, 1, figures)


def _seconds(what: str, database: Path, folder: Path) -> float:
    return float(_apart(what, database, folder)["seconds"])


def _apart(what: str, database: Path, folder: Path) -> dict[str, float]:
    """Do one deed in a process of its own, as memory and imports are its own too."""
    command = [sys.executable, "-m", "benchmarks.exporting", what, str(database), str(folder)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def _ours(kind: str, database: Path, folder: Path) -> None:
    engine = create_engine(f"sqlite:///{database}")
    order = exporting.Order(ROUND, kind, "en", datetime.now(UTC))
    with Session(engine) as session, (folder / f"ours.{kind}").open("wb") as target:
        exporting.write_network_file(session, order, str, target)


def _keep_cells(database: Path, folder: Path) -> None:
    """Keep what our files hold as plain values, for the bare writers."""
    engine = create_engine(f"sqlite:///{database}")
    with Session(engine) as session:
        now = datetime.now(UTC)
        found = exporting.every_result(session, None, ROUND)
        progress = exporting._progress(session, found, "en")  # noqa: SLF001
        method = exporting.method_of(progress.framework, str, now)
        tables = comparison.network_tables(progress, method, str)
        sheets = [[[_plain(value) for value in row] for row in table.rows] for table in tables]
        (folder / "sheets").write_bytes(pickle.dumps(sheets))
        table = comparison.network_table(progress, str)
        rows = [[_plain(value) for value in row] for row in table.rows]
        (folder / "rows").write_bytes(pickle.dumps(rows))
        whole = io.BytesIO()
        exporting.write_network(progress, whole)
    (folder / "document").write_bytes(pickle.dumps(json.loads(whole.getvalue())))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return number(value)
    return yes_or_no(value) if isinstance(value, bool) else value


def _bare_xlsx(_database: Path, folder: Path, kept: Any) -> None:
    workbook = Workbook(write_only=True)
    for rows in kept:
        sheet = workbook.create_sheet()
        for row in rows:
            sheet.append(row)
    workbook.save(folder / "bare.xlsx")


def _bare_csv(database: Path, folder: Path, kept: Any) -> None:
    _read(database)
    with (folder / "bare.csv").open("w", newline="", encoding="utf-8-sig") as target:
        csv.writer(target).writerows(kept)


def _bare_json(database: Path, folder: Path, kept: Any) -> None:
    _read(database)
    text = json.dumps(kept, ensure_ascii=False)
    (folder / "bare.json").write_text(text, encoding="utf-8")


def _read(database: Path) -> None:
    """Read everything that was handed in, and no more."""
    with closing(sqlite3.connect(database)) as opened:
        for (snapshot,) in opened.execute(SNAPSHOTS):
            json.loads(zlib.decompress(snapshot))


DEEDS: dict[str, Callable[..., None]] = {
    "cells": _keep_cells,
    "our_xlsx": partial(_ours, "xlsx"),
    "our_csv": partial(_ours, "csv"),
    "our_json": partial(_ours, "json"),
    "bare_xlsx": _bare_xlsx,
    "bare_csv": _bare_csv,
    "bare_json": _bare_json,
}
KEPT = {"bare_xlsx": "sheets", "bare_csv": "rows", "bare_json": "document"}


def _do(what: str, database: Path, folder: Path) -> None:
    deed = partial(DEEDS[what], database, folder)
    if what in KEPT:
        kept = pickle.loads((folder / KEPT[what]).read_bytes())  # noqa: S301  # we wrote it
        deed = partial(deed, kept)
    before, begun = _peak(), time.process_time()
    deed()
    seconds = time.process_time() - begun
    print(json.dumps({"seconds": seconds, "mebibytes": _peak() - before}))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    _do(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
