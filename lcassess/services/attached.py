"""What a report holds beside its answers, as it stands or as it was frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.assessment import snapshot
from lcassess.assessment.attached import Attached, folded, thawed
from lcassess.services.refusals import NotFoundError
from lcassess.services.reports import submission
from lcassess.storage import evidence, groups

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.network.membership import Actor


def standing(session: Session, assessment_id: UUID, until: int | None = None) -> Attached:
    """Read everything beside the answers as it stands, or stood after a row of the history."""
    return folded(
        evidence.history(session, assessment_id),
        evidence.explanations(session, assessment_id),
        groups.breakdowns(session, assessment_id),
        groups.groups(session, assessment_id),
        until,
    )


def handed_in(session: Session, assessment_id: UUID) -> Attached:
    """Read what was frozen with the version last handed in and not withdrawn."""
    sent = submission(session, assessment_id)
    if sent is None:
        raise NotFoundError
    return thawed(snapshot.attached(sent.frozen))


def shown_to(session: Session, actor: Actor, report: Report) -> Attached:
    """Read what this person may see: the city its own, others what was handed in."""
    if rules.belongs(actor, report):
        return standing(session, report.id)
    return handed_in(session, report.id)
