"""What a city sees of its review: remarks to reply to, versions, and who looked at its report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from lcassess.accounts.current import require_actor
from lcassess.accounts.sealing import author_token, posted_form, sealable
from lcassess.extensions import db
from lcassess.framework.catalogue import in_language
from lcassess.services import looking
from lcassess.services import replying as service
from lcassess.services import versions as handed_in
from lcassess.services.refusals import NotNowError
from lcassess.web.answers import summaries
from lcassess.web.moves import story_of, too_late
from lcassess.web.reviewing import forms, presenting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from flask.typing import ResponseReturnValue
    from sqlalchemy import Row

    from lcassess.assessment.remarks import Thread
    from lcassess.assessment.report import Report
    from lcassess.framework.model import Framework
    from lcassess.services.versions import Version
    from lcassess.web.answers.summaries import Line
    from lcassess.web.reviewing.forms import Mistakes

blueprint = Blueprint("replying", __name__)


@dataclass(frozen=True, slots=True)
class Looked:
    """What one person looked at on one day."""

    day: datetime
    who: str
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that reads otherwise than in the version before, both in a line."""

    code: str
    now: Line
    before: Line


@blueprint.get("/assessments/<uuid:assessment_id>/remarks")
def remarks(assessment_id: UUID) -> ResponseReturnValue:
    """Show what UIL remarked, and what the city replied."""
    return _show(assessment_id, {}, [])


@blueprint.post("/assessments/<uuid:assessment_id>/remarks")
@sealable
def reply(assessment_id: UUID) -> ResponseReturnValue:
    """Save the city's replies."""
    actor, now = require_actor(), datetime.now(UTC)
    page = service.open_remarks(db.session, actor, assessment_id, now)
    said, mistakes = forms.read_replies(posted_form(), page.threads)
    try:
        conflicts = service.save_replies(db.session, actor, assessment_id, said, now)
    except NotNowError:
        return too_late(assessment_id)
    if conflicts or mistakes:
        return _show(assessment_id, conflicts, mistakes), 409 if conflicts else 400
    flash(_("The replies are saved."))
    return redirect(_address(assessment_id), 303)


@blueprint.get("/assessments/<uuid:assessment_id>/looks")
def looks(assessment_id: UUID) -> ResponseReturnValue:
    """Show who at UIL looked at what of a city's report."""
    report, found = looking.looks_of(db.session, require_actor(), assessment_id)
    return render_template(
        "reviewing/looks.html", report=report, looked=_by_day(found), fictional=_fictional(report)
    )


@blueprint.get("/assessments/<uuid:assessment_id>/versions")
def versions(assessment_id: UUID) -> ResponseReturnValue:
    """Show every version that was handed in, and what changed from one to the next."""
    found = handed_in.open_versions(db.session, require_actor(), assessment_id, datetime.now(UTC))
    framework = in_language(found.framework, str(get_locale()))
    return render_template(
        "reviewing/versions.html",
        report=found.report,
        own=found.own,
        versions=[(version, _changes(version, framework)) for version in found.versions],
        fictional=_fictional(found.report),
    )


@blueprint.get("/assessments/<uuid:assessment_id>/versions/<int:number>")
def version(assessment_id: UUID, number: int) -> ResponseReturnValue:
    """Show one version in full."""
    actor, language = require_actor(), str(get_locale())
    found, one = handed_in.open_version(db.session, actor, assessment_id, number, datetime.now(UTC))
    framework = in_language(found.framework, language)
    return render_template(
        "reviewing/version.html",
        report=found.report,
        version=one,
        areas=summaries.areas(framework, one.sent.scored, one.sent.texts, language),
        counts=summaries.counts(framework, one.sent.sheet),
        levels=[(framework.indicators[name], both) for name, both in one.sent.levels.items()],
        fictional=_fictional(found.report),
    )


def _show(assessment_id: UUID, conflicts: Mapping[str, Thread], mistakes: Mistakes) -> str:
    now, language = datetime.now(UTC), str(get_locale())
    actor = require_actor()
    page = service.open_remarks(db.session, actor, assessment_id, now)
    framework = in_language(page.framework, language)
    changed = _("This remark or its reply was changed meanwhile")
    return render_template(
        "reviewing/remarks.html",
        view=page,
        report=page.report,
        story=story_of(page.report, now),
        areas=presenting.replied(page, framework, language, posted_form(), conflicts),
        verdicts=presenting.verdicts(),
        author=author_token(actor.person_id, _address(assessment_id)),
        errors=[*((f"{name}-verdict", changed) for name in conflicts), *mistakes],
        wrong=dict(mistakes),
        fictional=_fictional(page.report),
    )


def _address(assessment_id: UUID) -> str:
    return url_for("replying.remarks", assessment_id=assessment_id)


def _by_day(found: Iterable[Row[*tuple[Any, ...]]]) -> list[Looked]:
    """Put the looks of one person on one day together, the latest day first."""
    days: dict[tuple[str, str], tuple[datetime, dict[str, None]]] = {}
    for look in found:
        key = (look.at.date().isoformat(), look.person_name)
        days.setdefault(key, (look.at, {}))[1][look.page] = None
    return [Looked(at, who, tuple(sorted(pages))) for (_day, who), (at, pages) in days.items()]


def _changes(version: Version, framework: Framework) -> list[Change]:
    language = str(get_locale())
    return [
        Change(
            framework.home[name].code,
            summaries.line(framework.indicators[name], version.sent.sheet[name], language),
            summaries.line(framework.indicators[name], before, language),
        )
        for name, before in version.earlier.items()
    ]


def _fictional(report: Report) -> str:
    return report.city.name if report.city.fictional else ""
