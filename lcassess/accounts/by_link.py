"""The pages that a link in a message opens: an invitation, a new password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, request

from lcassess.accounts import invitations, logbook, resets, tries, words
from lcassess.accounts.current import current_actor, database, let_in, now
from lcassess.accounts.forms import ForgottenForm, JoinForm, NewPasswordForm, mistakes
from lcassess.accounts.signing_in import go_on

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from lcassess.accounts.invitations import Invitation
    from lcassess.accounts.tokens import NoLongerOpenError


def invitation(token: str) -> ResponseReturnValue:
    """Show for which role an invitation is; a new person joins, a known one signs in to accept."""
    found = invitations.find(database(), token, now())
    return _accept(found, token) if found.is_known else _join(found, token)


def reset() -> ResponseReturnValue:
    """Send a link to a new password; the answer is the same whether there is an account."""
    form = ForgottenForm()
    if not form.validate_on_submit():
        page = render_template("accounts/reset.html", form=form, errors=mistakes(form))
        return page, 400 if form.is_submitted() else 200
    _send_link(form.email.data)
    return redirect("/reset?sent=yes", 303)


def new_password(token: str) -> ResponseReturnValue:
    """Let the bearer of a link set a new password, and sign them in."""
    person = resets.find(database(), token, now())
    form = NewPasswordForm(person.email, person.name)
    if not form.validate_on_submit():
        page = render_template("accounts/new_password.html", form=form, errors=mistakes(form))
        return page, 400 if form.is_submitted() else 200
    let_in(resets.set_new_password(database(), token, form.password.data, now()))
    words.send_password_changed(person.email)
    return go_on()


def closed(_error: NoLongerOpenError) -> ResponseReturnValue:
    """Say that a link was used, has expired, or never was."""
    logbook.refused("open-link", "NoLongerOpenError")
    return render_template("accounts/closed_link.html"), 404


def _accept(found: Invitation, token: str) -> ResponseReturnValue:
    actor = current_actor()
    if request.method == "POST" and actor and actor.email == found.email:
        let_in(invitations.accept(database(), token, actor.email, now()))
        return go_on()
    return _page(found, token=token), 400 if request.method == "POST" else 200


def _join(found: Invitation, token: str) -> ResponseReturnValue:
    form = JoinForm(found.email)
    if not form.validate_on_submit():
        return _page(found, form=form, errors=mistakes(form)), 400 if form.is_submitted() else 200
    let_in(invitations.join(database(), token, form.name.data, form.password.data, now()))
    return go_on()


def _page(found: Invitation, **shown: object) -> str:
    return render_template(
        "accounts/invitation.html", invitation=found, role=words.ROLES[found.grant.role], **shown
    )


def _send_link(email: str) -> None:
    """Send at most a few links an hour; beyond that send none, and say nothing."""
    try:
        tries.count(database(), "reset", email, request.remote_addr or "", now())
    except tries.TooManyTries:
        logbook.refused("ask-reset", "TooManyTries")
        return
    token = resets.ask(database(), email, now())
    if token:
        words.send_reset(email.strip().lower(), token)
