"""The pages of figures by group, and of the groups that learning in the city reaches."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask_babel import get_locale

from lcassess.accounts.current import require_actor
from lcassess.accounts.sealing import author_token, posted_form, sealable
from lcassess.assessment.breakdowns import FEW, GROUPS
from lcassess.assessment.groups import GROUPS as REACHED
from lcassess.extensions import db
from lcassess.framework.catalogue import in_language
from lcassess.services import grouping
from lcassess.web.groups import forms, presenting, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from lcassess.assessment.report import Report
    from lcassess.services.grouping import BreakdownConflict, GroupConflict
    from lcassess.web.groups.presenting import GroupLine

    Posted = Mapping[str, Mapping[str, str]]

blueprint = Blueprint("groups", __name__)
blueprint.add_app_template_global(words.stages, "group_stages")
blueprint.add_app_template_global(presenting.reach_of, "reach_of")

NOTHING: Mapping[str, Mapping[str, str]] = {}


@blueprint.get("/assessments/<uuid:assessment_id>/answers/<name>/groups")
def breakdowns(assessment_id: UUID, name: str) -> ResponseReturnValue:
    """Show an answer by group."""
    return _show_breakdowns(assessment_id, name, NOTHING, {})


@blueprint.post("/assessments/<uuid:assessment_id>/answers/<name>/groups")
@sealable
def save_breakdowns(assessment_id: UUID, name: str) -> ResponseReturnValue:
    """Save an answer by group; what somebody else changed meanwhile comes back with a choice."""
    actor, now = require_actor(), datetime.now(UTC)
    posted = forms.posted(posted_form(), GROUPS)
    conflicts = grouping.save_breakdowns(
        db.session, actor, assessment_id, name, posted, _typed_in(), now
    )
    if conflicts:
        return _show_breakdowns(assessment_id, name, posted, conflicts), 409
    return redirect(url_for("groups.breakdowns", assessment_id=assessment_id, name=name), 303)


@blueprint.get("/assessments/<uuid:assessment_id>/groups")
def groups(assessment_id: UUID) -> ResponseReturnValue:
    """Show which groups learning in the city reaches."""
    return _show_groups(assessment_id, NOTHING, {})


@blueprint.post("/assessments/<uuid:assessment_id>/groups")
@sealable
def save_groups(assessment_id: UUID) -> ResponseReturnValue:
    """Save which groups are reached; what somebody else changed comes back with a choice."""
    actor, now = require_actor(), datetime.now(UTC)
    posted = forms.posted(posted_form(), REACHED)
    conflicts = grouping.save_groups(db.session, actor, assessment_id, posted, now)
    if conflicts:
        return _show_groups(assessment_id, posted, conflicts), 409
    return redirect(url_for("groups.groups", assessment_id=assessment_id), 303)


@blueprint.app_template_global("reached_groups")
def reached_groups(report: Report) -> list[GroupLine]:
    """Give what is said of groups in a report, for a page that shows more of it."""
    return presenting.lines(grouping.reached(db.session, require_actor(), report), NOTHING, {})


def _show_breakdowns(
    assessment_id: UUID, name: str, posted: Posted, conflicts: Mapping[str, BreakdownConflict]
) -> str:
    actor, now, language = require_actor(), datetime.now(UTC), str(get_locale())
    page = grouping.open_breakdowns(db.session, actor, assessment_id, name, now)
    indicator = in_language(page.place.framework, language).indicators[name]
    address = url_for("groups.save_breakdowns", assessment_id=assessment_id, name=name)
    return render_template(
        "groups/breakdowns.html",
        place=page.place,
        report=page.place.report,
        indicator=indicator,
        cards=presenting.cards(page, indicator, language, posted, conflicts),
        author=author_token(actor.person_id, address),
        few=FEW,
        conflicts=len(conflicts),
        errors=[(f"{name}-conflict", str(words.CHANGED)) for name in conflicts],
        fictional=_fictional(page.place.report),
    )


def _show_groups(
    assessment_id: UUID, posted: Posted, conflicts: Mapping[str, GroupConflict]
) -> str:
    actor, now = require_actor(), datetime.now(UTC)
    page = grouping.open_groups(db.session, actor, assessment_id, now)
    address = url_for("groups.save_groups", assessment_id=assessment_id)
    return render_template(
        "groups/groups.html",
        found=page,
        report=page.report,
        lines=presenting.lines(page.reach, posted, conflicts),
        history=page.history,
        words=words,
        name_of=presenting.name_of,
        author=author_token(actor.person_id, address),
        errors=[(f"{name}-conflict", str(words.CHANGED)) for name in conflicts],
        fictional=_fictional(page.report),
    )


def _typed_in() -> str:
    """Give the language that the page was in; another tab may have changed it since."""
    shown = posted_form().get("lang", "")
    return shown if shown in current_app.config["LANGUAGES"] else str(get_locale())


def _fictional(report: Report) -> str:
    return report.city.name if report.city.fictional else ""
