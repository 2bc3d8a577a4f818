"""Saying that a focus area is complete, or that one comes back to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.assessment.readiness import Readiness, readiness_of
from lcassess.framework import catalogue
from lcassess.services.refusals import NotAllowedError, NotFoundError, NotNowError
from lcassess.services.reports import own_report, sheet_as_it_stands
from lcassess.services.transaction import deed
from lcassess.storage import assessments

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.assessment.sheet import AnswerSheet
    from lcassess.framework.model import FocusArea, Framework
    from lcassess.network.membership import Actor


@dataclass(frozen=True, slots=True)
class AreaCheck:
    """One focus area, to be checked before it is called complete."""

    report: Report
    framework: Framework
    focus_area: FocusArea
    sheet: AnswerSheet
    texts: Mapping[str, str]
    readiness: Readiness
    may_finish: bool

    @property
    def finished(self) -> bool:
        """Tell whether it is called complete already."""
        return self.focus_area.code in self.report.finished


def check_area(
    session: Session, actor: Actor, assessment_id: UUID, code: str, now: datetime
) -> AreaCheck:
    """Look at one focus area of one's own city as it stands."""
    report = own_report(session, actor, assessment_id)
    framework = catalogue.load(report.round.edition)
    focus_area = framework.by_code.get(code)
    if focus_area is None:
        raise NotFoundError
    sheet, texts = sheet_as_it_stands(session, assessment_id)
    may_finish = rules.may_answer(actor, report, code) and report.writable(now, code)
    found = readiness_of(focus_area, sheet)
    return AreaCheck(report, framework, focus_area, sheet, texts, found, may_finish)


def finish(  # who says it, of what
    session: Session,
    actor: Actor,
    assessment_id: UUID,
    code: str,
    now: datetime,
    *,
    complete: bool,
) -> None:
    """Keep whether a focus area is complete; said twice, it is kept once."""
    with deed(session, "finish", actor, assessment_id=assessment_id, code=code, complete=complete):
        report = assessments.find(session, assessment_id, lock=True)
        if report is None or not rules.belongs(actor, report):
            raise NotFoundError
        known = list(catalogue.load(report.round.edition).by_code)
        if code not in known:
            raise NotFoundError
        if not rules.may_answer(actor, report, code):
            raise NotAllowedError
        if not report.writable(now, code):
            raise NotNowError
        finished = {*report.finished, code} if complete else {*report.finished} - {code}
        ordered = " ".join(sorted(finished, key=known.index))
        assessments.set_columns(session, assessment_id, finished_areas=ordered)
