"""The page on which a city asks, and the one on which UIL answers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import get_locale

from lcassess.accounts.current import require_actor
from lcassess.accounts.sealing import author_token, posted_form, sealable
from lcassess.assessment.fields import clean
from lcassess.extensions import db
from lcassess.framework import catalogue
from lcassess.services import asking
from lcassess.services.asking import MOST_OPEN, Advice, EmptyError, TooManyError
from lcassess.web.languages import gettext as _

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprint = Blueprint("asking", __name__)

Errors = list[tuple[str, str]]


@blueprint.get("/assessments/<uuid:assessment_id>/answers/<name>/question")
def question(assessment_id: UUID, name: str) -> ResponseReturnValue:
    """Show what was asked and answered at an answer."""
    return _show(assessment_id, name, "", [])


@blueprint.post("/assessments/<uuid:assessment_id>/answers/<name>/question")
@sealable
def ask(assessment_id: UUID, name: str) -> ResponseReturnValue:
    """Ask UIL about an answer."""
    actor, text = require_actor(), clean(posted_form().get("question", ""))
    try:
        asking.ask(db.session, actor, assessment_id, name, text, datetime.now(UTC))
    except EmptyError:
        return _show(assessment_id, name, text, [("question", _("Write what you ask."))]), 422
    except TooManyError:
        sentence = _("%(most)s questions wait here for UIL’s answer already.", most=MOST_OPEN)
        return _show(assessment_id, name, text, [("question", sentence)]), 422
    flash(_("UIL has your question. You get a message when it is answered."))
    return redirect(url_for("asking.question", assessment_id=assessment_id, name=name), 303)


@blueprint.get("/questions")
def questions() -> ResponseReturnValue:
    """Show UIL every question that waits, by indicator."""
    return _show_all("", [])


@blueprint.post("/questions/<name>")
def answer(name: str) -> ResponseReturnValue:
    """Answer questions at one indicator, for all cities."""
    form = posted_form()
    chosen = tuple(int(one) for one in form.getlist("questions") if _is_id(one))
    given = Advice(clean(form.get("question", "")), clean(form.get("answer", "")), chosen)
    try:
        asking.answer(db.session, require_actor(), name, given, datetime.now(UTC))
    except EmptyError:
        sentence = _("Write the question for all cities, and the answer.")
        return _show_all(name, [(f"{name}-answer", sentence)], given), 422
    flash(_("The answer stands with the question for all cities. Who asked gets a message."))
    return redirect(url_for("asking.questions"), 303)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10  # noqa: PLR2004  # digits


def _show(assessment_id: UUID, name: str, typed: str, errors: Errors) -> str:
    actor, now = require_actor(), datetime.now(UTC)
    found = asking.open_asking(db.session, actor, assessment_id, name, now)
    framework = catalogue.in_language(found.place.framework, str(get_locale()))
    report = found.place.report
    address = url_for("asking.ask", assessment_id=assessment_id, name=name)
    return render_template(
        "asking/question.html",
        found=found,
        place=found.place,
        report=report,
        indicator=framework.indicators[name],
        typed=typed,
        author=author_token(actor.person_id, address),
        errors=errors,
        fictional=report.city.name if report.city.fictional else "",
    )


def _show_all(name: str, errors: Errors, given: Advice | None = None) -> str:
    found = asking.open_questions(db.session, require_actor())
    language = str(get_locale())
    cities = [row for rows in found.values() for row in rows]
    return render_template(
        "asking/questions.html",
        groups=[(one, _named(one, language), rows) for one, rows in found.items()],
        refused=name,
        given=given,
        dense=True,
        errors=errors,
        fictional=bool(cities) and all(row.fictional for row in cities),
    )


def _named(name: str, language: str) -> tuple[str, str]:
    """Give code and name of an indicator in the newest edition that asks it."""
    for edition in reversed(catalogue.EDITIONS):
        framework = catalogue.in_language(catalogue.load(edition), language)
        if indicator := framework.indicators.get(name):
            return indicator.code, indicator.name
    return "", name
