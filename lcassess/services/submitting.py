"""Handing in a report and taking it back."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.assessment import snapshot
from lcassess.assessment.readiness import Readiness, readiness
from lcassess.assessment.status import Move, Status, step
from lcassess.framework import catalogue
from lcassess.scoring import packing, profile
from lcassess.scoring.recipe import Recipe
from lcassess.services.refusals import NotAllowedError, NotFoundError, NotNowError
from lcassess.services.reports import own_report, sheet_as_it_stands, submission
from lcassess.services.transaction import deed
from lcassess.storage import assessments, scores

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.assessment.sheet import AnswerSheet
    from lcassess.framework.model import Framework
    from lcassess.network.membership import Actor
    from lcassess.services.reports import Submission


@dataclass(frozen=True, slots=True)
class Check:
    """The whole report on one page, before it is handed in."""

    report: Report
    framework: Framework
    sheet: AnswerSheet
    texts: Mapping[str, str]
    readiness: Readiness
    may_submit: bool
    may_withdraw: bool


class NotReadyError(NotNowError):
    """Something in the report has to be settled first."""

    def __init__(self, found: Readiness) -> None:
        """Keep what has to be settled."""
        super().__init__()
        self.readiness = found


def check(session: Session, actor: Actor, assessment_id: UUID, now: datetime) -> Check:
    """Look at everything before handing in."""
    report = own_report(session, actor, assessment_id)
    framework = catalogue.load(report.round.edition)
    sheet, texts = sheet_as_it_stands(session, assessment_id)
    leads = rules.leads(actor, report)
    return Check(
        report,
        framework,
        sheet,
        texts,
        readiness(framework, sheet),
        may_submit=leads and report.writable(now),
        may_withdraw=leads and may_be_withdrawn(report, now),
    )


def may_be_withdrawn(report: Report, now: datetime) -> bool:
    """Tell whether the report can be taken back: before UIL opens it, and before the deadline."""
    return step(report.stand, Move.WITHDRAW) is not None and now <= report.deadline


def submit(session: Session, actor: Actor, assessment_id: UUID, now: datetime) -> Report:
    """Hand a report in: freeze it, give it its fingerprint and its scores."""
    with deed(session):
        report = _led(session, actor, assessment_id)
        move = step(report.stand, Move.SUBMIT)
        if move is None or not report.writable(now):
            raise NotNowError
        framework = catalogue.load(report.round.edition)
        sheet, texts = sheet_as_it_stands(session, assessment_id)
        found = readiness(framework, sheet)
        if not found.ready:
            raise NotReadyError(found)
        assessments.move(session, report, Move.SUBMIT, move.to, actor, now)
        if move.to is Status.SUBMITTED:
            hand_in(session, actor, report, sheet, texts, now)
    return report


def was_sent_by(session: Session, actor: Actor, assessment_id: UUID) -> bool:
    """Tell whether the report is handed in already, and by this person: a button pressed twice."""
    report = own_report(session, actor, assessment_id)
    sent = submission(session, assessment_id)
    return report.status is Status.SUBMITTED and sent is not None and sent.by == actor.name


def hand_in(  # what is handed in, by whom, when
    session: Session,
    actor: Actor | None,
    report: Report,
    sheet: AnswerSheet,
    texts: Mapping[str, str],
    now: datetime,
) -> None:
    """Freeze what is handed in, and keep its scores for those who compare."""
    framework = catalogue.load(report.round.edition)
    frozen = snapshot.freeze(sheet, texts)
    recipe = Recipe.of(framework).fingerprint
    mark = snapshot.fingerprint(frozen, city=report.city.slug, round=report.round.slug)
    assessments.hand_in(
        session,
        report.id,
        actor,
        now,
        recipe=recipe,
        fingerprint=mark,
        snapshot=zlib.compress(frozen),
    )
    scores.set_profile(session, report.id, packing.pack(profile.score(framework, sheet)), recipe)


def withdraw(session: Session, actor: Actor, assessment_id: UUID, now: datetime) -> Report:
    """Take a report back, so that it can be written again."""
    with deed(session):
        report = _led(session, actor, assessment_id)
        move = step(report.stand, Move.WITHDRAW)
        if move is None or not may_be_withdrawn(report, now):
            raise NotNowError
        assessments.move(session, report, Move.WITHDRAW, move.to, actor, now)
        if report.status is not Status.SIGNING:
            assessments.take_back(session, assessment_id, now)
            refresh_profile(session, report)
    return report


def refresh_profile(session: Session, report: Report) -> None:
    """Keep the scores of the version that is now the last one handed in, or none."""
    sent = submission(session, report.id)
    if sent is None:
        scores.set_profile(session, report.id, None)
        return
    framework = catalogue.load(report.round.edition)
    packed = packing.pack(profile.score(framework, sent.sheet))
    scores.set_profile(session, report.id, packed, Recipe.of(framework).fingerprint)


def receipt(
    session: Session, actor: Actor, assessment_id: UUID
) -> tuple[Report, Framework, Submission]:
    """Show what was handed in, when, by whom and under which fingerprint."""
    report = own_report(session, actor, assessment_id)
    sent = submission(session, assessment_id)
    if sent is None:
        raise NotFoundError
    return report, catalogue.load(report.round.edition), sent


def _led(session: Session, actor: Actor, assessment_id: UUID) -> Report:
    report = assessments.find(session, assessment_id, lock=True)
    if report is None or not rules.belongs(actor, report):
        raise NotFoundError
    if not rules.leads(actor, report):
        raise NotAllowedError
    return report
