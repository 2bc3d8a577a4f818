"""What was typed is not lost when a sign-in ends: the form is sealed and replayed once.

A POST to a view marked `sealable` that comes without its author's sign-in is encrypted, bound to
that person and address, and put into the sign-in form as a hidden field. When the same person
signs in within a day, the view is called once more, and reads the old form with `posted_form()`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app, g, request
from itsdangerous import BadSignature, Signer
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

from lcassess.accounts.tables import ReplayRow
from lcassess.storage.engine import begin_write

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

SECONDS_GOOD = 24 * 3600
AUTHOR = "author"
NOT_SEALED = {AUTHOR, "csrf_token"}

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Opened:
    """A sealed form, opened: who typed it, for which address, and what."""

    person_id: int
    path: str
    form: MultiDict[str, str]


def sealable(view: View) -> View:
    """Mark a view whose POST is kept when the sign-in has ended; it reads `posted_form()`."""
    view.sealable = True  # type: ignore[attr-defined]
    return view


def is_sealable() -> bool:
    """Tell whether this request is a POST to a view marked `sealable`."""
    view = current_app.view_functions.get(request.endpoint or "")
    return request.method == "POST" and hasattr(view, "sealable")


def posted_form() -> MultiDict[str, str]:
    """Give the form of this POST, or the sealed one that is being replayed."""
    return cast("MultiDict[str, str]", g.get("replayed_form", request.form))


def author_token(person_id: int, path: str) -> str:
    """Make the hidden field `author` of a form: who loaded it, for which address."""
    return _author(path).sign(str(person_id)).decode()


def author_of(token: str, path: str) -> int | None:
    """Tell who loaded the form, if the field is genuine and for this address."""
    try:
        return int(_author(path).unsign(token))
    except BadSignature:
        return None


def seal(person_id: int, path: str, form: MultiDict[str, str]) -> str:
    """Encrypt a form for one person and address."""
    pairs = [pair for pair in form.items(multi=True) if pair[0] not in NOT_SEALED]
    text = json.dumps([person_id, path, pairs], ensure_ascii=False)
    return _fernet().encrypt(zlib.compress(text.encode())).decode()


def open_sealed(sealed: str) -> Opened | None:
    """Decrypt a form; None where it is no seal of ours or older than a day."""
    try:
        text = zlib.decompress(_fernet().decrypt(sealed, ttl=SECONDS_GOOD))
    except (InvalidToken, ValueError):  # the latter for letters beyond ASCII
        return None
    person_id, path, pairs = json.loads(text)
    return Opened(person_id, path, MultiDict([(name, value) for name, value in pairs]))


def hide(token: str) -> str:
    """Encrypt a token, so that who reads the database does not hold it."""
    return _fernet().encrypt(token.encode()).decode()


def reveal(hidden: str) -> str:
    """Decrypt a token; raises InvalidToken where the secret is not the one that hid it."""
    return _fernet().decrypt(hidden).decode()


def take_sealed(
    session: Session, sealed: str, person_id: int, now: datetime
) -> tuple[str, MultiDict[str, str]] | None:
    """Open a form of this person, once: None where it is another's, too old, or was taken. Commits.

    Gives the address and the form.
    """
    opened = open_sealed(sealed)
    if opened is None or opened.person_id != person_id:
        return None
    begin_write(session)
    session.add(ReplayRow(seal_hash=hashlib.sha256(sealed.encode()).digest(), at=now))
    try:
        session.commit()
    except IntegrityError:
        session.rollback()
        return None
    return opened.path, opened.form


def replay(path: str, form: MultiDict[str, str]) -> ResponseReturnValue:
    """Call the view of an address as if the form had just been posted there."""
    g.replayed_form = form
    routes = current_app.url_map.bind_to_environ(request.environ)
    rule, arguments = routes.match(path, method="POST", return_rule=True)
    request.url_rule, request.view_args = rule, dict(arguments)
    return cast("ResponseReturnValue", current_app.view_functions[rule.endpoint](**arguments))


def _author(path: str) -> Signer:
    return Signer(_secret(), salt=f"author of {path}")


def _fernet() -> Fernet:
    key = hashlib.sha256(f"sealed form {_secret()}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])
