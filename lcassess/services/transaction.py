"""One deed, one transaction."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from lcassess.storage.engine import begin_write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session


@contextmanager
def deed(session: Session) -> Iterator[None]:
    """Do all of it or nothing: commits at the end, rolls back on any exception."""
    begin_write(session)
    try:
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
