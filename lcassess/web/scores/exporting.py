"""Files of many cities.

Thousands of cities are seconds of pure computing. Inside a web worker that would hold back
everybody who is saving, so from `LARGE` cities on another process writes the file, and the worker
only waits for it. One such file at a time: who asks for another is told to come back.
"""

from __future__ import annotations

import multiprocessing
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, BinaryIO

from flask import Flask, abort, current_app
from flask_babel import force_locale, gettext

from lcassess.extensions import babel, bind_database, db
from lcassess.services.exporting import Order, write_round

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGE = 500  # cities
SETTINGS = ("SQLALCHEMY_ENGINES", "ALEMBIC")

_busy = Lock()


def write(order: Order, cities: int, target: BinaryIO) -> None:
    """Write the file, in another process if it is large; 503 while another one is written."""
    if cities <= LARGE:
        _write(order, target)
        return
    with _alone(), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cities"
        _have_written(order, path)
        with path.open("rb") as written:
            shutil.copyfileobj(written, target)


@contextmanager
def _alone() -> Iterator[None]:
    if not _busy.acquire(blocking=False):
        abort(503)
    try:
        yield
    finally:
        _busy.release()


def _have_written(order: Order, path: Path) -> None:
    settings = {name: current_app.config[name] for name in SETTINGS}
    arguments = (current_app.import_name, settings, order, path)
    process = multiprocessing.get_context("spawn").Process(target=_write_apart, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        message = f"the process that writes {order.kind} ended with {process.exitcode}"
        raise RuntimeError(message)


def _write_apart(name: str, settings: dict[str, Any], order: Order, path: Path) -> None:
    """Write the file in a process of its own, with a database connection of its own."""
    app = Flask(name, static_folder=None)
    app.config.update(settings)
    bind_database(app)
    babel.init_app(app)
    with app.app_context(), force_locale(order.language), path.open("wb") as target:
        _write(order, target)


def _write(order: Order, target: BinaryIO) -> None:
    write_round(db.session, order, gettext, target)
