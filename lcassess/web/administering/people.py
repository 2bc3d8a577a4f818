"""The page of people: who holds which role, and what is taken away."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, request
from flask_babel import get_locale, gettext

from lcassess.access.rules import may_administer
from lcassess.accounts.current import require_actor
from lcassess.accounts.forms import mistakes
from lcassess.accounts.words import ROLES
from lcassess.extensions import db
from lcassess.framework.catalogue import in_language, load
from lcassess.services import roles
from lcassess.web.administering.forms import ConfirmationForm, InvitationForm
from lcassess.web.administering.lists import Listing, page_number, searched, start
from lcassess.web.administering.words import country_names

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from lcassess.network.membership import Actor


def people() -> ResponseReturnValue:
    """List the people with their roles."""
    form = InvitationForm(focus_areas(), formdata=None, city=request.args.get("city", ""))
    return people_page(require_actor(), form)


def people_page(actor: Actor, form: InvitationForm) -> str:
    """Show the list, and to administrators the form of an invitation."""
    found, total = roles.people_called(db.session, actor, searched(), start())
    return render_template(
        "administering/people.html",
        people=found,
        listing=Listing("/people", searched(), page_number(), total),
        may_change=may_administer(actor),
        form=form,
        errors=mistakes(form),
        roles=ROLES,
        countries=country_names(),
    )


def focus_areas() -> list[tuple[str, str]]:
    """Give the focus areas as choices: code and name."""
    framework = in_language(load(), str(get_locale()))
    return [(code, f"{code} {found.name}") for code, found in framework.by_code.items()]


def remove(person_id: int) -> ResponseReturnValue:
    """Ask whether somebody is to be removed, and do it."""
    actor = require_actor()
    found = roles.find_person(db.session, actor, person_id)
    form = ConfirmationForm()
    if not form.validate_on_submit():
        return render_template("administering/remove.html", person=found, form=form)
    roles.remove_person(db.session, actor, person_id, datetime.now(UTC))
    flash(gettext("%(name)s is removed and signed out everywhere.", name=found.name))
    return redirect("/people", 303)


def take(person_id: int, grant_id: int) -> ResponseReturnValue:
    """Ask whether a role is to be taken away, and do it."""
    actor = require_actor()
    found = roles.find_person(db.session, actor, person_id)
    held = next((role for role in found.roles if role.id == grant_id), None)
    if held is None:
        abort(404)
    form = ConfirmationForm()
    if not form.validate_on_submit():
        return render_template(
            "administering/take.html",
            person=found,
            held=held,
            form=form,
            roles=ROLES,
            countries=country_names(),
        )
    roles.take_role(db.session, actor, person_id, grant_id)
    flash(gettext("The role is taken away. %(name)s is signed out everywhere.", name=found.name))
    return redirect("/people", 303)
