"""What a city lends, and what it decides on what comes back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from lcassess.accounts.current import require_actor
from lcassess.accounts.sealing import hide
from lcassess.accounts.tokens import digest, new_token
from lcassess.accounts.words import link
from lcassess.extensions import db
from lcassess.framework.catalogue import in_language
from lcassess.services import deciding, handing_over, lending, tracing
from lcassess.services.lending import Link, LoanError
from lcassess.services.refusals import NotAllowedError
from lcassess.web.languages import menu
from lcassess.web.lending import forms, presenting
from lcassess.web.lending.handing_over import note
from lcassess.web.lending.tracing import versions

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from lcassess.assessment.report import Report
    from lcassess.services.lending import Lending, Wanted
    from lcassess.web.lending.forms import Entry

blueprint = Blueprint("lending", __name__)


@blueprint.get("/assessments/<uuid:assessment_id>/loans")
def loans(assessment_id: UUID) -> ResponseReturnValue:
    """Show what was lent to whom, and the form to lend more."""
    chosen = request.args.getlist("questions")
    return _show_loans(_led(assessment_id), forms.Entry(chosen=chosen))


@blueprint.post("/assessments/<uuid:assessment_id>/loans")
def lend(assessment_id: UUID) -> ResponseReturnValue:
    """Lend questions, send the link, and show it this once."""
    found = _led(assessment_id)
    offered = current_app.config["LANGUAGES"]
    entry = forms.read(request.form, request.form.getlist("questions"), found.framework, offered)
    if entry.wanted is None:
        return _show_loans(found, entry), 422
    token = new_token()
    try:
        lending.lend(
            db.session,
            require_actor(),
            assessment_id,
            entry.wanted,
            Link(digest(token), hide(token)),
            datetime.now(UTC),
        )
    except LoanError as refusal:
        return _show_loans(found, forms.refused(entry, refusal.faults)), 422
    flash(_sent(entry.wanted, token))
    return redirect(url_for("lending.loans", assessment_id=assessment_id), 303)


@blueprint.post("/assessments/<uuid:assessment_id>/loans/<int:loan_id>/revoke")
def revoke(assessment_id: UUID, loan_id: int) -> ResponseReturnValue:
    """Close the link of a loan."""
    lending.revoke(db.session, require_actor(), assessment_id, loan_id, datetime.now(UTC))
    flash(_("The link no longer works. What came back before stays."))
    return redirect(url_for("lending.loans", assessment_id=assessment_id), 303)


@blueprint.get("/assessments/<uuid:assessment_id>/suggestions")
def suggestions(assessment_id: UUID) -> ResponseReturnValue:
    """Show every suggestion beside what stands now."""
    return _show_suggestions(assessment_id)


@blueprint.post("/assessments/<uuid:assessment_id>/suggestions/<int:suggestion_id>")
def decide(assessment_id: UUID, suggestion_id: int) -> ResponseReturnValue:
    """Take one suggestion over, or decline it; a conflict comes back with both answers."""
    actor, now = require_actor(), datetime.now(UTC)
    taken = True
    match request.form.get("verdict"):
        case "accepted":
            seen = _version(request.form.get("version", ""))
            taken = deciding.accept(db.session, actor, assessment_id, suggestion_id, seen, now)
        case "declined":
            deciding.decline(db.session, actor, assessment_id, suggestion_id, now)
        case _:
            abort(400)
    if not taken:
        return _show_suggestions(assessment_id), 409
    return redirect(url_for("lending.suggestions", assessment_id=assessment_id), 303)


@blueprint.get("/assessments/<uuid:assessment_id>/history/<name>")
def history(assessment_id: UUID, name: str) -> ResponseReturnValue:
    """Show every version of one answer or text."""
    found = tracing.trace(db.session, require_actor(), assessment_id, name)
    language = str(get_locale())
    framework = in_language(found.framework, language)
    return render_template(
        "lending/history.html",
        trace=found,
        home=framework.asking[name],
        question=presenting.question_names(framework)[name],
        versions=versions(found, framework, language),
        fictional=_fictional(found.report),
    )


@blueprint.get("/assessments/<uuid:assessment_id>/hand-over")
def hand_over(assessment_id: UUID) -> ResponseReturnValue:
    """Show the note for whoever takes the report over, made for paper."""
    found, now = (
        handing_over.hand_over(db.session, require_actor(), assessment_id),
        datetime.now(UTC),
    )
    framework = in_language(found.framework, str(get_locale()))
    return render_template(
        "lending/hand_over.html",
        found=found,
        note=note(found, framework, now),
        now=now,
        fictional=_fictional(found.report),
    )


def _led(assessment_id: UUID) -> Lending:
    found = lending.open_lending(db.session, require_actor(), assessment_id, datetime.now(UTC))
    if not found.leads:
        raise NotAllowedError
    return found


def _show_loans(found: Lending, entry: Entry) -> str:
    language = str(get_locale())
    framework = in_language(found.framework, language)
    return render_template(
        "lending/loans.html",
        lending=found,
        framework=framework,
        loans=presenting.loans(found, framework),
        now=datetime.now(UTC),
        areas=presenting.choices(found, framework, datetime.now(UTC)),
        entry=entry,
        languages=menu(),
        errors=entry.errors,
        fictional=_fictional(found.report),
    )


def _show_suggestions(assessment_id: UUID) -> str:
    language = str(get_locale())
    found = deciding.open_suggestions(db.session, require_actor(), assessment_id, datetime.now(UTC))
    framework = in_language(found.framework, language)
    return render_template(
        "lending/suggestions.html",
        found=found,
        waiting=presenting.waiting(found, framework, language),
        decided=presenting.decided(found, framework),
        fictional=_fictional(found.report),
    )


def _sent(wanted: Wanted, token: str) -> str:
    """Say what happened, with the link: a message may get lost."""
    address = link(f"/lent/{token}")
    if wanted.email:
        return _(
            "The questions are on their way to %(email)s. If the message does not arrive within "
            "the day, pass this link on yourself; it is shown only now: %(link)s",
            email=wanted.email,
            link=address,
        )
    return _("Pass this link on yourself; it is shown only now: %(link)s", link=address)


def _version(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None  # noqa: PLR2004


def _fictional(report: Report) -> str:
    return report.city.name if report.city.fictional else ""
