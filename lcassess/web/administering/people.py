"""The page of people: who holds which role, invitations, and what is taken away."""

from __future__ import annotations

import logging
import smtplib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, request
from flask_babel import get_locale, gettext

from lcassess.access.rules import may_administer
from lcassess.accounts import invitations
from lcassess.accounts.current import require_actor
from lcassess.accounts.forms import mistakes
from lcassess.accounts.words import ROLES, link, send_invitation
from lcassess.extensions import db
from lcassess.framework.catalogue import in_language, load
from lcassess.network.membership import Role
from lcassess.services import administering, roles
from lcassess.services.inviting import InvitationError, Wrong, grant_for
from lcassess.web.administering.forms import ConfirmationForm, InvitationForm
from lcassess.web.administering.lists import Listing, page_number, searched, start
from lcassess.web.administering.words import WRONG, country_names

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from lcassess.network.membership import Actor

LOG = logging.getLogger(__name__)


def people() -> ResponseReturnValue:
    """List the people with their roles."""
    form = InvitationForm(_focus_areas(), formdata=None, city=request.args.get("city"))
    return _page(require_actor(), form)


def invite() -> ResponseReturnValue:
    """Invite somebody to a role, and show the link once."""
    actor = require_actor()
    administering.demand_administrator(actor)
    form = InvitationForm(_focus_areas())
    token = _invited(actor, form) if form.validate() else None
    if token is None:
        return _page(actor, form), 400
    flash(_sent(form.email.data, token))
    return redirect("/people", 303)


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
            "administering/take.html", person=found, held=held, form=form, **_names()
        )
    roles.take_role(db.session, actor, person_id, grant_id)
    flash(gettext("The role is taken away. %(name)s is signed out everywhere.", name=found.name))
    return redirect("/people", 303)


def _invited(actor: Actor, form: InvitationForm) -> str | None:
    """Give the token of the invitation, or None and say at the fields what is wrong."""
    role, email = Role(form.role.data), form.email.data
    try:
        grant = grant_for(
            db.session, email, role, form.city.data, form.country.data, form.focus_areas.data
        )
    except InvitationError as refusal:
        for fault in refusal.faults:
            _field(form, fault).errors = [WRONG[fault]]
        return None
    return invitations.invite(db.session, email, grant, datetime.now(UTC), actor.person_id)
