"""The results of one city, for the city and for those who may see them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.assessment.status import SENT
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
    from lcassess.services.reports import Submission


@dataclass(frozen=True, slots=True)
class Results:
    """A city's result with the round before beside it, if there was one."""

    report: Report
    framework: Framework
    result: CityResult
    earlier: CityResult | None
    own: bool


def open_results(session: Session, actor: Actor, assessment_id: UUID) -> Results:
    """Score what a city handed in; its own people see, while they write, how it stands."""
    report = assessments.find(session, assessment_id)
    if report is None:
        raise NotFoundError
    own, sent = rules.belongs(actor, report), submission(session, assessment_id)
    if not rules.may_see_results(actor, report, sent=sent is not None):
        raise NotFoundError
    framework = catalogue.load(report.round.edition)
    if sent is None or (own and report.status not in SENT):
        result = result_of(report, *sheet_as_it_stands(session, assessment_id))
    else:
        result = result_of_sent(report, sent)
    return Results(report, framework, result, _earlier(session, report), own=own)


def result_of_sent(report: Report, sent: Submission) -> CityResult:
    """Score a version that was handed in, with the levels that were settled if it was accepted."""
    return replace(result_of(report, sent.scored, sent.texts), levels=sent.levels)


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
    return result_of_sent(before, sent) if sent else None
