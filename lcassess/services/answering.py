"""Answering: the task list, and one focus area."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.assessment.last_round import comparable, holds_still
from lcassess.assessment.sheet import Answer, AnswerSheet, State, Text
from lcassess.framework import catalogue
from lcassess.framework.model import Kind
from lcassess.network.membership import Role
from lcassess.services.attached import here
from lcassess.services.looking import note_look
from lcassess.services.refusals import NotFoundError
from lcassess.services.reports import own_report, shown_to, visible_report
from lcassess.storage import answers, assessments, cities, figures, last_round

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from lcassess.assessment.last_round import LastRound
    from lcassess.assessment.report import Report
    from lcassess.framework.model import FocusArea, Framework, Indicator
    from lcassess.network.membership import Actor, Population
    from lcassess.services.attached import Here


@dataclass(frozen=True, slots=True)
class FocusAreaPage:
    """Everything that the page of a focus area shows."""

    report: Report
    framework: Framework
    code: str
    answers: Mapping[str, Answer]
    texts: Mapping[str, Text]
    figures: Mapping[str, Sequence[Row[*tuple[Any, ...]]]]
    populations: Sequence[Population]
    own: bool
    may_write: bool
    last: LastRound | None = None
    here: Mapping[str, Here] = field(default_factory=dict)


def reports_of(session: Session, actor: Actor) -> list[Report]:
    """List the reports of a person's own cities, the latest round first."""
    own = {g.city_id for g in actor.grants if g.role in rules.OF_A_CITY and g.city_id}
    return assessments.of_cities(session, own) if own else []


def overseen_by(session: Session, actor: Actor) -> list[Report]:
    """List the submitted reports of the country whose National Commission a person is of."""
    countries = {g.country for g in actor.grants if g.role is Role.COMMISSION and g.country}
    return assessments.sent_from_countries(session, countries) if countries else []


def open_task_list(
    session: Session, actor: Actor, assessment_id: UUID
) -> tuple[Report, AnswerSheet]:
    """Open a city's own report with its answers as they stand."""
    report = own_report(session, actor, assessment_id)
    return report, AnswerSheet(answers.of(session, assessment_id))


def open_focus_area(
    session: Session, actor: Actor, assessment_id: UUID, code: str, now: datetime
) -> FocusAreaPage:
    """Open one focus area, to write or to read."""
    report = visible_report(session, actor, assessment_id)
    framework = catalogue.load(report.round.edition)
    focus_area = _focus_area(framework, code)
    note_look(session, actor, report, code, now)
    own = rules.belongs(actor, report)
    found, texts = _as_seen(session, actor, report, focus_area, own=own)
    published: dict[str, list[Row[*tuple[Any, ...]]]] = {}
    for row in figures.of_city(session, report.city.id, _ids(focus_area)):
        published.setdefault(row.indicator_id, []).append(row)
    return FocusAreaPage(
        report,
        framework,
        code,
        found,
        texts,
        published,
        _populations(session, report, focus_area),
        own=own,
        may_write=rules.may_answer(actor, report, code) and report.writable(now, code),
        last=_last_round(session, report, focus_area) if own else None,
        here=here(session, actor, report, _ids(focus_area), now.date()),
    )


def published_as_answer(
    session: Session, actor: Actor, assessment_id: UUID, code: str, figure_id: int
) -> dict[str, str]:
    """Give the fields of an answer that takes over a published figure, with year and source.

    Only a figure that matches the definition exactly, in a true reference year, can be one.
    """
    report = own_report(session, actor, assessment_id)
    focus_area = _focus_area(catalogue.load(report.round.edition), code)
    found = figures.of_city(session, report.city.id, _ids(focus_area))
    for row in found:
        if row.id == figure_id and takes_over(row):
            return {
                f"{row.indicator_id}-{part}": text
                for part, text in {
                    "state": "value",
                    "value": row.value,
                    "reading": "decimal" if "." in row.value else "",
                    "numerator": "",
                    "denominator": "",
                    "year": str(row.year),
                    "source": " ".join(filter(None, (row.source, row.source_code))),
                    "territory": "city",
                }.items()
            }
    raise NotFoundError


def last_round_as_answer(
    session: Session, actor: Actor, assessment_id: UUID, name: str
) -> dict[str, str]:
    """Give the fields of an answer that says the same as in the last round, but for its year."""
    report = own_report(session, actor, assessment_id)
    focus_area = catalogue.load(report.round.edition).home.get(name)
    found = _last_round(session, report, focus_area) if focus_area else None
    answer = found.answers.get(name) if found else None
    if answer is None:
        raise NotFoundError
    return {f"{name}-{part}": text for part, text in holds_still(answer).items()}


def no_longer_known(name: str) -> dict[str, str]:
    """Give the field of an answer to a question for which there are no data any more."""
    return {f"{name}-state": State.NO_DATA.value}


def inhabitants_as_denominator(
    session: Session, actor: Actor, assessment_id: UUID, indicator_id: str
) -> dict[str, str]:
    """Give the denominator of an answer that is counted per inhabitants of the city's boundary."""
    report = own_report(session, actor, assessment_id)
    found = population_of(cities.populations(session, report.city.id), report.boundary)
    if found is None:
        raise NotFoundError
    return {f"{indicator_id}-denominator": str(found.population)}


def per_inhabitants(indicator: Indicator) -> bool:
    """Tell whether a question's figure may be counted per inhabitants."""
    return indicator.kind is not Kind.SHARE and indicator.has_parts


def population_of(populations: Sequence[Population], boundary: str) -> Population | None:
    """Pick the newest inhabitants inside a boundary; without a boundary, the newest of all."""
    return next((p for p in populations if boundary in {"", p.boundary}), None)


def takes_over(row: Row[*tuple[Any, ...]]) -> bool:
    """Tell whether a published figure may become the city's answer."""
    return bool(row.match == "exact" and row.year_basis == "reference")


def _focus_area(framework: Framework, code: str) -> FocusArea:
    focus_area = framework.by_code.get(code)
    if focus_area is None:
        raise NotFoundError
    return focus_area


def _ids(focus_area: FocusArea) -> list[str]:
    return [indicator.id for indicator in focus_area.indicators]


def _last_round(session: Session, report: Report, focus_area: FocusArea) -> LastRound | None:
    """Read what the city said last time, where the question is the same and was settled."""
    names = [focus_area.text_name(text) for text in focus_area.texts]
    found = last_round.of(session, report, _ids(focus_area), names)
    if found is None:
        return None
    earlier = catalogue.load(found.edition)
    settled = {
        indicator.id: found.answers[indicator.id]
        for indicator in focus_area.indicators
        if indicator.id in found.answers and comparable(earlier, indicator)
    }
    given = {name: answer for name, answer in settled.items() if answer.given and not answer.mark}
    return replace(found, answers=given)


def _populations(session: Session, report: Report, focus_area: FocusArea) -> Sequence[Population]:
    """List the city's inhabitants, where a question may need them."""
    asked = any(per_inhabitants(indicator) for indicator in focus_area.indicators)
    return cities.populations(session, report.city.id) if asked else ()


def _as_seen(
    session: Session, actor: Actor, report: Report, focus_area: FocusArea, *, own: bool
) -> tuple[Mapping[str, Answer], Mapping[str, Text]]:
    if own:
        names = [focus_area.text_name(text) for text in focus_area.texts]
        return answers.of_page(session, report.id, [*_ids(focus_area), *names])
    sheet, texts = shown_to(session, actor, report)
    return sheet.answers, {name: Text(name, value) for name, value in texts.items()}
