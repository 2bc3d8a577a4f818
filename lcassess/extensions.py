"""The Flask extensions, unbound; `create_app` binds them."""

from __future__ import annotations

from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, NamedTuple

from flask import request
from flask_babel import Babel
from flask_compress import Compress
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_sqlalchemy_lite import SQLAlchemy
from flask_wtf import CSRFProtect

from lcassess.storage.engine import configure, wrong_pragmas

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from flask import Blueprint, Flask

db = SQLAlchemy()
babel = Babel()
compress = Compress()
csrf = CSRFProtect()
limiter = Limiter(get_remote_address)


class Limit(NamedTuple):
    """How many requests with some methods one address may make, such as "120 per minute"."""

    most: str
    methods: tuple[str, ...]


def bind_database(app: Flask) -> None:
    """Give the application its database, with the promises that storage makes."""
    db.init_app(app)
    _close_without_a_thread(app)
    with app.app_context():
        configure(db.engine)


def _close_without_a_thread(app: Flask) -> None:
    """Drop the closing of asynchronous sessions: we have none, and it starts a thread a request."""
    closers = app.teardown_appcontext_funcs
    closers[:] = [close for close in closers if not iscoroutinefunction(close)]


def bind_limiter(app: Flask, limits: Mapping[Blueprint, Limit]) -> None:
    """Limit requests to some blueprints; no other page looks for limits, which takes 70 us."""
    for blueprint, limit in limits.items():
        limiter.limit(limit.most, methods=list(limit.methods))(blueprint)
    checks = app.before_request_funcs.setdefault(None, [])
    others = len(checks)
    limiter.init_app(app)
    limited = {blueprint.name for blueprint in limits}
    checks[others:] = [_only_for(limited, check) for check in checks[others:]]


def _only_for(limited: Collection[str], check: Callable[[], object]) -> Callable[[], None]:
    def check_pages_of_them() -> None:
        if request.blueprint in limited:
            check()

    return check_pages_of_them


def database_faults() -> list[str]:
    """List in words what is wrong with the database's settings, and leave no connection open."""
    try:
        return wrong_pragmas(db.engine)
    finally:
        db.engine.dispose()
