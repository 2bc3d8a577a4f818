"""Checking the whole report, handing it in, taking it back, and the receipt."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from lcassess.accounts.current import require_actor
from lcassess.assessment import receipt as receipts
from lcassess.assessment.receipt import Receipt
from lcassess.assessment.status import Move
from lcassess.extensions import db
from lcassess.framework.catalogue import in_language
from lcassess.services import finishing, submitting
from lcassess.services.refusals import NotNowError
from lcassess.services.reports import own_report
from lcassess.services.submitting import NotReadyError
from lcassess.web.answering.odd import odd_lines
from lcassess.web.answers import summaries
from lcassess.web.moves import press, story_of, too_late
from lcassess.web.scores.sending import send

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from lcassess.services.submitting import Check

blueprint = Blueprint("sending", __name__)


@blueprint.get("/assessments/<uuid:assessment_id>/check")
def check(assessment_id: UUID) -> ResponseReturnValue:
    """Show everything once before it is handed in."""
    return _show(assessment_id)


@blueprint.post("/assessments/<uuid:assessment_id>/submit")
def submit(assessment_id: UUID) -> ResponseReturnValue:
    """Hand the report in; pressed twice, it is handed in once."""
    actor = require_actor()
    report = own_report(db.session, actor, assessment_id)
    page = "answering.task_list" if report.round.asks_signature else "sending.receipt"
    make = partial(submitting.submit, db.session, actor, assessment_id, datetime.now(UTC))
    try:
        return press(Move.SUBMIT, assessment_id, make, url_for(page, assessment_id=assessment_id))
    except NotReadyError:
        return _show(assessment_id), 409


@blueprint.post("/assessments/<uuid:assessment_id>/withdraw")
def withdraw(assessment_id: UUID) -> ResponseReturnValue:
    """Take the report back, and lead to its task list."""
    make = partial(
        submitting.withdraw, db.session, require_actor(), assessment_id, datetime.now(UTC)
    )
    address = url_for("answering.task_list", assessment_id=assessment_id)
    return press(Move.WITHDRAW, assessment_id, make, address)


@blueprint.get("/assessments/<uuid:assessment_id>/receipt")
def receipt(assessment_id: UUID) -> ResponseReturnValue:
    """Show what was handed in, when and by whom, made for paper."""
    report, framework, sent, function = submitting.receipt(
        db.session, require_actor(), assessment_id
    )
    language = str(get_locale())
    areas = summaries.areas(in_language(framework, language), sent.sheet, sent.texts, language)
    return render_template(
        "answering/receipt.html",
        report=report,
        sent=sent,
        function=function,
        areas=areas,
        counts=summaries.counts(framework, sent.sheet),
        fictional=report.city.name if report.city.fictional else "",
    )


@blueprint.get("/assessments/<uuid:assessment_id>/receipt.json")
def receipt_file(assessment_id: UUID) -> Response:
    """Give the receipt as a file that `flask history verify` compares with the history."""
    report, framework, sent, function = submitting.receipt(
        db.session, require_actor(), assessment_id
    )
    city, round_ = report.city.slug, report.round.slug
    given = Receipt(city, round_, sent.number, sent.fingerprint, sent.frozen.decode(), sent.head)
    counts = summaries.counts(framework, sent.sheet)
    write = partial(receipts.write, report, given, sent.at, sent.by, function, counts)
    return send(f"{city}-{round_}-receipt", "json", write)


@blueprint.get("/assessments/<uuid:assessment_id>/<code:code>/check")
def check_area(assessment_id: UUID, code: str) -> ResponseReturnValue:
    """Show one focus area once before it is called complete."""
    return _show_area(assessment_id, code)


@blueprint.post("/assessments/<uuid:assessment_id>/<code:code>/check")
def finish(assessment_id: UUID, code: str) -> ResponseReturnValue:
    """Keep whether a focus area is complete, and lead to the task list."""
    chosen = request.form.get("complete", "")
    if chosen not in {"yes", "later"}:
        return _show_area(assessment_id, code, wrong=True), 400
    actor, complete = require_actor(), chosen == "yes"
    try:
        finishing.finish(
            db.session, actor, assessment_id, code, datetime.now(UTC), complete=complete
        )
    except NotNowError:
        return too_late(assessment_id)
    return redirect(url_for("answering.task_list", assessment_id=assessment_id), 303)


def _show_area(assessment_id: UUID, code: str, *, wrong: bool = False) -> str:
    actor, now, language = require_actor(), datetime.now(UTC), str(get_locale())
    found = finishing.check_area(db.session, actor, assessment_id, code, now)
    framework = in_language(found.framework, language)
    focus_area = framework.by_code[code]
    return render_template(
        "answering/check_area.html",
        report=found.report,
        check=found,
        focus_area=focus_area,
        areas=[summaries.area(focus_area, found.sheet, found.texts, language)],
        blocking=summaries.blocking(framework, found.readiness),
        odd=odd_lines(
            found.report, found.framework, [focus_area], found.sheet, language, now.date()
        ),
        errors=[("complete", _("Choose whether it is complete"))] if wrong else [],
        fictional=found.report.city.name if found.report.city.fictional else "",
    )


def _show(assessment_id: UUID) -> str:
    now, language = datetime.now(UTC), str(get_locale())
    found = submitting.check(db.session, require_actor(), assessment_id, now)
    framework = in_language(found.framework, language)
    return render_template(
        "answering/check.html",
        report=found.report,
        check=found,
        story=story_of(found.report, now),
        areas=summaries.areas(framework, found.sheet, found.texts, language),
        counts=summaries.counts(framework, found.sheet),
        blocking=summaries.blocking(framework, found.readiness),
        odd=odd_lines(
            found.report,
            found.framework,
            framework.focus_areas,
            found.sheet,
            language,
            now.date(),
        ),
        changeable=_changeable(found, now),
        fictional=found.report.city.name if found.report.city.fictional else "",
    )


def _changeable(found: Check, now: datetime) -> list[str]:
    """List the focus areas that whoever hands in can still change."""
    codes = found.framework.by_code if found.may_submit else ()
    return [code for code in codes if found.report.writable(now, code)]
