"""Evidence and explanations: as they stand, as they stood, and how they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, exists, func, select

from lcassess.assessment.evidence import Evidence
from lcassess.assessment.explanation import Explanation
from lcassess.storage import chains
from lcassess.storage.tables import EvidenceRow, ExplanationRow, SubmissionRow

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.network.membership import Actor

PARTS = (
    *("indicator_id", "item", "version", "url", "digest", "file_name", "file_kind", "size"),
    *("page", "quote", "shareable", "valid_until", "removed"),
)
_ITEMS = (
    select(
        *(getattr(EvidenceRow, part) for part in PARTS),
        EvidenceRow.number,
        EvidenceRow.person_name.label("by"),
        EvidenceRow.at,
    )
    .where(EvidenceRow.assessment_id == bindparam("assessment"))
    .order_by(EvidenceRow.number, EvidenceRow.id)
)
_SAID = (
    select(
        ExplanationRow.indicator_id,
        ExplanationRow.text,
        ExplanationRow.version,
        ExplanationRow.number,
        ExplanationRow.person_name.label("by"),
        ExplanationRow.at,
    )
    .where(ExplanationRow.assessment_id == bindparam("assessment"))
    .order_by(ExplanationRow.number, ExplanationRow.id)
)


def history(session: Session, assessment_id: UUID) -> list[Evidence]:
    """List the items of evidence of a report, each as every deed left it, the first one first."""
    rows = session.connection().execute(_ITEMS, {"assessment": assessment_id})
    return [Evidence(**row) for row in rows.mappings()]


def add(
    session: Session, assessment_id: UUID, item: Evidence, actor: Actor | None, now: datetime
) -> None:
    """Write an item as it is from now on, at the end of the city's history."""
    row = {part: getattr(item, part) for part in PARTS}
    chains.extend(session, EvidenceRow, [row | _stamp(assessment_id, actor, now)])


def next_item(session: Session, assessment_id: UUID) -> int:
    """Give the number of the next item of a report."""
    last = func.max(EvidenceRow.item)
    query = select(last).where(EvidenceRow.assessment_id == assessment_id)
    return (session.scalar(query) or 0) + 1


def needed(session: Session, digest: str) -> bool:
    """Tell whether anything refers to a file: an item that stands, or what was ever handed in."""
    later = EvidenceRow.__table__.alias()
    replaced = exists().where(
        later.c.assessment_id == EvidenceRow.assessment_id,
        later.c.item == EvidenceRow.item,
        later.c.version > EvidenceRow.version,
    )
    handed_in = exists().where(
        SubmissionRow.assessment_id == EvidenceRow.assessment_id,
        SubmissionRow.head_number >= EvidenceRow.number,
    )
    standing = EvidenceRow.removed.is_(False) & ~replaced
    query = exists().where(EvidenceRow.digest == digest, standing | handed_in)
    return bool(session.scalar(select(query)))


def explanations(session: Session, assessment_id: UUID) -> list[Explanation]:
    """List the explanations in a report as every save left them, the first one first."""
    rows = session.connection().execute(_SAID, {"assessment": assessment_id})
    return [Explanation(**row) for row in rows.mappings()]


def explain(
    session: Session, assessment_id: UUID, said: Explanation, actor: Actor | None, now: datetime
) -> None:
    """Write an explanation, at the end of the city's history."""
    row = {"indicator_id": said.indicator_id, "text": said.text, "version": said.version}
    chains.extend(session, ExplanationRow, [row | _stamp(assessment_id, actor, now)])


def _stamp(assessment_id: UUID, actor: Actor | None, now: datetime) -> dict[str, Any]:
    return {
        "assessment_id": assessment_id,
        "person_id": actor.person_id if actor else None,
        "person_name": actor.name if actor else "",
        "at": now,
    }
