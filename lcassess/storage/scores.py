"""The table of scores: read for many cities at once, written with each save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from lcassess.storage.tables import ScoreRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

_SETTLED = select(ScoreRow.settled).where(ScoreRow.assessment_id == bindparam("assessment"))
_SET_SETTLED = update(ScoreRow).where(ScoreRow.assessment_id == bindparam("assessment"))


def settled(session: Session, assessment_id: UUID) -> bytes | None:
    """Give how many questions are settled, one byte a focus area."""
    return session.connection().scalar(_SETTLED, {"assessment": assessment_id})


def add_many(session: Session, assessment_ids: Sequence[UUID], settled: bytes) -> None:
    """Begin the rows of some assessments, which all have the same counts."""
    if assessment_ids:
        rows = [{"assessment_id": one, "settled": settled} for one in assessment_ids]
        session.execute(insert(ScoreRow), rows)


def set_settled(session: Session, assessment_id: UUID, settled: bytes) -> None:
    """Keep how many questions are settled."""
    session.connection().execute(_SET_SETTLED, {"assessment": assessment_id, "settled": settled})


def set_profile(
    session: Session, assessment_id: UUID, profile: bytes | None, recipe: str = ""
) -> None:
    """Keep the packed profile of what was handed in, or none after a withdrawal."""
    session.execute(
        update(ScoreRow)
        .where(ScoreRow.assessment_id == assessment_id)
        .values(profile=profile, recipe=recipe)
    )


def replace(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Write the rows of some assessments anew."""
    ids = [row["assessment_id"] for row in rows]
    session.execute(delete(ScoreRow).where(ScoreRow.assessment_id.in_(ids)))
    if rows:
        session.execute(insert(ScoreRow), rows)
