"""Rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from lcassess.network.membership import Round
from lcassess.storage.tables import RoundRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_ROUND = (
    RoundRow.id,
    RoundRow.slug,
    RoundRow.name,
    RoundRow.edition,
    RoundRow.opens_at,
    RoundRow.closes_at,
    RoundRow.asks_signature,
    RoundRow.asks_endorsement,
    RoundRow.time_zone,
)


def find(session: Session, slug: str) -> Round | None:
    """Find a round by its slug."""
    row = session.execute(select(*_ROUND).where(RoundRow.slug == slug)).one_or_none()
    return Round(*row) if row else None


def everything(session: Session) -> list[Round]:
    """List all rounds, the one that closes last first."""
    query = select(*_ROUND).order_by(RoundRow.closes_at.desc(), RoundRow.slug)
    return [Round(*row) for row in session.execute(query)]


def add(session: Session, **columns: Any) -> int:
    """Add a round."""
    return session.execute(insert(RoundRow).values(**columns).returning(RoundRow.id)).scalar_one()


def change(session: Session, round_id: int, **values: Any) -> None:
    """Change single columns of a round."""
    session.execute(update(RoundRow).where(RoundRow.id == round_id).values(**values))
