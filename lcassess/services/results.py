"""The results of one city, for the city and for those who may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.framework import catalogue
from lcassess.scoring import profile
from lcassess.scoring.comparison import CityResult
from lcassess.services.refusals import NotFoundError
from lcassess.services.reports import sheet_as_it_stands, submission
from lcassess.storage import assessments

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.assessment.sheet import AnswerSheet
    from lcassess.framework.model import Framework
    from lcassess.network.membership import Actor


@dataclass(frozen=True, slots=True)
class Results:
    """A city's result with the round before beside it, if there was one."""

    report: Report
    framework: Framework
    result: CityResult
    earlier: CityResult | None
    own: bool


def open_results(session: Session, actor: Actor, assessment_id: UUID) -> Results:
    """Score a city's answers: its own people see them as they stand, others as handed in."""
    report = assessments.find(session, assessment_id)
    if report is None:
        raise NotFoundError
    own = rules.belongs(actor, report)
    sent = None if own else submission(session, assessment_id)
    if not rules.may_see_results(actor, report, sent=sent is not None):
        raise NotFoundError
    sheet, texts = (sent.sheet, sent.texts) if sent else sheet_as_it_stands(session, assessment_id)
    return Results(
        report,
        catalogue.load(report.round.edition),
        result_of(report, sheet, texts),
        _earlier(session, report),
        own=own,
    )


def result_of(report: Report, sheet: AnswerSheet, texts: Mapping[str, str]) -> CityResult:
    """Score a sheet and say whose it is."""
    framework = catalogue.load(report.round.edition)
    return CityResult(
        slug=report.city.slug,
        name=report.city.name,
        country=report.city.country,
        region=report.city.region,
        fictional=report.city.fictional,
        round=report.round.slug,
        state=report.status.value,
        profile=profile.score(framework, sheet),
        sheet=sheet,
        texts=texts,
    )


def _earlier(session: Session, report: Report) -> CityResult | None:
    before = assessments.before(session, report)
    if before is None or before.round.edition != report.round.edition:
        return None
    sent = submission(session, before.id)
    return result_of(before, sent.sheet, sent.texts) if sent else None
