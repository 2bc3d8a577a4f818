"""Files from which answers of earlier rounds were brought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from lcassess.storage import chains
from lcassess.storage.tables import ImportRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from lcassess.assessment.chain import Head


def note(session: Session, assessment_id: UUID, file: str, fingerprint: str, now: datetime) -> Head:
    """Write into the history of a city that answers came from a file; give its city's head."""
    row = {"assessment_id": assessment_id, "file": file, "fingerprint": fingerprint, "at": now}
    return chains.extend(session, ImportRow, [row])[assessment_id]


def of_report(session: Session, assessment_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """List the files of a report, the first one first: name, when, number in the chain."""
    query = (
        select(ImportRow.file, ImportRow.at, ImportRow.number)
        .where(ImportRow.assessment_id == assessment_id)
        .order_by(ImportRow.number)
    )
    return session.execute(query).all()
