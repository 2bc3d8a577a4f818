"""Handing in a report and taking it back."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from lcassess.access import rules
from lcassess.assessment import snapshot
from lcassess.assessment.readiness import Readiness, readiness
from lcassess.assessment.status import Move, Status, step
from lcassess.framework import catalogue
from lcassess.network.membership import Role
from lcassess.scoring import packing, profile
from lcassess.scoring.recipe import Recipe
from lcassess.services import attached
from lcassess.services.moving import begin, make, signed_as
from lcassess.services.refusals import NotFoundError, NotNowError
from lcassess.services.reports import own_report, sheet_as_it_stands, submission
from lcassess.services.transaction import deed
from lcassess.storage import assessments, scores

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.chain import Head
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


class HandedIn(NamedTuple):
    """The version that was handed in last; `function` is what it was signed as, if it was."""

    report: Report
    framework: Framework
    sent: Submission
    function: str


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
    """Hand a report in, or give it to be signed where the round asks for it."""
    with deed(session, "submit", actor, assessment_id=assessment_id):
        report, move = begin(session, actor, assessment_id, Move.SUBMIT, Role.COORDINATOR)
        if not report.writable(now):
            raise NotNowError
        sheet, texts = sheet_as_it_stands(session, assessment_id)
        found = readiness(catalogue.load(report.round.edition), sheet)
        if not found.ready:
            raise NotReadyError(found)
        head = make(session, report, move, actor, now)
        if move.to is Status.SUBMITTED:
            hand_in(session, actor, report, sheet, texts, head, now)
    return report


def hand_in(  # what is handed in, by whom, when
    session: Session,
    actor: Actor | None,
    report: Report,
    sheet: AnswerSheet,
    texts: Mapping[str, str],
    head: Head,
    now: datetime,
) -> None:
    """Freeze what is handed in, and keep its scores for those who compare."""
    framework = catalogue.load(report.round.edition)
    beside = attached.standing(session, report.id, head.number).plain()
    frozen = snapshot.freeze(sheet, texts, beside)
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
        head=head,
    )
    scores.set_profile(session, report.id, packing.pack(profile.score(framework, sheet)), recipe)


def withdraw(session: Session, actor: Actor, assessment_id: UUID, now: datetime) -> Report:
    """Take a report back, so that it can be written again."""
    with deed(session, "withdraw", actor, assessment_id=assessment_id):
        report, move = begin(session, actor, assessment_id, Move.WITHDRAW, Role.COORDINATOR)
        if not may_be_withdrawn(report, now):
            raise NotNowError
        make(session, report, move, actor, now)
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
    packed = packing.pack(profile.score(framework, sent.scored))
    scores.set_profile(session, report.id, packed, Recipe.of(framework).fingerprint)


def receipt(session: Session, actor: Actor, assessment_id: UUID) -> HandedIn:
    """Show what was handed in, when, by whom, signed as what and under which fingerprint."""
    report = own_report(session, actor, assessment_id)
    sent = submission(session, assessment_id)
    if sent is None:
        raise NotFoundError
    function = signed_as(assessments.moves(session, assessment_id), sent.head.number)
    return HandedIn(report, catalogue.load(report.round.edition), sent, function)
