"""The pages of the network."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request
from flask_babel import get_locale

from lcassess.access import rules
from lcassess.accounts.current import require_actor
from lcassess.extensions import db
from lcassess.services import comparing
from lcassess.services.exporting import Order
from lcassess.services.looking import note_compared
from lcassess.services.watching import in_group
from lcassess.web.networking import presenting, watching
from lcassess.web.scores import exporting
from lcassess.web.scores.paging import page_asked, paging
from lcassess.web.scores.sending import send

if TYPE_CHECKING:
    from flask import Response

blueprint = Blueprint("networking", __name__)


@blueprint.get("/network")
def network() -> str:
    """Show the cities of a round by name."""
    actor, now = require_actor(), datetime.now(UTC)
    slug = request.args.get("round") or None
    group, only = watching.group_asked(actor), None
    if group:
        slug = comparing.named_round(db.session, slug).slug
        only = in_group(db.session, actor, slug, group, now)
    start = (page_asked() - 1) * comparing.PAGE
    found = comparing.open_network(db.session, actor, slug, start, only)
    partial_too = rules.is_uil(actor)
    return render_template(
        "networking/network.html",
        view=presenting.page_of(found, str(get_locale()), now, partial=partial_too),
        rounds=comparing.rounds_for(db.session, actor),
        watch=watching.view_of(actor, found.round, group, now),
        state=group.value if group else None,
        paging=paging(found.total if only is None else len(only), comparing.PAGE),
        fictional=any(city.fictional for city in found.cities),
        dense=True,
    )


@blueprint.get("/network.<any(xlsx, csv, json):kind>")
def file(kind: str) -> Response:
    """Give a whole round as a file."""
    actor, now = require_actor(), datetime.now(UTC)
    found = comparing.open_network(db.session, actor, request.args.get("round") or None)
    everything = (comparing.EVERY_CITY,)
    note_compared(db.session, actor, found.round.slug, everything, f"network.{kind}", now)
    order = Order(found.round.slug, kind, str(get_locale()), now)
    name = f"network-{found.round.slug}"
    return send(name, kind, partial(exporting.write, order, found.total))


blueprint.add_url_rule("/network/remind", view_func=watching.remind, methods=("POST",))
