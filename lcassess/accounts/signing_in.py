"""The pages of signing in and out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, session
from flask_babel import format_time, gettext

from lcassess.access.rules import may_compare
from lcassess.accounts import logbook, sealing, sign_ins
from lcassess.accounts.current import (
    TOKEN,
    current_actor,
    database,
    let_in,
    now,
    require_actor,
)
from lcassess.accounts.forms import SignInForm, mistakes
from lcassess.accounts.guarding import AFTER, is_local
from lcassess.accounts.proving import prove
from lcassess.accounts.tries import TooManyTries
from lcassess.storage.engine import begin_write

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


def sign_in() -> ResponseReturnValue:
    """Show the form, or let the person in and go on to where they wanted to be."""
    form = SignInForm()
    if not form.is_submitted():
        form.next.data = request.args.get("next") or session.pop(AFTER, "")
        return go_on(form.next.data) if current_actor() else _page(form)
    if not form.validate():
        return _page(form), 400
    try:
        person_id = _prove(form)
    except TooManyTries as refusal:
        return _too_many(form, refusal.again_at)
    if person_id is None:
        return _refused(form)
    let_in(person_id)
    logbook.done("sign-in", person_id)
    if form.sealed.data:
        return _replayed(form.sealed.data) or go_on()
    return go_on(form.next.data)


def sign_out() -> ResponseReturnValue:
    """End this sign-in here and on the server."""
    actor = current_actor()
    if TOKEN in session:
        begin_write(database())
        sign_ins.end(database(), str(session[TOKEN]), "signed out", now())
        database().commit()
    if actor:
        logbook.done("sign-out", actor.person_id)
    session.clear()
    leaving = redirect("/", 303)
    leaving.headers["Clear-Site-Data"] = '"storage"'  # what waited unsaved in this browser
    return leaving


def ask_again(sealed: str) -> ResponseReturnValue:
    """Show the form to a person who was signed out while typing."""
    form = SignInForm(formdata=None, sealed=sealed, next=request.path)
    return render_template("accounts/sign_in.html", form=form, kept=True)


def go_on(after: str | None = None) -> ResponseReturnValue:
    """Lead a person who is signed in to an address of ours, or to their first page."""
    if after and is_local(after):
        return redirect(after, 303)
    return redirect("/network" if may_compare(require_actor()) else "/assessments", 303)


def _prove(form: SignInForm) -> int | None:
    address = request.remote_addr or ""
    return prove(database(), "sign-in", form.email.data, form.password.data, address, now())


def _replayed(sealed: str) -> ResponseReturnValue | None:
    """Post what was typed before once more; say so where it cannot be."""
    taken = sealing.take_sealed(database(), sealed, require_actor().person_id, now())
    if taken:
        return sealing.replay(*taken)
    flash(
        gettext(
            "What was typed before you signed in was not saved: it was another person’s, "
            "older than a day, or had been saved already."
        )
    )
    return None


def _page(form: SignInForm) -> str:
    return render_template(
        "accounts/sign_in.html", form=form, kept=bool(form.sealed.data), errors=mistakes(form)
    )


def _refused(form: SignInForm) -> ResponseReturnValue:
    form.password.errors = [
        gettext("Email and password do not match. Check both, or set a new password.")
    ]
    return _page(form), 400


def _too_many(form: SignInForm, again_at: datetime) -> ResponseReturnValue:
    form.password.errors = [
        gettext(
            "Too many tries. You can try again at %(time)s UTC, or set a new password by email.",
            time=format_time(again_at, "short", rebase=False),
        )
    ]
    wait = max(1, round((again_at - now()).total_seconds()))
    return _page(form), 429, {"Retry-After": str(wait)}
