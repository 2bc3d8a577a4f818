"""What a report holds beside its answers, as it stands or as it was frozen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.assessment import snapshot
from lcassess.assessment.attached import Attached, folded, thawed
from lcassess.services.refusals import NotFoundError
from lcassess.services.reports import submission
from lcassess.storage import evidence, groups, questions

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.network.membership import Actor
    from lcassess.services.reports import Submission


@dataclass(frozen=True, slots=True)
class Here:
    """What is attached to one answer: how much evidence, how much of it `old`, how many groups.

    `advice` is what UIL has answered there, to whichever city: questions and answers.
    """

    evidence: int = 0
    old: int = 0
    groups: int = 0
    advice: tuple[tuple[str, str], ...] = ()


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
    return of_version(sent)


def of_version(sent: Submission) -> Attached:
    """Give what was frozen with a version."""
    return thawed(snapshot.attached(sent.frozen))


def here(
    session: Session,
    actor: Actor,
    report: Report,
    indicator_ids: Collection[str],
    today: date,
) -> dict[str, Here]:
    """Count what is attached to some answers, as the person may see it, with UIL's advice."""
    own = rules.belongs(actor, report)
    rows = questions.of_page(session, report.id, indicator_ids, today)
    found = {name: Here() for name in indicator_ids}
    for row in rows:
        if row.what == "advice":
            said = (*found[row.name].advice, (row.question, row.text))
            found[row.name] = replace(found[row.name], advice=said)
        elif own and row.what == "groups":
            found[row.name] = replace(found[row.name], groups=row.many)
        elif own:
            found[row.name] = replace(found[row.name], evidence=row.many, old=row.old)
    return found if own else _counted(handed_in(session, report.id), found, today)


def shown_to(session: Session, actor: Actor, report: Report) -> Attached:
    """Read what this person may see: the city its own, others what was handed in."""
    if rules.belongs(actor, report):
        return standing(session, report.id)
    return handed_in(session, report.id)


def _counted(frozen: Attached, found: dict[str, Here], today: date) -> dict[str, Here]:
    """Count what was handed in with some answers."""
    return {
        name: replace(
            one,
            evidence=len(items := frozen.evidence_of(name)),
            old=sum(item.expired(today) for item in items),
            groups=len(frozen.breakdowns_of(name)),
        )
        for name, one in found.items()
    }
