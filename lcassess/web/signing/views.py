"""The page of whoever signs for a city, and the one of its country's National Commission."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask_babel import get_locale

from lcassess.accounts.current import require_actor
from lcassess.accounts.forms import mistakes
from lcassess.assessment.status import Move
from lcassess.extensions import db
from lcassess.framework.catalogue import in_language
from lcassess.services import endorsing, signing
from lcassess.web.answers import summaries
from lcassess.web.moves import press, story_of
from lcassess.web.signing.forms import DeclineForm, EndorsementForm, SignatureForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from lcassess.assessment.report import Report
    from lcassess.assessment.sheet import AnswerSheet
    from lcassess.framework.model import Framework

blueprint = Blueprint("signing", __name__)


@blueprint.get("/assessments/<uuid:assessment_id>/sign")
def to_sign(assessment_id: UUID) -> ResponseReturnValue:
    """Show the whole report as it is to be signed."""
    name = require_actor().name
    return _to_sign(assessment_id, SignatureForm(formdata=None, name=name), _no_decline())


@blueprint.post("/assessments/<uuid:assessment_id>/sign")
def sign(assessment_id: UUID) -> ResponseReturnValue:
    """Sign by name and function: the report is handed in."""
    actor, form = require_actor(), SignatureForm()
    if not form.validate():
        return _to_sign(assessment_id, form, _no_decline()), 400
    name, function, now = form.name.data, form.function.data, datetime.now(UTC)
    make = partial(signing.sign, db.session, actor, assessment_id, name, function, now)
    return press(Move.SIGN, assessment_id, make, _receipt(assessment_id))


@blueprint.post("/assessments/<uuid:assessment_id>/decline")
def decline(assessment_id: UUID) -> ResponseReturnValue:
    """Send the report back unsigned, with a reason."""
    actor, form = require_actor(), DeclineForm()
    if not form.validate():
        signature = SignatureForm(formdata=None, name=actor.name)
        return _to_sign(assessment_id, signature, form), 400
    reason, now = form.reason.data, datetime.now(UTC)
    make = partial(signing.decline, db.session, actor, assessment_id, reason, now)
    address = url_for("answering.task_list", assessment_id=assessment_id)
    return press(Move.DECLINE, assessment_id, make, address)


@blueprint.get("/assessments/<uuid:assessment_id>/endorse")
def to_endorse(assessment_id: UUID) -> ResponseReturnValue:
    """Show what a city of the commission's country handed in."""
    return _to_endorse(assessment_id, EndorsementForm(formdata=None))


@blueprint.post("/assessments/<uuid:assessment_id>/endorse")
def endorse(assessment_id: UUID) -> ResponseReturnValue:
    """Endorse the report for the country."""
    actor, form = require_actor(), EndorsementForm()
    if not form.validate():
        return _to_endorse(assessment_id, form), 400
    advice, now = form.advice.data or "", datetime.now(UTC)
    make = partial(endorsing.endorse, db.session, actor, assessment_id, advice, now)
    address = url_for("signing.to_endorse", assessment_id=assessment_id)
    return press(Move.ENDORSE, assessment_id, make, address)


def _to_sign(assessment_id: UUID, signature: SignatureForm, refusal: DeclineForm) -> str:
    found = signing.open_to_sign(db.session, require_actor(), assessment_id)
    return render_template(
        "signing/sign.html",
        may_sign=found.may_sign,
        signature=signature,
        refusal=refusal,
        errors=mistakes(signature, refusal),
        **_about(found.report, found.framework, found.sheet, found.texts),
    )


def _to_endorse(assessment_id: UUID, form: EndorsementForm) -> str:
    found = endorsing.open_to_endorse(db.session, require_actor(), assessment_id)
    return render_template(
        "signing/endorse.html",
        sent=found.sent,
        form=form,
        errors=mistakes(form),
        **_about(found.report, found.framework, found.sent.sheet, found.sent.texts),
    )


def _about(
    report: Report, framework: Framework, sheet: AnswerSheet, texts: Mapping[str, str]
) -> dict[str, object]:
    language = str(get_locale())
    return {
        "report": report,
        "story": story_of(report, datetime.now(UTC)),
        "areas": summaries.areas(in_language(framework, language), sheet, texts, language),
        "counts": summaries.counts(framework, sheet),
        "fictional": report.city.name if report.city.fictional else "",
    }


def _no_decline() -> DeclineForm:
    return DeclineForm(formdata=None)


def _receipt(assessment_id: UUID) -> str:
    return url_for("sending.receipt", assessment_id=assessment_id)
