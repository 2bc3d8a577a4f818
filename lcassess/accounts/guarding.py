"""Before every page: forged posts are refused, and pages of cities ask who you are."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, current_app, g, redirect, request, session
from flask_wtf.csrf import validate_csrf
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import ValidationError

from lcassess.accounts import sealing, sign_ins
from lcassess.accounts.current import TOKEN, SignInNeeded, current_actor, database

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from lcassess.network.membership import Actor

READING = {"GET", "HEAD", "OPTIONS"}
CLOSED = "/assessments"
AFTER = "after"


def guard(blueprint: Blueprint, ask_again: Callable[[str], ResponseReturnValue]) -> None:
    """Put the guard before every page; `ask_again` shows the sign-in form with a sealed one."""

    @blueprint.before_app_request
    def check() -> ResponseReturnValue | None:
        actor = current_actor()  # looked up before a view reads anything, as it may commit
        closed = _is_closed(request.path) or sealing.is_sealable()
        if closed and (actor is None or _is_from_another(actor)):
            sealed = _sealed()
            return ask_again(sealed) if sealed else to_sign_in(SignInNeeded())
        if request.method not in READING:
            _refuse_forged()
        return None

    blueprint.app_errorhandler(SignInNeeded)(to_sign_in)


def to_sign_in(_error: SignInNeeded) -> ResponseReturnValue:
    """Lead to the sign-in page and back here: the same for what exists and what does not."""
    if request.method not in READING:
        return redirect("/sign-in", 303)
    after = request.full_path.rstrip("?")
    if not _is_closed(request.path):
        return redirect("/sign-in?" + urlencode({"next": after}), 303)
    session[AFTER] = after  # not in the address: what exists and what does not look the same
    return redirect("/sign-in", 303)


def is_local(address: str) -> bool:
    r"""Tell whether an address is a path of ours: `//x`, `/\x` and control characters are not."""
    parts = urlsplit(address)
    return (
        address.startswith("/")
        and not address.startswith("//")
        and "\\" not in address
        and address.isprintable()
        and not parts.scheme
        and not parts.netloc
    )


def _is_closed(path: str) -> bool:
    return path == CLOSED or path.startswith(f"{CLOSED}/")


def _author() -> int | None:
    """Tell who loaded the posted form, by its own field."""
    return sealing.author_of(request.form.get(sealing.AUTHOR, ""), request.path)


def _is_from_another(actor: Actor) -> bool:
    """Tell whether a form was loaded by one person and comes with the sign-in of another."""
    return sealing.is_sealable() and _author() not in {None, actor.person_id}


def _sealed() -> str | None:
    """Seal the form of a sealable POST for its author, if it is known who that is."""
    if not sealing.is_sealable():
        return None
    author = _author()
    if author is None and _has_csrf_token() and TOKEN in session:
        author = sign_ins.person_of(database(), str(session[TOKEN]))
    return None if author is None else sealing.seal(author, request.path, request.form)


def _refuse_forged() -> None:
    """Ask for the CSRF token of the cookie; a form that names its author may hold an older one."""
    if sealing.is_sealable() and _author() is not None and _was_ours():
        g.csrf_valid = True
        return
    current_app.extensions["csrf"].protect(apply_exemptions=True)


def _was_ours() -> bool:
    """Tell whether the form's CSRF token is one of ours, of this sign-in or an earlier one."""
    signed = URLSafeTimedSerializer(current_app.secret_key or "", salt="wtf-csrf-token")
    try:
        signed.loads(request.form.get("csrf_token", ""))
    except BadData:
        return False
    return True


def _has_csrf_token() -> bool:
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True
