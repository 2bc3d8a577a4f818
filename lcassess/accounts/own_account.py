"""The page of one's own account: name, language, password, sign-ins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, session
from flask_babel import format_time, get_locale, gettext
from sqlalchemy import update

from lcassess.accounts import logbook, passwords, sign_ins, words
from lcassess.accounts.current import (
    LANGUAGE,
    SignInNeeded,
    current_sign_in,
    database,
    let_in,
    now,
    require_actor,
)
from lcassess.accounts.forms import ChangePasswordForm, PersonForm, mistakes
from lcassess.accounts.proving import prove
from lcassess.accounts.tries import TooManyTries
from lcassess.storage.engine import begin_write
from lcassess.storage.tables import PersonRow

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from lcassess.network.membership import Actor


def account() -> ResponseReturnValue:
    """Show the account, or keep a new name and language."""
    actor = require_actor()
    form = _person_form(actor)
    if not form.validate_on_submit():
        page = _page(actor, form, ChangePasswordForm(formdata=None))
        return page, 400 if form.is_submitted() else 200
    _keep(actor, form.name.data, form.language.data)
    session[LANGUAGE] = form.language.data
    return _done(gettext("Your name and language are saved."))


def change_password() -> ResponseReturnValue:
    """Change the password: all other sign-ins end, this one goes on under a new token."""
    actor = require_actor()
    form = ChangePasswordForm(actor.email, actor.name)
    if not (form.validate() and _is_proven(actor, form)):
        return _page(actor, _person_form(actor, formdata=None), form), 400
    _set_password(actor, form.password.data)
    let_in(actor.person_id)
    words.send_password_changed(actor.email)
    return _done(gettext("Your password is changed. You are signed out everywhere else."))


def end_others() -> ResponseReturnValue:
    """End all sign-ins of the person but this one."""
    found = current_sign_in()
    if found is None:
        raise SignInNeeded
    begin_write(database())
    sign_ins.end_all(database(), found.actor.person_id, "ended", now(), but=found.id)
    database().commit()
    logbook.done("end-other-sign-ins", found.actor.person_id)
    return _done(gettext("You are signed out everywhere else."))


def _is_proven(actor: Actor, form: ChangePasswordForm) -> bool:
    """Check the present password under the same limit as at sign-in."""
    address = request.remote_addr or ""
    try:
        person_id = prove(
            database(), "change-password", actor.email, form.present.data, address, now()
        )
    except TooManyTries as refusal:
        again = format_time(refusal.again_at, "short", rebase=False)
        form.present.errors = [gettext("Too many tries. Try again at %(time)s UTC.", time=again)]
        return False
    if person_id is None:
        form.present.errors = [gettext("This is not your present password.")]
    return person_id is not None


def _set_password(actor: Actor, password: str) -> None:
    made = passwords.make_hash(password)
    begin_write(database())
    passwords.keep_hash(database(), made, now(), actor.person_id)
    sign_ins.end_all(database(), actor.person_id, "password", now())
    database().commit()
    logbook.done("change-password", actor.person_id)


def _keep(actor: Actor, name: str, language: str) -> None:
    begin_write(database())
    database().execute(
        update(PersonRow)
        .where(PersonRow.id == actor.person_id)
        .values(name=name, language=language)
    )
    database().commit()


def _person_form(actor: Actor, **options: object) -> PersonForm:
    return PersonForm(name=actor.name, language=get_locale().language, **options)


def _page(actor: Actor, person: PersonForm, password: ChangePasswordForm) -> str:
    return render_template(
        "accounts/account.html",
        person=person,
        password=password,
        email=actor.email,
        sign_ins=sign_ins.open_ones(database(), actor, now()),
        present=current_sign_in(),
        errors=mistakes(person, password),
    )


def _done(message: str) -> ResponseReturnValue:
    flash(message)
    return redirect("/account", 303)
