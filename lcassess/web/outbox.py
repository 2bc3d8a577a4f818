"""After a page that left messages, they are sent without the person waiting for it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import current_app

from lcassess.accounts.posting import send_waiting
from lcassess.extensions import db
from lcassess.services.delivering import waiting

if TYPE_CHECKING:
    from flask import Flask, Response

AT_ONCE = 20  # the rest is sent by `flask reminders send`


def init_app(app: Flask) -> None:
    """Look after each request whether messages were left."""
    app.after_request(_send_later)


def _send_later(response: Response) -> Response:
    if waiting(db.session):
        app: Any = current_app
        response.call_on_close(partial(_send, app._get_current_object()))  # noqa: SLF001  # Flask's way
    return response


def _send(app: Flask) -> None:
    with app.app_context():
        try:
            send_waiting(db.session, datetime.now(UTC), AT_ONCE)
        except Exception:  # the person has the page, and a later run sends them
            app.logger.exception("messages wait that could not be sent")
