"""Finding a report for somebody, and the answers that this person may see."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.assessment.chain import Head
from lcassess.assessment.settling import levels, settle
from lcassess.assessment.sheet import AnswerSheet
from lcassess.assessment.snapshot import thaw
from lcassess.services import settlement
from lcassess.services.refusals import NotFoundError
from lcassess.storage import answers, assessments

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from lcassess.assessment.remarks import Thread
    from lcassess.assessment.report import Report
    from lcassess.assessment.settling import Levels
    from lcassess.network.membership import Actor


@dataclass(frozen=True, slots=True)
class Submission:
    """A version that was handed in: when, by whom, its fingerprint and what it holds.

    `frozen` is the text that the fingerprint is made of, `head` the end of the city's chain then.
    `levels` are those on which city and reviewer spoke, once the version is `accepted`.
    """

    number: int
    at: datetime
    by: str
    fingerprint: str
    head: Head
    frozen: bytes
    sheet: AnswerSheet
    texts: Mapping[str, str]
    accepted: bool = False
    levels: Mapping[str, Levels] = field(default_factory=dict)

    @property
    def scored(self) -> AnswerSheet:
        """Give the answers that are scored: as handed in, but for levels that were settled."""
        return settle(self.sheet, self.levels) if self.levels else self.sheet


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
    accepted = settlement.of_accepted(session, {assessment_id: row.head_number})
    return read(row, accepted.get(assessment_id))


def read(row: Row[*tuple[Any, ...]], accepted: Mapping[str, Thread] | None) -> Submission:
    """Read a version; `accepted` is what was said until it was accepted, None if it was not."""
    frozen = zlib.decompress(row.snapshot)
    head = Head(row.head_number, row.head_hash)
    about = row.number, row.at, row.person_name, row.fingerprint
    sheet, texts = thaw(frozen)
    settled = levels(sheet, accepted or {})
    return Submission(*about, head, frozen, sheet, texts, accepted is not None, settled)


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
