"""The page of cities."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template
from flask_babel import gettext

from lcassess.access.rules import may_administer
from lcassess.accounts.current import require_actor
from lcassess.accounts.forms import mistakes
from lcassess.extensions import db
from lcassess.services import administering
from lcassess.web.administering.forms import CityForm
from lcassess.web.administering.lists import Listing, page_number, searched, start
from lcassess.web.administering.words import REGIONS, country_names

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from lcassess.network.membership import Actor


def cities() -> ResponseReturnValue:
    """List the cities, a hundred a page, or those whose name holds a text."""
    return _page(require_actor(), CityForm(formdata=None))


def add_city() -> ResponseReturnValue:
    """Add a city."""
    actor = require_actor()
    administering.demand_administrator(actor)
    form = CityForm()
    if not form.validate():
        return _page(actor, form), 400
    administering.add_city(
        db.session,
        actor,
        name=form.name.data,
        own_name=form.own_name.data,
        country=form.country.data,
        region=form.region.data,
        unit_type=form.unit_type.data,
        since=form.since.data,
        now=datetime.now(UTC),
    )
    flash(gettext("%(city)s is added. Now invite its coordinator.", city=form.name.data))
    return redirect("/cities", 303)


def _page(actor: Actor, form: CityForm) -> str:
    found, total = administering.cities_called(db.session, actor, searched(), start())
    return render_template(
        "administering/cities.html",
        cities=found,
        listing=Listing("/cities", searched(), page_number(), total),
        countries=country_names(),
        regions=REGIONS,
        may_change=may_administer(actor),
        fictional=bool(found) and all(city.fictional for city in found),
        form=form,
        errors=mistakes(form),
    )
