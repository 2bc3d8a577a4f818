"""The page of one round: its dates, cohorts and cities."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template
from flask_babel import get_locale, gettext

from lcassess.access.rules import may_administer
from lcassess.accounts.current import require_actor
from lcassess.accounts.forms import mistakes
from lcassess.extensions import db
from lcassess.network.calendar import zones
from lcassess.services import administering, scheduling
from lcassess.services.administering import PAGE
from lcassess.services.contacting import contact_list, write_contacts
from lcassess.web.administering.lists import Listing, page_number, searched, start
from lcassess.web.administering.round_forms import ChangeForm, CohortForm, ParticipantForm
from lcassess.web.scores.sending import send
from lcassess.web.words import moment

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from lcassess.network.membership import Actor


def one_round(slug: str) -> ResponseReturnValue:
    """Show a round with its cohorts and cities."""
    return _page(require_actor(), slug)


def change_round(slug: str) -> ResponseReturnValue:
    """Change name, dates and needs of a round."""
    actor = require_actor()
    administering.demand_administrator(actor)
    schedule = scheduling.open_schedule(db.session, actor, slug)
    form = ChangeForm(schedule.round)
    if form.validate_on_submit() and _changed(actor, slug, form):
        flash(gettext("The round is changed."))
        return redirect(f"/rounds/{slug}", 303)
    page = render_template(
        "administering/round_change.html",
        schedule=schedule,
        zones=zones(),
        form=form,
        errors=mistakes(form),
    )
    return page, 400 if form.is_submitted() else 200


def _changed(actor: Actor, slug: str, form: ChangeForm) -> bool:
    try:
        scheduling.change_round(db.session, actor, slug, **form.columns)
    except scheduling.AskedForError:
        sentence = gettext("A report has left its draft, so what a report needs stays as it is")
        form.signature.errors = [sentence]
        return False
    return True


def set_cohort(slug: str) -> ResponseReturnValue:
    """Add a cohort, or change its deadline."""
    actor = require_actor()
    administering.demand_administrator(actor)
    found = scheduling.open_schedule(db.session, actor, slug).round
    form = CohortForm(found.time_zone)
    if not form.validate():
        return _page(actor, slug, cohort=form), 400
    closes_at = form.cohort_closes.at(found.time_zone)
    try:
        scheduling.set_cohort(db.session, actor, slug, form.cohort.data, closes_at)
    except scheduling.TooEarlyError:
        form.cohort_closes.errors = [gettext("This is before the round opens")]
        return _page(actor, slug, cohort=form), 400
    flash(gettext("The deadline of %(cohort)s is kept.", cohort=form.cohort.data))
    return redirect(f"/rounds/{slug}", 303)


def add_participant(slug: str) -> ResponseReturnValue:
    """Let a city take part."""
    actor = require_actor()
    administering.demand_administrator(actor)
    form = ParticipantForm()
    name = _added(actor, slug, form) if form.validate() else ""
    if not name:
        return _page(actor, slug, participant=form), 400
    flash(gettext("%(city)s takes part.", city=name))
    return redirect(f"/rounds/{slug}", 303)


def _added(actor: Actor, slug: str, form: ParticipantForm) -> str:
    now = datetime.now(UTC)
    try:
        return scheduling.add_participant(db.session, actor, slug, form.city.data, now)
    except scheduling.NoSuchCityError:
        form.city.errors = [
            gettext(
                "No city is called so, or more than one. Use the short name from the list of cities"
            )
        ]
    except scheduling.TakesPartError:
        form.city.errors = [gettext("This city takes part already")]
    return ""


def contacts(slug: str, kind: str) -> Response:
    """Give the people of a round as a file."""
    found = contact_list(db.session, require_actor(), slug)
    write = partial(write_contacts, found, kind, str(get_locale()), gettext)
    return send(f"contacts-{slug}", kind, write)


def _page(
    actor: Actor,
    slug: str,
    cohort: CohortForm | None = None,
    participant: ParticipantForm | None = None,
) -> str:
    schedule = scheduling.open_schedule(db.session, actor, slug)
    zone, text = schedule.round.time_zone, searched().casefold()
    found = [report for report in schedule.reports if text in report.city.name.casefold()]
    cohort = cohort or CohortForm(zone, formdata=None)
    participant = participant or ParticipantForm(formdata=None)
    return render_template(
        "administering/round.html",
        schedule=schedule,
        reports=found[start() : start() + PAGE],
        listing=Listing(f"/rounds/{slug}", searched(), page_number(), len(found)),
        at=partial(moment, zone=zone),
        may_change=may_administer(actor),
        fictional=bool(found) and all(report.city.fictional for report in found),
        cohort=cohort,
        participant=participant,
        errors=mistakes(cohort, participant),
    )
