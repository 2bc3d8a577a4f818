"""The pages of reviewers: what waits for whom, one report, one focus area."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from lcassess.accounts.current import require_actor
from lcassess.accounts.sealing import author_token, posted_form, sealable
from lcassess.accounts.words import ROLES
from lcassess.assessment.status import Move
from lcassess.extensions import db
from lcassess.framework.catalogue import in_language
from lcassess.services import assigning, attached, remarking, review_lists, review_pages, reviewing
from lcassess.services.administering import PAGE
from lcassess.services.refusals import NotNowError
from lcassess.services.reviewing import RepliesOpenError, UnclearError
from lcassess.web.moves import press, story_of, told, too_late
from lcassess.web.reviewing import forms, presenting
from lcassess.web.scores.paging import page_asked, paging

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask.typing import ResponseReturnValue

    from lcassess.assessment.remarks import Remark
    from lcassess.services.remarking import Draft
    from lcassess.web.reviewing.forms import Mistakes

blueprint = Blueprint("reviewing", __name__)


@blueprint.get("/reviews")
def reviews() -> str:
    """Show what waits for whom in a round, and how much each reviewer has."""
    everything = request.args.get("show") == "all"
    slug, start = request.args.get("round") or None, (page_asked() - 1) * PAGE
    found = review_lists.open_list(db.session, require_actor(), slug, start, everything=everything)
    return render_template(
        "reviewing/list.html",
        view=found,
        everything=everything,
        paging=paging(found.total, PAGE),
        roles=ROLES,
        told=told,
        fictional=found.fictional,
        dense=True,
    )


@blueprint.get("/reviews/<uuid:assessment_id>")
def review(assessment_id: UUID) -> ResponseReturnValue:
    """Show a report under review: its focus areas, what was said, what can be done."""
    return _show(assessment_id, [])


@blueprint.post("/reviews/<uuid:assessment_id>/open")
def open_review(assessment_id: UUID) -> ResponseReturnValue:
    """Open a report to review it."""
    make = partial(reviewing.open_review, db.session, require_actor(), assessment_id, _now())
    return press(Move.OPEN, assessment_id, make, _address(assessment_id))


@blueprint.post("/reviews/<uuid:assessment_id>/reviewers")
def assign(assessment_id: UUID) -> ResponseReturnValue:
    """Give a report to reviewers."""
    chosen = [forms.number(text) for text in request.form.getlist("reviewer")]
    ids = [person_id for person_id in chosen if person_id is not None]
    try:
        assigning.assign(db.session, require_actor(), assessment_id, ids, _now())
    except assigning.UnfitError:
        return _show(assessment_id, [("reviewers", _("Choose from the list"))]), 400
    flash(_("The reviewers are kept."))
    return redirect(_address(assessment_id), 303)


@blueprint.post("/reviews/<uuid:assessment_id>/replies")
def ask(assessment_id: UUID) -> ResponseReturnValue:
    """Ask the city to reply to remarks until a day."""
    actor, until = require_actor(), _day(assessment_id, "until")
    make = partial(reviewing.ask_for_replies, db.session, actor, assessment_id, until, _now())
    return _dated(assessment_id, make, [("until", forms.week_to_come())])


@blueprint.post("/reviews/<uuid:assessment_id>/due")
def postpone(assessment_id: UUID) -> ResponseReturnValue:
    """Give a city more time for what was sent back."""
    actor, due_at = require_actor(), _day(assessment_id, "later")
    reason = request.form.get("why", "").strip()
    make = partial(reviewing.postpone, db.session, actor, assessment_id, due_at, reason, _now())
    why = ("why", _("Say why there is more time"))
    return _dated(assessment_id, make, [("later", forms.day_to_come()) if reason else why])


@blueprint.post("/reviews/<uuid:assessment_id>/return")
@sealable
def send_back(assessment_id: UUID) -> ResponseReturnValue:
    """Send focus areas back to the city, each with a reason."""
    actor, now = require_actor(), _now()
    page = review_pages.open_page(db.session, actor, assessment_id)
    back = forms.read_back(posted_form(), page.framework.by_code, page.report.round.time_zone, now)
    make = partial(
        reviewing.send_back,
        db.session,
        actor,
        assessment_id,
        review_pages.returning_role(page.report),
        back.areas,
        back.due_at or now,
        now,
    )
    try:
        return press(Move.RETURN, assessment_id, make, _address(assessment_id))
    except UnclearError:
        return _show(assessment_id, back.mistakes), 400


@blueprint.post("/reviews/<uuid:assessment_id>/accept")
def accept(assessment_id: UUID) -> ResponseReturnValue:
    """Accept a report."""
    make = partial(reviewing.accept, db.session, require_actor(), assessment_id, _now())
    try:
        return press(Move.ACCEPT, assessment_id, make, _address(assessment_id))
    except RepliesOpenError:
        mistake = ("accept", _("The city may still reply to a level that is proposed"))
        return _show(assessment_id, [mistake]), 409


@blueprint.get("/reviews/<uuid:assessment_id>/<code:code>")
def area(assessment_id: UUID, code: str) -> ResponseReturnValue:
    """Show the answers of one focus area with their remarks."""
    return _show_area(assessment_id, code, {}, {})


@blueprint.post("/reviews/<uuid:assessment_id>/<code:code>")
@sealable
def save_remarks(assessment_id: UUID, code: str) -> ResponseReturnValue:
    """Save the remarks on one focus area."""
    actor, now = require_actor(), _now()
    page = remarking.open_area(db.session, actor, assessment_id, code, now)
    names = [indicator.id for indicator in page.focus_area.indicators]
    drafts = forms.read_drafts(posted_form(), names)
    try:
        conflicts = remarking.save_remarks(db.session, actor, assessment_id, drafts, now)
    except NotNowError:
        return too_late(assessment_id)
    if conflicts:
        return _show_area(assessment_id, code, drafts, conflicts), 409
    flash(_("The remarks are saved."))
    return redirect(_address(assessment_id, code), 303)


def _day(assessment_id: UUID, name: str) -> datetime:
    """Read the end of a day from a form, in the round's time zone; what is no day is over."""
    page = review_pages.open_page(db.session, require_actor(), assessment_id)
    text, zone = request.form.get(name, ""), page.report.round.time_zone
    return forms.last_moment(text, zone) or _now()


