"""Limits on guessing: at most so many tries an hour, for an account and for an address."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from lcassess.accounts.tables import TryRow
from lcassess.storage.engine import begin_write

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

WINDOW = timedelta(hours=1)
PER_ACCOUNT = 10
PER_ADDRESS = 100  # a whole town hall may share one address


class TooManyTries(Exception):  # noqa: N818  # it says what happened
    """Nothing was tried; it may be again at the time `again_at` (UTC)."""

    def __init__(self, again_at: datetime) -> None:
        super().__init__(again_at)
        self.again_at = again_at


def count(session: Session, deed: str, email: str, address: str, now: datetime) -> list[int]:
    """Count one try for an account and for an address, or raise TooManyTries.

    The try is written before it is counted, so that many at once cannot all find room. Commits.
    Gives the rows to hand to `forgive` if the try turns out to be right.
    """
    begin_write(session)
    session.execute(delete(TryRow).where(TryRow.at <= now - WINDOW))
    limits = {
        _key(f"{deed} {email.strip().lower()}"): PER_ACCOUNT,
        _key(f"{deed} from {address}"): PER_ADDRESS,
    }
    written = [_write(session, key, now) for key in limits]
    session.commit()
    full = [room for key, most in limits.items() if (room := _room_at(session, key, most))]
    if full:
        begin_write(session)
        forgive(session, written)
        session.commit()
        raise TooManyTries(max(full))
    return written


def forgive(session: Session, written: list[int]) -> None:
    """Take a try back that was right, or that was not made; does not commit."""
    session.execute(delete(TryRow).where(TryRow.id.in_(written)))


def _write(session: Session, key: bytes, now: datetime) -> int:
    return session.execute(
        insert(TryRow).values(key_hash=key, at=now).returning(TryRow.id)
    ).scalar_one()


def _room_at(session: Session, key: bytes, most: int) -> datetime | None:
    """Say when there is room again: None where the try just written is within the limit.

    A try beyond it is taken back, so refused tries do not keep anybody out for longer.
    """
    newest_first = select(TryRow.at).where(TryRow.key_hash == key).order_by(TryRow.at.desc())
    last_that_counts = session.scalar(newest_first.offset(most).limit(1))
    return last_that_counts and last_that_counts + WINDOW


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
