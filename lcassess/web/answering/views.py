"""The pages of the questionnaire."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask_babel import get_locale

from lcassess.accounts.current import require_actor
from lcassess.accounts.sealing import author_token, posted_form, sealable
from lcassess.assessment.merge import UnknownChoiceError
from lcassess.extensions import db
from lcassess.framework.catalogue import in_language
from lcassess.services import answering, saving
from lcassess.services.refusals import NotNowError
from lcassess.web.answering import cards, choosing, hands, questions, tasks
from lcassess.web.moves import story_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from lcassess.network.membership import Actor
    from lcassess.services.answering import FocusAreaPage
    from lcassess.services.saving import Saved

blueprint = Blueprint("answering", __name__)


@blueprint.get("/assessments")
def assessments() -> ResponseReturnValue:
    """List my assessments, and those of my country that I oversee."""
    actor, now = require_actor(), datetime.now(UTC)
    own = answering.reports_of(db.session, actor)
    overseen = answering.overseen_by(db.session, actor)
    shown = [*own, *overseen]
    return render_template(
        "answering/assessments.html",
        rows=[tasks.mine(report, actor, now) for report in own],
        overseen=overseen,
        fictional=bool(shown) and all(report.city.fictional for report in shown),
    )


@blueprint.get("/assessments/<uuid:assessment_id>")
def task_list(assessment_id: UUID) -> ResponseReturnValue:
    """Show the twelve focus areas with their counts."""
    actor, now = require_actor(), datetime.now(UTC)
    report, sheet = answering.open_task_list(db.session, actor, assessment_id)
    language = str(get_locale())
    return render_template(
        "answering/task_list.html",
        view=tasks.task_list(report, sheet, language, core=_core(), now=now),
        story=story_of(report, now),
        hands=hands.of_report(report, actor, language, now),
        fictional=_fictional(report),
    )


@blueprint.get("/assessments/<uuid:assessment_id>/<code:code>")
def focus_area(assessment_id: UUID, code: str) -> ResponseReturnValue:
    """Show one focus area."""
    actor = require_actor()
    page = answering.open_focus_area(db.session, actor, assessment_id, code, datetime.now(UTC))
    return _show(page, actor)


@blueprint.post("/assessments/<uuid:assessment_id>/<code:code>")
@sealable
def save_focus_area(assessment_id: UUID, code: str) -> ResponseReturnValue:
    """Save one focus area, and lead on."""
    actor, now = require_actor(), datetime.now(UTC)
    posted = {name: values[-1] for name, values in posted_form().lists()}
    language = _typed_in(posted)
    form = choosing.chosen(posted)
    form |= _pressed(actor, assessment_id, code, form)
    try:
        saved = saving.save_focus_area(db.session, actor, assessment_id, code, form, language, now)
    except UnknownChoiceError:
        abort(400)
    except NotNowError:
        page = answering.open_focus_area(db.session, actor, assessment_id, code, now)
        return _show(page, actor, typed=form, refused=True), 409
    if not saved.complete:
        page = answering.open_focus_area(db.session, actor, assessment_id, code, now)
        return _show(page, actor, typed=form, saved=saved), 409
    return redirect(_next(assessment_id, code, posted, saved), 303)


def _pressed(
    actor: Actor, assessment_id: UUID, code: str, form: Mapping[str, str]
) -> dict[str, str]:
    """Give what the button beside a question fills in that was pressed, if any."""
    if figure := choosing.taken_over(form):
        return answering.published_as_answer(db.session, actor, assessment_id, code, figure)
    if indicator_id := form.get(choosing.INHABITANTS):
        return answering.inhabitants_as_denominator(db.session, actor, assessment_id, indicator_id)
    if indicator_id := form.get(choosing.STILL_TRUE):
        return answering.last_round_as_answer(db.session, actor, assessment_id, indicator_id)
    if indicator_id := form.get(choosing.NO_LONGER_KNOWN):
        return answering.no_longer_known(indicator_id)
    return {}


def _show(
    page: FocusAreaPage,
    actor: Actor,
    *,
    typed: Mapping[str, str] | None = None,
    saved: Saved | None = None,
    refused: bool = False,
) -> str:
    language = str(get_locale())
    framework = in_language(page.framework, language)
    view = questions.page_of(
        page, framework, language, core=_core(), typed=typed, saved=saved, refused=refused
    )
    address = url_for("answering.save_focus_area", assessment_id=page.report.id, code=page.code)
    return render_template(
        "answering/focus_area.html",
        view=view,
        report=page.report,
        address=address,  # of this page; a replayed form is answered at another one
        author=author_token(actor.person_id, address) if page.may_write else "",
        cards=cards.of_page(view, framework),
        fictional=_fictional(page.report),
        errors=view.refused or view.errors,
    )


def _next(assessment_id: UUID, code: str, posted: Mapping[str, str], saved: Saved) -> str:
    """Lead where the button says; back to this page while something on it cannot be counted."""
    core = "inclusion" if posted.get("only") == "inclusion" else None
    wanted = posted.get("next", code)
    if saved.marked or wanted == code:
        return url_for("answering.focus_area", assessment_id=assessment_id, code=code, only=core)
    if wanted == "list":
        return url_for("answering.task_list", assessment_id=assessment_id, only=core)
    return url_for("answering.focus_area", assessment_id=assessment_id, code=wanted, only=core)


def _typed_in(posted: Mapping[str, str]) -> str:
    """Give the language that the page was in; another tab may have changed it since."""
    shown = posted.get("lang", "")
    return shown if shown in current_app.config["LANGUAGES"] else str(get_locale())


def _core() -> bool:
    sources = (request.args, posted_form()) if request.method == "POST" else (request.args,)
    return any(source.get("only") == "inclusion" for source in sources)


def _fictional(report: object) -> str:
    city = report.city  # type: ignore[attr-defined]
    return str(city.name) if city.fictional else ""
