"""The pages of the comparison."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template
from flask_babel import get_locale

from lcassess.access import rules
from lcassess.accounts.current import require_actor
from lcassess.extensions import db
from lcassess.services import comparing
from lcassess.services.exporting import Order
from lcassess.services.looking import note_compared
from lcassess.web.comparing import presenting
from lcassess.web.comparing.asking import Asked, asked
from lcassess.web.comparing.choosing import choosing
from lcassess.web.scores import exporting
from lcassess.web.scores.paging import page_asked, paging
from lcassess.web.scores.sending import send

if TYPE_CHECKING:
    from flask import Response

    from lcassess.network.membership import Actor

blueprint = Blueprint("comparing", __name__)


@blueprint.get("/compare")
def compare() -> str:
    """Show cities side by side, or the form to choose them."""
    actor = require_actor()
    wanted = asked(db.session, actor)
    if wanted.choosing:
        return _choose(actor, wanted)
    return _side_by_side(actor, wanted)


@blueprint.get("/compare.<any(xlsx, csv, json):kind>")
def file(kind: str) -> Response:
    """Give a comparison as a file."""
    actor = require_actor()
    wanted = asked(db.session, actor)
    if not wanted.cities:
        abort(400)
    slug = wanted.round.slug
    total, now = comparing.number(db.session, actor, slug, wanted.cities), datetime.now(UTC)
    note_compared(db.session, actor, slug, wanted.cities, f"compare.{kind}", now)
    order = Order(slug, kind, _language(), now, wanted.cities)
    return send(f"comparison-{slug}", kind, partial(exporting.write, order, total))


def _choose(actor: Actor, wanted: Asked) -> str:
    choices = comparing.choices(db.session, actor, wanted.round.slug)
    return render_template(
        "comparing/choose.html", asked=wanted, form=choosing(wanted, choices), dense=True
    )


def _side_by_side(actor: Actor, wanted: Asked) -> str:
    start = (page_asked() - 1) * comparing.PAGE if wanted.everything else None
    slug, now = wanted.round.slug, datetime.now(UTC)
    found = comparing.compare(db.session, actor, slug, wanted.cities, start)
    note_compared(db.session, actor, slug, wanted.cities, "compare", now, start)
    total = len(found.cities)
    if wanted.everything:
        total = comparing.number(db.session, actor, wanted.round.slug)
    return render_template(
        "comparing/compare.html",
        asked=wanted,
        total=total,
        view=presenting.page_of(
            found, _language(), partial=rules.is_uil(actor), every=wanted.everything
        ),
        paging=paging(total, comparing.PAGE) if wanted.everything else None,
        fictional=any(city.fictional for city in found.cities),
        dense=True,
    )


def _language() -> str:
    return str(get_locale())
