"""The Flask extensions, unbound; `create_app` binds them."""

from __future__ import annotations

from inspect import iscoroutinefunction
from typing import TYPE_CHECKING

from flask_alembic import Alembic
from flask_babel import Babel
from flask_compress import Compress
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_sqlalchemy_lite import SQLAlchemy
from flask_wtf import CSRFProtect

from lcassess.storage.engine import configure, wrong_pragmas
from lcassess.storage.tables import Base

if TYPE_CHECKING:
    from flask import Flask

db = SQLAlchemy()
alembic = Alembic(metadatas=Base.metadata, run_mkdir=False)
babel = Babel()
compress = Compress()
csrf = CSRFProtect()
limiter = Limiter(get_remote_address)


def bind_database(app: Flask) -> None:
    """Give the application its database, with the promises that storage makes."""
    db.init_app(app)
    _close_without_a_thread(app)
    alembic.init_app(app)
    with app.app_context():
        configure(db.engine)


def _close_without_a_thread(app: Flask) -> None:
    """Drop the closing of asynchronous sessions: we have none, and it starts a thread a request."""
    closers = app.teardown_appcontext_funcs
    closers[:] = [close for close in closers if not iscoroutinefunction(close)]


def database_faults() -> list[str]:
    """List in words what is wrong with the database's settings, and leave no connection open."""
    try:
        return wrong_pragmas(db.engine)
    finally:
        db.engine.dispose()
