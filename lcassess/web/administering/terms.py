"""The page of one city in a round: its cohort, more time, an excuse, or out of the round."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template
from flask_babel import gettext

from lcassess.accounts.current import require_actor
from lcassess.accounts.forms import mistakes
from lcassess.extensions import db
from lcassess.services import scheduling, terms
from lcassess.web.administering.round_forms import TermsForm
from lcassess.web.words import moment

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from lcassess.network.membership import Actor
    from lcassess.services.scheduling import Schedule


def city_in_round(slug: str, city: str) -> ResponseReturnValue:
    """Show and change what holds for one city of a round."""
    actor = require_actor()
    schedule, report, standing = terms.open_terms(db.session, actor, slug, city)
    form = _form(schedule, standing)
    if form.validate_on_submit() and _kept(actor, slug, city, form):
        flash(gettext("What holds for %(city)s is kept.", city=report.city.name))
        return redirect(f"/rounds/{slug}", 303)
    page = render_template(
        "administering/round_city.html",
        round=schedule.round,
        report=report,
        at=partial(moment, zone=schedule.round.time_zone),
        fictional=report.city.fictional and report.city.name,
        form=form,
        errors=mistakes(form),
    )
    return page, 400 if form.is_submitted() else 200


def take_out(slug: str, city: str) -> ResponseReturnValue:
    """Take a city out of a round."""
    scheduling.remove_participant(db.session, require_actor(), slug, city)
    flash(gettext("The city does not take part any more."))
    return redirect(f"/rounds/{slug}", 303)


def _form(schedule: Schedule, standing: terms.Terms) -> TermsForm:
    zone = schedule.round.time_zone
    form = TermsForm(
        zone,
        [(row.id, row.name) for row in schedule.cohorts],
        cohort=standing.cohort_id or 0,
        why_more=standing.extension_reason,
        excused=standing.excused,
        why_excused=standing.excuse_reason,
    )
    if not form.is_submitted():
        form.until.data = form.until.typed(standing.extended_until, zone)
    return form


def _kept(actor: Actor, slug: str, city: str, form: TermsForm) -> bool:
    chosen = terms.Terms(
        form.cohort.data or None,
        form.until.at(form.zone) if form.until.data else None,
        form.why_more.data,
        form.excused.data,
        form.why_excused.data,
    )
    try:
        terms.set_terms(db.session, actor, slug, city, chosen, datetime.now(UTC))
    except scheduling.TooEarlyError:
        form.until.errors = [gettext("This is not after the deadline that the city has anyway")]
        return False
    return True
