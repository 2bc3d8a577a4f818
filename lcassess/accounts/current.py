"""Who asks: the person behind the cookie of this request."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from flask import current_app, g, session
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from lcassess.accounts import logbook, sign_ins
from lcassess.storage.engine import begin_write
from lcassess.storage.tables import PersonRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from lcassess.accounts.sign_ins import SignIn
    from lcassess.network.membership import Actor

TOKEN = "token"  # noqa: S105  # the key in the cookie
LANGUAGE = "language"


class SignInNeeded(Exception):  # noqa: N818  # it says what happened
    """The page asks who you are; answered with the way to the sign-in page."""


def database() -> Session:
    """Give the database session of this request."""
    return cast("Session", current_app.extensions["sqlalchemy"].session)


def now() -> datetime:
    """Give the present moment."""
    return datetime.now(UTC)


def current_sign_in() -> SignIn | None:
    """Give the sign-in of this request, looked up once in one query."""
    try:
        return cast("SignIn | None", g.sign_in)
    except AttributeError:
        token = session.get(TOKEN)
        g.sign_in = found = _find(str(token)) if token else None
        return found


def current_actor() -> Actor | None:
    """Give the person who asks, with all roles, or None for a visitor."""
    found = current_sign_in()
    return found.actor if found else None


def require_actor() -> Actor:
    """Give the person who asks, or raise SignInNeeded."""
    actor = current_actor()
    if actor is None:
        raise SignInNeeded
    return actor


def let_in(person_id: int) -> None:
    """Sign a person in on this device, with a new token in an otherwise new cookie. Commits."""
    begin_write(database())
    if TOKEN in session:
        sign_ins.end(database(), str(session[TOKEN]), "signed in again", now())
    token = sign_ins.start(database(), person_id, now())
    own = database().scalar(select(PersonRow.language).where(PersonRow.id == person_id))
    database().commit()
    _renew_cookie(token, str(session.get(LANGUAGE) or own or ""))


def _renew_cookie(token: str, language: str) -> None:
    session.clear()
    session.permanent = True
    session[TOKEN] = token
    if language in current_app.config["LANGUAGES"]:
        session[LANGUAGE] = language
    g.pop("sign_in", None)
    g.pop("csrf_token", None)  # Flask-WTF keeps the old one for the rest of the request


def _find(token: str) -> SignIn | None:
    found = sign_ins.find(database(), token, now())
    try:
        if found:
            sign_ins.see(database(), found, now())
        else:
            _note_changed_roles(token)
    except OperationalError:  # a busy or full disk keeps nobody from reading
        database().rollback()
    return found


def _note_changed_roles(token: str) -> None:
    """Log a sign-in that a change of roles or a removal has ended, when it is used again."""
    person_id = sign_ins.end_outgrown(database(), token, now())
    if person_id is not None:
        logbook.refused("stay-signed-in", "RolesChanged", person_id)
