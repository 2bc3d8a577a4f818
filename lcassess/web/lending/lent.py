"""The page behind the link of a loan, for whoever holds it: only its questions, no account."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, g, redirect, render_template, request, url_for
from flask_babel import force_locale

from lcassess.accounts.tokens import digest
from lcassess.assessment.fields import clean
from lcassess.assessment.merge import UnknownChoiceError
from lcassess.extensions import db
from lcassess.framework.catalogue import in_language
from lcassess.services import suggesting
from lcassess.services.suggesting import LinkClosedError
from lcassess.web.lending import questions

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from lcassess.assessment.lending import Loan

blueprint = Blueprint("lent", __name__)

LONGEST_NAME = 200


@blueprint.get("/lent/<string:token>")
def show(token: str) -> ResponseReturnValue:
    """Show the questions of a loan with what was suggested for them so far."""
    found = suggesting.open_lent(db.session, digest(token), datetime.now(UTC))
    language = _language(found.loan)
    g.pop("catalogue", None)  # what was looked up before is in the visitor's language
    with force_locale(language):
        page = questions.lent_page(found, in_language(found.framework, language), language)
        return render_template(
            "lending/lent.html",
            lent=found,
            cards=questions.cards_of(page),
            token=token,
            sent="sent" in request.args,
            fictional=found.report.city.name if found.report.city.fictional else "",
        )


@blueprint.post("/lent/<string:token>")
def send(token: str) -> ResponseReturnValue:
    """Keep what was sent as suggestions; other questions in the form are not read."""
    form = {name: values[-1] for name, values in request.form.lists()}
    by = " ".join(clean(form.get("by", "")).split())[:LONGEST_NAME]
    language, now = form.get("lang", ""), datetime.now(UTC)
    if language not in current_app.config["LANGUAGES"]:
        abort(400)
    try:
        suggesting.suggest(db.session, digest(token), form, language, by, now)
    except UnknownChoiceError:
        abort(400)
    return redirect(url_for("lent.show", token=token, lang=language, sent="yes"), 303)


@blueprint.errorhandler(LinkClosedError)
def closed(_error: LinkClosedError) -> ResponseReturnValue:
    """Say that a link was withdrawn, has expired, or never was."""
    return render_template("lending/closed.html"), 404


def _language(loan: Loan) -> str:
    """Choose the language: the one that the visitor asks for, or that of the loan."""
    offered = current_app.config["LANGUAGES"]
    wanted = [request.args.get("lang", ""), loan.language, offered[0]]
    return next(language for language in wanted if language in offered)
