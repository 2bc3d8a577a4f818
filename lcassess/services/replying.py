"""The city's right of reply: it agrees or disagrees with remarks until a date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.assessment.remarks import Reply
from lcassess.assessment.status import Status
from lcassess.framework import catalogue
from lcassess.network.membership import Role
from lcassess.services.moving import locked
from lcassess.services.refusals import NotFoundError, NotNowError
from lcassess.services.reports import own_report, submission
from lcassess.services.settlement import threads_of
from lcassess.services.telling import about, tell
from lcassess.services.transaction import deed
from lcassess.storage import reviews

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.remarks import Thread, Verdict
    from lcassess.assessment.report import Report
    from lcassess.framework.model import Framework
    from lcassess.network.membership import Actor
    from lcassess.services.reports import Submission


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says to the remark on an answer.

    `remark_id` is the remark that they saw, `seen` the number of the reply to it, or 0.
    """

    indicator_id: str
    verdict: Verdict
    text: str
    remark_id: int
    seen: int

    def stands_in(self, reply: Reply | None) -> bool:
        """Tell whether a reply says this already."""
        said = self.verdict, self.text.strip()
        return reply is not None and (reply.verdict, reply.text) == said


@dataclass(frozen=True, slots=True)
class Remarks:
    """Everything that was remarked on a report, as its city reads it."""

    report: Report
    framework: Framework
    sent: Submission | None
    threads: Mapping[str, Thread]
    may_reply: bool


def open_remarks(session: Session, actor: Actor, assessment_id: UUID, now: datetime) -> Remarks:
    """Open the remarks on the report of one's own city."""
    report = own_report(session, actor, assessment_id)
    return Remarks(
        report,
        catalogue.load(report.round.edition),
        submission(session, assessment_id),
        threads_of(session, assessment_id),
        rules.acts_as(actor, Role.COORDINATOR, report) and _open(report, now),
    )


def save_replies(
    session: Session, actor: Actor, assessment_id: UUID, given: Iterable[Said], now: datetime
) -> dict[str, Thread]:
    """Write the replies that say something new; give what was changed since its author saw it."""
    conflicts: dict[str, Thread] = {}
    with deed(session, "reply", actor, assessment_id=assessment_id):
        report = locked(session, actor, assessment_id, Role.COORDINATOR)
        if not _open(report, now):
            raise NotNowError
        new, threads = _new(session, assessment_id, given), threads_of(session, assessment_id)
        for said in new:
            thread = threads[said.indicator_id]
            if (thread.remark.id, _number(thread)) != (said.remark_id, said.seen):
                conflicts[said.indicator_id] = thread
                continue
            reply = Reply(said.remark_id, said.verdict, said.text.strip())
            reviews.add_reply(session, assessment_id, reply, actor, now)
        if len(conflicts) < len(new):
            _tell_reviewers(session, report, actor, now)
    return conflicts


def _new(session: Session, assessment_id: UUID, given: Iterable[Said]) -> list[Said]:
    """List what differs from the reply that its author saw, and from the one that stands."""
    threads = threads_of(session, assessment_id)
    written = {
        r.number: r for r in reviews.replies(session, [assessment_id]).get(assessment_id, [])
    }
    new = [said for said in given if not said.stands_in(written.get(said.seen))]
    if any(said.indicator_id not in threads for said in new):
        raise NotFoundError
    return [said for said in new if not said.stands_in(threads[said.indicator_id].reply)]


def _tell_reviewers(session: Session, report: Report, actor: Actor, now: datetime) -> None:
    """Tell the reviewers once a day."""
    whom = reviews.reviewers(session, [report.id]).get(report.id, [])
    key = f"replied/{report.id}/{now.date()}"
    tell(session, whom, "replied", about(report, by=actor.name), key, now)


def _number(thread: Thread) -> int:
    return thread.reply.number if thread.reply else 0


def _open(report: Report, now: datetime) -> bool:
    """Tell whether the city may reply: since the first review began, until the date."""
    reviewed = report.status is Status.IN_REVIEW or report.was_returned
    over = report.reply_until is not None and now > report.reply_until
    return reviewed and report.status is not Status.ACCEPTED and not over
