"""Finding a report for somebody, and the answers that this person may see."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.assessment.sheet import AnswerSheet
from lcassess.assessment.snapshot import thaw
from lcassess.services.refusals import NotFoundError
from lcassess.storage import answers, assessments

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.network.membership import Actor


@dataclass(frozen=True, slots=True)
class Submission:
    """A version that was handed in: when, by whom, its fingerprint and what it holds."""

    number: int
    at: datetime
    by: str
    fingerprint: str
    sheet: AnswerSheet
    texts: Mapping[str, str]


def own_report(session: Session, actor: Actor, assessment_id: UUID) -> Report:
    """Find a report for one of the city's own people; for anybody else there is none."""
    report = assessments.find(session, assessment_id)
    if report is None or not rules.belongs(actor, report):
        raise NotFoundError
    return report


def visible_report(session: Session, actor: Actor, assessment_id: UUID) -> Report:
    """Find a report whose answers the person may read."""
    report = assessments.find(session, assessment_id)
    if report is None:
        raise NotFoundError
    sent = not rules.belongs(actor, report) and submission(session, assessment_id) is not None
    if not rules.may_see_answers(actor, report, sent=sent):
        raise NotFoundError
    return report


def submission(session: Session, assessment_id: UUID) -> Submission | None:
    """Find the version last handed in and not withdrawn."""
    row = assessments.last_submission(session, assessment_id)
    if row is None:
        return None
    sheet, texts = thaw(zlib.decompress(row.snapshot))
    return Submission(row.number, row.at, row.person_name, row.fingerprint, sheet, texts)


def sheet_as_it_stands(
    session: Session, assessment_id: UUID
) -> tuple[AnswerSheet, Mapping[str, str]]:
    """Read all answers and texts as they stand now."""
    found = answers.of(session, assessment_id)
    texts = answers.texts_of(session, assessment_id)
    return AnswerSheet(found), {name: text.value for name, text in texts.items()}


def shown_to(
    session: Session, actor: Actor, report: Report
) -> tuple[AnswerSheet, Mapping[str, str]]:
    """Read what this person may see: the city its answers, others the version handed in."""
    if rules.belongs(actor, report):
        return sheet_as_it_stands(session, report.id)
    sent = submission(session, report.id)
    if sent is None:
        raise NotFoundError
    return sent.sheet, sent.texts
