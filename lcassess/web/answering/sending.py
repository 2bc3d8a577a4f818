"""Checking the whole report, handing it in, taking it back, and the receipt."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import get_locale

from lcassess.accounts.current import require_actor
from lcassess.assessment import receipt as receipts
from lcassess.assessment.receipt import Receipt
from lcassess.extensions import db
from lcassess.framework.catalogue import in_language
from lcassess.services import submitting
from lcassess.services.refusals import NotNowError
from lcassess.services.submitting import NotReadyError
from lcassess.web.answering import summaries
from lcassess.web.scores.sending import send

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

blueprint = Blueprint("sending", __name__)


@blueprint.get("/assessments/<uuid:assessment_id>/check")
def check(assessment_id: UUID) -> ResponseReturnValue:
    """Show everything once before it is handed in."""
    return _show(assessment_id)


@blueprint.post("/assessments/<uuid:assessment_id>/submit")
def submit(assessment_id: UUID) -> ResponseReturnValue:
    """Hand the report in; pressed twice, it is handed in once."""
    actor = require_actor()
    try:
        submitting.submit(db.session, actor, assessment_id, datetime.now(UTC))
    except NotReadyError:
        return _show(assessment_id), 409
    except NotNowError:
        if not submitting.was_sent_by(db.session, actor, assessment_id):
            raise
    return redirect(url_for("sending.receipt", assessment_id=assessment_id), 303)


@blueprint.post("/assessments/<uuid:assessment_id>/withdraw")
def withdraw(assessment_id: UUID) -> ResponseReturnValue:
    """Take the report back, and lead to its task list."""
    submitting.withdraw(db.session, require_actor(), assessment_id, datetime.now(UTC))
    return redirect(url_for("answering.task_list", assessment_id=assessment_id), 303)


@blueprint.get("/assessments/<uuid:assessment_id>/receipt")
def receipt(assessment_id: UUID) -> ResponseReturnValue:
    """Show what was handed in, when and by whom, made for paper."""
    report, framework, sent = submitting.receipt(db.session, require_actor(), assessment_id)
    language = str(get_locale())
    areas = summaries.areas(in_language(framework, language), sent.sheet, sent.texts, language)
    return render_template(
        "answering/receipt.html",
        report=report,
        sent=sent,
        areas=areas,
        counts=summaries.counts(framework, sent.sheet),
        fictional=report.city.name if report.city.fictional else "",
    )


@blueprint.get("/assessments/<uuid:assessment_id>/receipt.json")
def receipt_file(assessment_id: UUID) -> Response:
    """Give the receipt as a file that `flask history verify` compares with the history."""
    report, framework, sent = submitting.receipt(db.session, require_actor(), assessment_id)
    city, round_ = report.city.slug, report.round.slug
    given = Receipt(city, round_, sent.number, sent.fingerprint, sent.frozen.decode(), sent.head)
    counts = summaries.counts(framework, sent.sheet)
    write = partial(receipts.write, report, given, sent.at, sent.by, counts)
    return send(f"{city}-{round_}-receipt", "json", write)


def _show(assessment_id: UUID) -> str:
    found = submitting.check(db.session, require_actor(), assessment_id, datetime.now(UTC))
    language = str(get_locale())
    framework = in_language(found.framework, language)
    return render_template(
        "answering/check.html",
        report=found.report,
        check=found,
        areas=summaries.areas(framework, found.sheet, found.texts, language),
        counts=summaries.counts(framework, found.sheet),
        blocking=summaries.blocking(framework, found.readiness),
        fictional=found.report.city.name if found.report.city.fictional else "",
    )
