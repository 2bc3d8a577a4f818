"""The page of rounds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template
from flask_babel import gettext

from lcassess.access.rules import may_administer
from lcassess.accounts.current import require_actor
from lcassess.accounts.forms import mistakes
from lcassess.extensions import db
from lcassess.network.calendar import zones
from lcassess.services import administering
from lcassess.web.administering.round_forms import RoundForm

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from lcassess.network.membership import Actor


def rounds() -> ResponseReturnValue:
    """List the rounds."""
    return _page(require_actor(), RoundForm(formdata=None))


def add_round() -> ResponseReturnValue:
    """Add a round."""
    actor = require_actor()
    administering.demand_administrator(actor)
    form = RoundForm()
    if not (form.validate() and _added(actor, form)):
        return _page(actor, form), 400
    flash(gettext("The round is added. Every city that is a member when it opens takes part."))
    return redirect("/rounds", 303)


def _added(actor: Actor, form: RoundForm) -> bool:
    try:
        administering.add_round(
            db.session,
            actor,
            slug=form.slug.data,
            edition=form.edition.data,
            now=datetime.now(UTC),
            **form.columns,
        )
    except administering.TakenError:
        form.slug.errors = [gettext("Another round has this short name. Choose a new one")]
        return False
    return True


def _page(actor: Actor, form: RoundForm) -> str:
    return render_template(
        "administering/rounds.html",
        rounds=administering.all_rounds(db.session, actor),
        now=datetime.now(UTC),
        zones=zones(),
        may_change=may_administer(actor),
        form=form,
        errors=mistakes(form),
    )
