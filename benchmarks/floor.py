"""The floor: the least that a Flask application can do to send the same pages and keep the same.

A page is one query and one compiled template that gives the same bytes as ours; a save is one
durable transaction that keeps the same parts, with a row of history for each answer that changed.
No accounts, roles, languages, checks or merging. Pages are compressed as ours are, so that the
same bytes go over the wire; FLOOR_COMPRESSES=no leaves that out.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
import sqlite3
import threading
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, Response, abort, redirect, render_template, request, session
from flask_compress import Compress

from config import Config

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

FOLDER = Path(os.environ.get("FLOOR_FOLDER", "."))
COLUMNS = (
    "state", "value", "numerator", "denominator", "year", "source", "grade", "territory", "note",
    "reason", "unsure", "reading", "numerator_reading", "denominator_reading",
)  # fmt: skip

app = Flask(__name__, template_folder=str(FOLDER / "pages"))
app.secret_key = "the floor keeps no secrets"  # noqa: S105
app.config.update(COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_LEVEL=1)
app.config["COMPRESS_BR_LEVEL"] = Config.COMPRESS_BR_LEVEL
if os.environ.get("FLOOR_COMPRESSES") != "no":
    Compress(app)
here = threading.local()

_LIST, _MARKS = ", ".join(COLUMNS), ", ?" * len(COLUMNS)
_READ = "SELECT * FROM answers WHERE assessment = ? AND code = ?"
_KEEP = (
    f"INSERT OR REPLACE INTO answers (assessment, code, name, version, {_LIST}) "  # noqa: S608
    f"VALUES (?, ?, ?, ?{_MARKS})"
)
_REMEMBER = (
    f"INSERT INTO history (assessment, name, version, at, {_LIST}) "  # noqa: S608
    f"VALUES (?, ?, ?, ?{_MARKS})"
)


def prepare(folder: Path, questions: dict[str, list[str]], reports: Iterable[str]) -> None:
    """Make the floor's database; every question of every report stands unanswered."""
    (folder / "questions.json").write_text(json.dumps(questions), encoding="utf-8")
    columns = ", ".join(f"{column} TEXT" for column in COLUMNS)
    blank = ("",) * len(COLUMNS)
    with sqlite3.connect(folder / "floor.db") as made:
        made.execute(
            f"CREATE TABLE answers (assessment TEXT, code TEXT, name TEXT, version INTEGER, "
            f"{columns}, PRIMARY KEY (assessment, code, name)) WITHOUT ROWID"
        )
        made.execute(
            f"CREATE TABLE history (id INTEGER PRIMARY KEY, assessment TEXT, name TEXT, "
            f"version INTEGER, at REAL, {columns}, UNIQUE (assessment, name, version))"
        )
        made.executemany(
            _KEEP,
            [(r, code, name, 0, *blank) for r in reports for code in questions
             for name in questions[code]],
        )  # fmt: skip
    made.close()


@app.get("/sign-in")
def sign_in() -> str:
    """Begin a session."""
    session["csrf"] = secrets.token_urlsafe(24)
    return "ready"


@app.get("/assessments/<uuid:assessment>/<code>")
def page(assessment: UUID, code: str) -> str:
    """Show the answers of a focus area."""
    report, token = str(assessment), session["csrf"]
    answers = {row["name"]: row for row in _database().execute(_READ, (report, code))}
    return render_template(f"{code}.html", report=report, answers=answers, token=token)


@app.post("/assessments/<uuid:assessment>/<code>")
def save(assessment: UUID, code: str) -> Response:
    """Keep what changed, and lead to the next page."""
    if not hmac.compare_digest(request.form["csrf_token"], session["csrf"]):
        abort(400)
    kept = _database()
    kept.execute("BEGIN IMMEDIATE")
    try:
        _write(kept, str(assessment), code, time.time())
        kept.execute("COMMIT")
    except BaseException:
        kept.execute("ROLLBACK")
        raise
    return redirect(f"/assessments/{assessment}/{request.form['next']}", 303)


def _write(kept: sqlite3.Connection, assessment: str, code: str, now: float) -> None:
    standing = {row["name"]: row for row in kept.execute(_READ, (assessment, code))}
    for name in _questions()[code]:
        posted = tuple(_posted(name, column.replace("_", "-")) for column in COLUMNS)
        old = standing[name]
        if posted != tuple(old[column] for column in COLUMNS):
            version = old["version"] + 1
            kept.execute(_KEEP, (assessment, code, name, version, *posted))
            kept.execute(_REMEMBER, (assessment, name, version, now, *posted))


def _posted(name: str, part: str) -> str:
    """Give a field of the form; several shares are kept as one text."""
    field = f"{name}-{part}"
    if part != "value" or field in request.form:
        return request.form.get(field, "")
    return "; ".join(request.form[key] for key in request.form if key.startswith(f"{field}-"))


def _database() -> sqlite3.Connection:
    """Give this thread its connection, with the same promises as ours."""
    if not hasattr(here, "database"):
        here.database = sqlite3.connect(FOLDER / "floor.db", timeout=10, isolation_level=None)
        here.database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL")
        here.database.row_factory = sqlite3.Row
    return here.database


@cache
def _questions() -> dict[str, list[str]]:
    return json.loads((FOLDER / "questions.json").read_text(encoding="utf-8"))
