"""The pages of one city's results."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, abort, jsonify, render_template, request
from flask_babel import get_locale
from flask_babel import gettext as _

from lcassess.access import rules
from lcassess.accounts.current import require_actor
from lcassess.charts.plotly_radar import DARK, LIGHT, figure
from lcassess.charts.series import spokes
from lcassess.extensions import db
from lcassess.services.looking import note_look
from lcassess.services.results import open_results
from lcassess.web.assets import sent_bytes
from lcassess.web.results import files, presenting
from lcassess.web.results.opening import opened
from lcassess.web.results.reasons import REASONS
from lcassess.web.results.sight import Sight
from lcassess.web.scores.numbers import megabytes
from lcassess.web.scores.sending import send
from lcassess.web.scores.states import state
from lcassess.web.words import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Response

    from lcassess.framework.model import FocusArea

blueprint = Blueprint("results", __name__)


@blueprint.get("/assessments/<uuid:assessment_id>/results")
def results(assessment_id: UUID) -> str:
    """Show where a city stands."""
    sight = _sight(assessment_id)
    return render_template(
        "results/results.html",
        view=presenting.page_of(sight, _language()),
        reasons=REASONS,
        plotly_size=megabytes(sent_bytes("plotly.min.js")),
        **_about(sight),
    )


@blueprint.get("/assessments/<uuid:assessment_id>/results.<any(xlsx, csv, json):kind>")
def file(assessment_id: UUID, kind: str) -> Response:
    """Give the results as a file."""
    sight = _sight(assessment_id)
    name = f"{sight.result.slug}-{sight.result.round}"
    return send(name, kind, partial(files.write, sight, kind, _language(), datetime.now(UTC)))


@blueprint.get("/assessments/<uuid:assessment_id>/results/radar.json")
def radar(assessment_id: UUID) -> Response:
    """Give what the interactive picture is drawn from."""
    sight = _sight(assessment_id)
    palette = DARK if request.args.get("scheme") == "dark" else LIGHT
    lines, axes = presenting.series(sight), spokes(sight.framework)
    return jsonify(figure(lines, axes, partial(named, thing=_("partial, not published")), palette))


@blueprint.get("/assessments/<uuid:assessment_id>/results/ledger")
def ledger(assessment_id: UUID) -> str:
    """Open every score to the sum behind it."""
    sight = _sight(assessment_id)
    return _ledger(sight, sight.framework.focus_areas)


@blueprint.get("/assessments/<uuid:assessment_id>/results/<code:code>")
def ledger_of(assessment_id: UUID, code: str) -> str:
    """Open the score of one focus area to the sum behind it."""
    sight = _sight(assessment_id)
    if code not in sight.framework.by_code:
        abort(404)
    return _ledger(sight, [sight.framework.by_code[code]])


def _ledger(sight: Sight, focus_areas: Sequence[FocusArea]) -> str:
    known = (f for f in focus_areas if f.id in sight.profile.focus_areas)
    sums = [opened(sight, focus_area, _language()) for focus_area in known]
    return render_template("results/ledger.html", sums=sums, **_about(sight))


def _sight(assessment_id: UUID) -> Sight:
    actor = require_actor()
    found = open_results(db.session, actor, assessment_id)
    page = request.path.rpartition(f"{assessment_id}/")[2]
    note_look(db.session, actor, found.report, page, datetime.now(UTC))
    return Sight.of(found, _language(), uil=rules.is_uil(actor))


def _about(sight: Sight) -> dict[str, object]:
    city = sight.report.city
    return {
        "sight": sight,
        "report": sight.report,
        "state": state(sight.report.status),
        "fictional": city.name if city.fictional else "",
    }


def _language() -> str:
    return str(get_locale())