def _dated(
    assessment_id: UUID, make: Callable[[], object], mistakes: Mistakes
) -> ResponseReturnValue:
    """Do what needs a day to come, or show what is wrong."""
    try:
        make()
    except UnclearError:
        return _show(assessment_id, mistakes), 400
    except NotNowError:
        return too_late(assessment_id)
    return redirect(_address(assessment_id), 303)


def _show(assessment_id: UUID, mistakes: Mistakes) -> str:
    actor, now = require_actor(), _now()
    page = review_pages.open_page(db.session, actor, assessment_id)
    framework = in_language(page.framework, str(get_locale()))
    return render_template(
        "reviewing/review.html",
        view=page,
        report=page.report,
        framework=framework,
        story=story_of(page.report, now),
        counts=presenting.counts(page, framework),
        moves=[told(move) for move in page.moves],
        typed=posted_form(),
        author=author_token(
            actor.person_id, url_for("reviewing.send_back", assessment_id=assessment_id)
        ),
        errors=mistakes,
        fictional=page.report.city.name if page.report.city.fictional else "",
        dense=True,
    )


def _show_area(
    assessment_id: UUID, code: str, typed: Mapping[str, Draft], conflicts: Mapping[str, Remark]
) -> str:
    actor, language = require_actor(), str(get_locale())
    page = remarking.open_area(db.session, actor, assessment_id, code, _now())
    framework = in_language(page.framework, language)
    focus_area = framework.by_code[code]
    return render_template(
        "reviewing/area.html",
        view=page,
        report=page.report,
        framework=framework,
        focus_area=focus_area,
        features=presenting.by_feature(page, focus_area, language, typed, conflicts),
        beside=attached.of_version(page.sent),
        verdicts=presenting.verdicts(),
        author=author_token(actor.person_id, _address(assessment_id, code)),
        errors=[
            (f"{name}-remark", _("Somebody else has changed this remark meanwhile"))
            for name in conflicts
        ],
        fictional=page.report.city.name if page.report.city.fictional else "",
    )


def _address(assessment_id: UUID, code: str = "") -> str:
    if code:
        return url_for("reviewing.area", assessment_id=assessment_id, code=code)
    return url_for("reviewing.review", assessment_id=assessment_id)


def _now() -> datetime:
    return datetime.now(UTC)
