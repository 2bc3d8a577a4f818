"""The floor: the least that a Flask application can do to send the same pages and keep the same.

A page is one query and one compiled template that gives the same bytes as ours; a save is one
durable transaction that keeps the same parts, with a row of history for each answer that changed.
No accounts, roles, languages, checks or merging.
"""

from __future__ import annotations

import hmac
import os
import secrets
import sqlite3
import threading
import time
from pathlib import Path

from flask import Flask, Response, abort, redirect, render_template, request, session

from lcassess.assessment.fields import PARTS as FIELDS
from lcassess.framework import catalogue

FOLDER = Path(os.environ.get("FLOOR_FOLDER", "."))
FRAMEWORK = catalogue.load("2026")
COLUMNS = tuple(field.replace("-", "_") for field in FIELDS if field != "version")
NAMES = {
    area.code: [*(i.id for i in area.indicators), *(area.text_name(t) for t in area.texts)]
    for area in FRAMEWORK.focus_areas
}

app = Flask(__name__, template_folder=str(FOLDER / "pages"))
app.secret_key = "the floor keeps no secrets"
here = threading.local()

_QUERY = f"SELECT * FROM answers WHERE assessment = ? AND code = ?"  # noqa: S608
_UPSERT = (
    f"INSERT OR REPLACE INTO answers (assessment, code, name, version, {', '.join(COLUMNS)}) "
    f"VALUES (?, ?, ?, ?{', ?' * len(COLUMNS)})"
)
_HISTORY = (
    f"INSERT INTO history (assessment, name, version, at, {', '.join(COLUMNS)}) "
    f"VALUES (?, ?, ?, ?{', ?' * len(COLUMNS)})"
)


def database() -> sqlite3.Connection:
    """Give this thread its connection, with the same promises as ours."""
    if not hasattr(here, "database"):
        here.database = sqlite3.connect(FOLDER / "floor.db", timeout=10, isolation_level=None)
        here.database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL")
        here.database.row_factory = sqlite3.Row
    return here.database


def prepare(reports: list[str]) -> None:
    """Make the tables, with every question of some reports unanswered."""
    columns = ", ".join(f"{column} TEXT" for column in COLUMNS)
    with database() as made:
        made.execute(
            f"CREATE TABLE answers (assessment TEXT, code TEXT, name TEXT, version INTEGER, "
            f"{columns}, PRIMARY KEY (assessment, code, name)) WITHOUT ROWID"
        )
        made.execute(
            f"CREATE TABLE history (id INTEGER PRIMARY KEY, assessment TEXT, name TEXT, "
            f"version INTEGER, at REAL, {columns}, UNIQUE (assessment, name, version))"
        )
        blank = ("",) * len(COLUMNS)
        rows = [(r, code, n, 0, *blank) for r in reports for code in NAMES for n in NAMES[code]]
        made.executemany(_UPSERT, rows)


@app.get("/sign-in")
def sign_in() -> str:
    """Begin a session."""
    session["csrf"] = secrets.token_urlsafe(24)
    return "ready"


@app.get("/assessments/<uuid:assessment>/<code>")
def page(assessment: object, code: str) -> str:
    """Show the answers of a focus area."""
    found = database().execute(_QUERY, (str(assessment), code))
    answers = {row["name"]: row for row in found}
    return render_template(f"{code}.html", answers=answers, token=session["csrf"])


@app.post("/assessments/<uuid:assessment>/<code>")
def save(assessment: object, code: str) -> Response:
    """Keep what changed, and lead to the next page."""
    if not hmac.compare_digest(request.form["csrf_token"], session["csrf"]):
        abort(400)
    keep = database()
    keep.execute("BEGIN IMMEDIATE")
    try:
        _write(keep, str(assessment), code, time.time())
        keep.execute("COMMIT")
    except BaseException:
        keep.execute("ROLLBACK")
        raise
    return redirect(f"/assessments/{assessment}/{request.form['next']}", 303)


def _write(keep: sqlite3.Connection, assessment: str, code: str, now: float) -> None:
    standing = {row["name"]: row for row in keep.execute(_QUERY, (assessment, code))}
    for name in NAMES[code]:
        new = tuple(_posted(name, field) for field in FIELDS if field != "version")
        old = standing.get(name)
        if old is None or new != tuple(old[column] for column in COLUMNS):
            version = (old["version"] if old else 0) + 1
            keep.execute(_UPSERT, (assessment, code, name, version, *new))
            keep.execute(_HISTORY, (assessment, name, version, now, *new))


def _posted(name: str, field: str) -> str:
    """Give a field of the form; the shares of one question are kept as one text."""
    whole = f"{name}-{field}"
    if field != "value" or whole in request.form:
        return request.form.get(whole, "")
    return "; ".join(request.form[key] for key in request.form if key.startswith(f"{whole}-"))
