"""What UIL sees of a report under review: who may see it, where it stands, what was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.assessment.changes import changed_answers
from lcassess.assessment.settling import unanswered
from lcassess.assessment.status import Move, Status, step
from lcassess.framework import catalogue
from lcassess.network.membership import Role
from lcassess.services.assigning import fit_reviewers
from lcassess.services.refusals import NotFoundError
from lcassess.services.reports import read, submission
from lcassess.services.settlement import threads_of
from lcassess.storage import assessments, reviews, scores

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from lcassess.assessment.remarks import Thread
    from lcassess.assessment.report import Report
    from lcassess.assessment.sheet import Answer
    from lcassess.framework.model import Framework
    from lcassess.network.membership import Actor
    from lcassess.services.reports import Submission


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A report as UIL sees it; of one that was not handed in only how much is settled.

    `earlier` are the answers that read otherwise in the version before.
    """

    report: Report
    framework: Framework
    settled: tuple[int, ...]
    sent: Submission | None
    threads: Mapping[str, Thread]
    earlier: Mapping[str, Answer]
    moves: Sequence[Row[*tuple[Any, ...]]]
    reviewers: Sequence[Row[*tuple[Any, ...]]]
    fit: Sequence[Actor]
    may_return: bool
    may_open: bool
    may_review: bool
    may_assign: bool

    @property
    def unanswered(self) -> tuple[str, ...]:
        """List the answers with another level proposed to which the city said nothing."""
        return unanswered(self.sent.sheet, self.threads) if self.sent else ()


def demand_sight(session: Session, actor: Actor, assessment_id: UUID) -> Report:
    """Find a report for somebody at UIL; for anybody else there is none."""
    report = assessments.find(session, assessment_id)
    if report is None or not rules.is_uil(actor):
        raise NotFoundError
    return report


def may_review(session: Session, actor: Actor, report: Report) -> bool:
    """Tell whether the report was given to this reviewer, and may be."""
    return rules.acts_as(actor, Role.REVIEWER, report) and reviews.is_given_to(
        session, report.id, actor.person_id
    )


def returning_role(report: Report) -> Role:
    """Name the role in which focus areas are sent back now."""
    return Role.ADMINISTRATOR if report.status is Status.ACCEPTED else Role.REVIEWER


def open_page(session: Session, actor: Actor, assessment_id: UUID) -> ReviewPage:
    """Open the review of a report."""
    report = demand_sight(session, actor, assessment_id)
    framework = catalogue.load(report.round.edition)
    sent, before = submission(session, assessment_id), previous(session, assessment_id)
    reviewing = may_review(session, actor, report)
    may_assign = rules.may_administer(actor)
    back = step(report.stand, Move.RETURN)
    return ReviewPage(
        report,
        framework,
        tuple(scores.settled(session, assessment_id) or b""),
        sent,
        threads_of(session, assessment_id),
        _changed(framework, sent, before),
        assessments.moves(session, assessment_id),
        reviews.reviewers(session, [assessment_id]).get(assessment_id, []),
        fit_reviewers(session, report) if may_assign else (),
        may_return=back is not None and (reviewing if back.role is Role.REVIEWER else may_assign),
        may_open=reviewing and step(report.stand, Move.OPEN) is not None,
        may_review=reviewing,
        may_assign=may_assign,
    )


def previous(session: Session, assessment_id: UUID) -> Submission | None:
    """Find the version that was handed in before the last one, of those not taken back."""
    rows = assessments.versions(session, assessment_id)
    standing = [row for row in rows if row.withdrawn_at is None]
    return read(standing[-2], None) if len(standing) > 1 else None


def _changed(
    framework: Framework, sent: Submission | None, before: Submission | None
) -> dict[str, Answer]:
    if sent is None or before is None:
        return {}
    return changed_answers(framework.indicators, sent.sheet, before.sheet)
