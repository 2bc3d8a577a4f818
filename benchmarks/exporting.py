"""Goals 11 and 13: a network of 10,000 cities as a file, each in a process of its own."""

from __future__ import annotations

import csv
import json
import pickle
import sqlite3
import subprocess
import sys
import time
import zlib
from contextlib import closing
from datetime import UTC, datetime
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
from lcassess.framework import catalogue
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
            pairs = by_turns(min(turns, 3) if kind == "xlsx" else turns, ours, bare)
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
    with _opened(database) as session, (folder / f"ours.{kind}").open("wb") as target:
        exporting.write_round(session, _order(kind), str, target)


def _keep_cells(database: Path, folder: Path) -> None:
    """Keep what our files hold as plain values, for the bare writers."""
    with _opened(database) as session:
        found = exporting.progress(session, _order("xlsx"))
        method = exporting.method_of(found.framework, str, datetime.now(UTC))
        tables = comparison.network_tables(found, method, str)
        sheets = [[row for row in table.rows if row] for table in tables]
        (folder / "sheets").write_bytes(pickle.dumps(sheets))
        table = comparison.network_table(exporting.progress(session, _order("csv")), str)
        (folder / "rows").write_bytes(pickle.dumps(list(table.rows)))
    _ours("json", database, folder)
    document = json.loads((folder / "ours.json").read_bytes())
    (folder / "document").write_bytes(pickle.dumps(document))


def _opened(database: Path) -> Session:
    return Session(create_engine(f"sqlite:///{database}"))


def _order(kind: str) -> exporting.Order:
    return exporting.Order(ROUND, kind, "en", datetime.now(UTC))


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
    catalogue.load()  # a process that serves or writes has read it, as it has its modules
    before, begun = _memory("VmRSS"), time.process_time()
    deed()
    seconds = time.process_time() - begun
    print(json.dumps({"seconds": seconds, "mebibytes": _memory("VmHWM") - before}))


def _memory(what: str) -> float:
    """Give what the process takes now (VmRSS), or took at most (VmHWM), in MiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(what)).split()[1]) / 1024


if __name__ == "__main__":
    _do(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
