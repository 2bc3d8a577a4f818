"""The page of the city's profile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from lcassess.accounts.current import require_actor
from lcassess.accounts.sealing import author_token, posted_form, sealable
from lcassess.extensions import db
from lcassess.framework.answers import check_year
from lcassess.framework.numbers import Reading, Unread, read_number
from lcassess.framework.showing import show_number
from lcassess.network.membership import Boundary, Population
from lcassess.services import profiling
from lcassess.web.answering.choices import BOUNDARIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from lcassess.framework.numbers import NumberRead

blueprint = Blueprint("profile", __name__)

MOST = 100_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed into the form, as typed, with what is wrong and what was understood."""

    typed: Mapping[str, str]
    errors: tuple[tuple[str, str], ...] = ()
    readings: tuple[tuple[str, str], ...] = ()
    population: Population | None = None


@blueprint.get("/assessments/<uuid:assessment_id>/profile")
def profile(assessment_id: UUID) -> ResponseReturnValue:
    """Show the city's profile."""
    return _show(assessment_id, None)


@blueprint.post("/assessments/<uuid:assessment_id>/profile")
@sealable
def save_profile(assessment_id: UUID) -> ResponseReturnValue:
    """Save the city's profile, and lead to the task list."""
    actor, now = require_actor(), datetime.now(UTC)
    profiling.demand_change(db.session, actor, assessment_id, now)
    entry = read(posted_form(), str(get_locale()), now.year)
    if entry.population is None:
        return _show(assessment_id, entry), 422
    profiling.save_profile(db.session, actor, assessment_id, entry.population, now)
    return redirect(url_for("answering.task_list", assessment_id=assessment_id), 303)


def read(form: Mapping[str, str], language: str, this_year: int) -> Entry:
    """Read the form; `population` is there only if nothing is wrong."""
    typed = {name: form.get(name, "").strip() for name in ("boundary", "population", "year")}
    typed["source"] = form.get("source", "").replace("\x00", "").strip()
    found = read_number(
        typed["population"], language, reading=_reading(form.get("population-reading"))
    )
    year, odd = check_year(typed["year"], this_year)
    errors = [
        error
        for error in (
            _boundary_error(typed["boundary"]),
            _population_error(found),
            ("year", _("Write the year of the figure in four digits."))
            if odd or not year
            else None,
        )
        if error
    ]
    if errors or found.value is None or year is None:
        return Entry(typed, tuple(errors), _readings(found, language))
    population = Population(typed["boundary"], year, int(found.value), typed["source"])
    return Entry(typed, population=population)


def _boundary_error(boundary: str) -> tuple[str, str] | None:
    if boundary in set(Boundary):
        return None
    return "boundary", _("Choose what your figures cover.")


def _population_error(found: NumberRead) -> tuple[str, str] | None:
    if found.unread is Unread.TWO_READINGS:
        return "population", _("This can be read as two numbers. Choose the one you mean.")
    value = found.value
    if value is None or value != int(value) or not 0 < value <= MOST:
        return "population", _("Write the number of inhabitants in figures, such as 412 000.")
    return None


def _reading(text: str | None) -> Reading | None:
    return Reading(text) if text in set(Reading) else None


def _readings(found: NumberRead, language: str) -> tuple[tuple[str, str], ...]:
    if found.unread is not Unread.TWO_READINGS:
        return ()
    return tuple((r.value, show_number(v, language)) for r, v in (found.readings or {}).items())


def _show(assessment_id: UUID, entry: Entry | None) -> str:
    actor, now = require_actor(), datetime.now(UTC)
    report, populations = profiling.open_profile(db.session, actor, assessment_id)
    return render_template(
        "answering/profile.html",
        report=report,
        populations=populations,
        entry=entry or _standing(report.boundary, populations),
        boundaries=BOUNDARIES,
        may_change=profiling.may_change(actor, report, now),
        author=author_token(
            actor.person_id, url_for("profile.save_profile", assessment_id=assessment_id)
        ),
        fictional=report.city.name if report.city.fictional else "",
        errors=entry.errors if entry else (),
    )


def _standing(boundary: str, populations: list[Population]) -> Entry:
    standing = next((p for p in populations if p.boundary == boundary), None)
    if standing is None:
        return Entry({"boundary": boundary, "population": "", "year": "", "source": ""})
    return Entry(
        {
            "boundary": boundary,
            "population": str(standing.population),
            "year": str(standing.year),
            "source": standing.source,
        }
    )
