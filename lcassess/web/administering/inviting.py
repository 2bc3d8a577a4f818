"""Inviting somebody to a role."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import flash, redirect
from flask_babel import gettext

from lcassess.accounts import invitations
from lcassess.accounts.current import require_actor
from lcassess.accounts.words import link, send_invitation
from lcassess.extensions import db
from lcassess.network.membership import Role
from lcassess.services import administering
from lcassess.services.inviting import InvitationError, Wrong, grant_for
from lcassess.web.administering.forms import InvitationForm
from lcassess.web.administering.people import focus_areas, people_page
from lcassess.web.administering.words import WRONG

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from lcassess.network.membership import Actor

FIELDS = {
    Wrong.CITY_MISSING: "city",
    Wrong.CITY_UNKNOWN: "city",
    Wrong.CITY_TOO_MUCH: "city",
    Wrong.COUNTRY_MISSING: "country",
    Wrong.COUNTRY_UNKNOWN: "country",
    Wrong.COUNTRY_TOO_MUCH: "country",
    Wrong.FOCUS_AREAS_UNKNOWN: "focus_areas",
    Wrong.FOCUS_AREAS_TOO_MUCH: "focus_areas",
}


def invite() -> ResponseReturnValue:
    """Invite somebody to a role, and show the link once."""
    actor = require_actor()
    administering.demand_administrator(actor)
    form = InvitationForm(focus_areas())
    token = _invited(actor, form) if form.validate() else None
    if token is None:
        return people_page(actor, form), 400
    flash(_sent(form.email.data, token))
    return redirect("/people", 303)


def _invited(actor: Actor, form: InvitationForm) -> str | None:
    """Give the token of the invitation, or None and say at the fields what is wrong."""
    email, role = form.email.data, Role(form.role.data)
    city, country, areas = form.city.data, form.country.data or "", form.focus_areas.data
    try:
        grant = grant_for(db.session, email, role, city, country, areas)
    except InvitationError as refusal:
        for fault in refusal.faults:
            form[FIELDS.get(fault, "email")].errors = [WRONG[fault]]
        return None
    return invitations.invite(db.session, email, grant, datetime.now(UTC), actor.person_id)


def _sent(email: str, token: str) -> str:
    """Send the invitation, and say how that went, with the link: a message may get lost."""
    address = link(f"/invitation/{token}")
    if send_invitation(email, token):
        return gettext(
            "%(email)s is invited. If the message does not arrive within the day, give this link "
            "to the person yourself; it is shown only now: %(link)s",
            email=email,
            link=address,
        )
    return gettext(
        "%(email)s is invited, but the message could not be sent. Give this link to the person "
        "yourself; it is shown only now: %(link)s",
        email=email,
        link=address,
    )
