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
from lcassess.web.networking import exporting, presenting
from lcassess.web.scores.paging import page_asked, paging
from lcassess.web.scores.sending import send

if TYPE_CHECKING:
    from flask import Response

    from lcassess.network.membership import Actor
    from lcassess.services.comparing import Network

blueprint = Blueprint("networking", __name__)


@blueprint.get("/network")
def network() -> str:
    """Show the cities of a round by name."""
    actor = require_actor()
    found = _open(actor, (page_asked() - 1) * comparing.PAGE)
    now, partial_too = datetime.now(UTC), rules.is_uil(actor)
    return render_template(
        "networking/network.html",
        view=presenting.page_of(found, str(get_locale()), now, partial=partial_too),
        rounds=comparing.rounds_for(db.session, actor),
        paging=paging(found.total, comparing.PAGE),
        fictional=any(city.fictional for city in found.cities),
        dense=True,
    )


@blueprint.get("/network.<any(xlsx, csv, json):kind>")
def file(kind: str) -> Response:
    """Give a whole round as a file."""
    found = _open(require_actor(), 0)
    order = Order(found.round.slug, kind, str(get_locale()), datetime.now(UTC))
    name = f"network-{found.round.slug}"
    return send(name, kind, partial(exporting.write, order, found.total))


def _open(actor: Actor, start: int) -> Network:
    return comparing.open_network(db.session, actor, request.args.get("round") or None, start)
