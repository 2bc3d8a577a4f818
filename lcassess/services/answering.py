"""Answering: the task list, one focus area, and saving."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.assessment import fields, merge
from lcassess.assessment.sheet import Answer, AnswerSheet, Text
from lcassess.framework import catalogue
from lcassess.framework.model import Kind
from lcassess.network.membership import Role
from lcassess.services.refusals import NotAllowedError, NotFoundError, NotNowError
from lcassess.services.reports import own_report, shown_to, visible_report
from lcassess.services.transaction import deed
from lcassess.storage import answers, assessments, cities, figures, scores

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.framework.model import FocusArea, Framework, Indicator
    from lcassess.network.membership import Actor, Population


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


@dataclass(frozen=True, slots=True)
class Conflict:
    """What two people said to the same question; nothing of it was written."""

    parts: tuple[str, ...]
    yours: Answer
    theirs: Answer


@dataclass(frozen=True, slots=True)
class TextConflict:
    """What two people wrote as the same text."""

    yours: Text
    theirs: Text


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving a page."""

    written: tuple[str, ...] = ()
    conflicts: Mapping[str, Conflict] | None = None
    text_conflicts: Mapping[str, TextConflict] | None = None
    marked: bool = False

    @property
    def complete(self) -> bool:
        """Tell whether everything was saved."""
        return not self.conflicts and not self.text_conflicts


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
    )


def save_focus_area(  # a save is all of these
    session: Session,
    actor: Actor,
    assessment_id: UUID,
    code: str,
    form: Mapping[str, str],
    language: str,
    now: datetime,
) -> Saved:
    """Save what a page posted, answer by answer, by the one rule of saving."""
    with deed(session):
        report = _writable(session, actor, assessment_id, code, now)
        framework = catalogue.load(report.round.edition)
        focus_area = _focus_area(framework, code)
        standing = answers.of(session, assessment_id, _ids(focus_area))
        merged, conflicts = _merge_answers(session, report, focus_area, standing, form, language)
        texts, text_conflicts = _merge_texts(session, report, focus_area, form)
        answers.write(session, assessment_id, merged, actor, now)
        answers.write_texts(session, assessment_id, texts, actor, now)
        if merged:
            standing = standing | {answer.indicator_id: answer for answer in merged}
            _count(session, report, framework, focus_area, standing)
    written = (*(a.indicator_id for a in merged), *(t.name for t in texts))
    marked = any(answer.mark for answer in merged)
    return Saved(written, conflicts, text_conflicts, marked)


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


def _writable(
    session: Session, actor: Actor, assessment_id: UUID, code: str, now: datetime
) -> Report:
    report = assessments.find(session, assessment_id, lock=True)
    if report is None or not rules.belongs(actor, report):
        raise NotFoundError
    if not rules.may_answer(actor, report, code):
        raise NotAllowedError
    if not report.writable(now, code):
        raise NotNowError
    return report


def _focus_area(framework: Framework, code: str) -> FocusArea:
    focus_area = framework.by_code.get(code)
    if focus_area is None:
        raise NotFoundError
    return focus_area


def _ids(focus_area: FocusArea) -> list[str]:
    return [indicator.id for indicator in focus_area.indicators]


def _populations(session: Session, report: Report, focus_area: FocusArea) -> Sequence[Population]:
    """List the city's inhabitants, where a question may need them."""
    asked = any(per_inhabitants(indicator) for indicator in focus_area.indicators)
    return cities.populations(session, report.city.id) if asked else ()


def _as_seen(
    session: Session, actor: Actor, report: Report, focus_area: FocusArea, *, own: bool
) -> tuple[Mapping[str, Answer], Mapping[str, Text]]:
    if own:
        names = [focus_area.text_name(text) for text in focus_area.texts]
        return (
            answers.of(session, report.id, _ids(focus_area)),
            answers.texts_of(session, report.id, names),
        )
    sheet, texts = shown_to(session, actor, report)
    return sheet.answers, {name: Text(name, value) for name, value in texts.items()}


def _merge_answers(  # the page, what stands, what was posted
    session: Session,
    report: Report,
    focus_area: FocusArea,
    standing: Mapping[str, Answer],
    form: Mapping[str, str],
    language: str,
) -> tuple[list[Answer], dict[str, Conflict]]:
    posted = {i.id: fields.answer_fields(i, form) for i in focus_area.indicators}
    now = {name: standing.get(name) or Answer(name) for name in posted}
    older = [
        (name, fields.version(sent))
        for name, sent in posted.items()
        if sent and 0 < fields.version(sent) != now[name].version
    ]
    then = answers.at_versions(session, report.id, older)
    written: list[Answer] = []
    conflicts: dict[str, Conflict] = {}
    for indicator in focus_area.indicators:
        sent = posted[indicator.id]
        if not sent:
            continue
        current = now[indicator.id]
        seen = _seen(indicator.id, fields.version(sent), current, then)
        merged = merge.merge(indicator, current, seen, sent, language)
        if merged.answer:
            written.append(merged.answer)
        elif merged.conflicts and merged.yours:
            conflicts[indicator.id] = Conflict(merged.conflicts, merged.yours, current)
    return written, conflicts


def _seen(name: str, version: int, current: Answer, then: Mapping[str, Answer]) -> Answer:
    if version == current.version:
        return current
    return then.get(name) or Answer(name)


def _merge_texts(
    session: Session, report: Report, focus_area: FocusArea, form: Mapping[str, str]
) -> tuple[list[Text], dict[str, TextConflict]]:
    posted = {n: f for n, f in fields.text_fields(focus_area, form).items() if "value" in f}
    standing = answers.texts_of(session, report.id, list(posted)) if posted else {}
    now = {name: standing.get(name) or Text(name) for name in posted}
    older = [
        (name, fields.version(sent))
        for name, sent in posted.items()
        if 0 < fields.version(sent) != now[name].version
    ]
    then = answers.texts_at_versions(session, report.id, older)
    written: list[Text] = []
    conflicts: dict[str, TextConflict] = {}
    for name, sent in posted.items():
        current, value, version = now[name], sent["value"].strip(), fields.version(sent)
        seen = current if version == current.version else then.get(name) or Text(name)
        if value in {seen.value, current.value}:
            continue
        yours = replace(current, value=value, version=current.version + 1)
        if current.value != seen.value:
            conflicts[name] = TextConflict(yours, current)
        else:
            written.append(yours)
    return written, conflicts


def _count(
    session: Session,
    report: Report,
    framework: Framework,
    focus_area: FocusArea,
    standing: Mapping[str, Answer],
) -> None:
    counts = bytearray(scores.settled(session, report.id) or bytes(len(framework.focus_areas)))
    position = framework.focus_areas.index(focus_area)
    counts[position] = sum(answer.given for answer in standing.values())
    scores.set_settled(session, report.id, bytes(counts))
