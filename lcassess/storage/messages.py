"""Messages that wait to be sent, and what came of sending them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update

from lcassess.storage.engine import insert_new
from lcassess.storage.tables import MessageRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

LEFT = "lcassess messages were left"


def put(session: Session, rows: Sequence[dict[str, Any]]) -> int:
    """Keep messages until they are sent, but none whose key stands already; count the new ones."""
    if not rows:
        return 0
    new = insert_new(session, MessageRow).returning(MessageRow.id)
    written = session.scalars(new, [row | {"due_at": row["at"]} for row in rows]).all()
    session.info[LEFT] = True
    return len(written)


def were_left(session: Session) -> bool:
    """Tell whether messages were left in this session, and forget it."""
    return bool(session.info.pop(LEFT, False))


def next_due(session: Session, now: datetime, most: int) -> Row[*tuple[Any, ...]] | None:
    """Find the first message whose turn it is, but none that another sender is about to take.

    After the `most`th try a message is not tried again.
    """
    waiting = (
        select(
            MessageRow.id,
            MessageRow.kind,
            MessageRow.email,
            MessageRow.language,
            MessageRow.facts,
            MessageRow.tries,
        )
        .where(MessageRow.sent_at.is_(None), MessageRow.due_at <= now, MessageRow.tries < most)
        .order_by(MessageRow.due_at, MessageRow.id)
        .limit(1)
    )
    return session.execute(waiting.with_for_update(skip_locked=True)).one_or_none()


def change(session: Session, message_id: int, **values: Any) -> None:
    """Change single columns of a message."""
    session.execute(update(MessageRow).where(MessageRow.id == message_id).values(**values))


def unsent(session: Session) -> int:
    """Count the messages that are not sent, those that are not tried any more among them."""
    query = select(func.count()).select_from(MessageRow).where(MessageRow.sent_at.is_(None))
    return session.scalar(query) or 0
