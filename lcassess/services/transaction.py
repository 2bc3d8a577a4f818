"""One deed, one transaction, one line of log."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from lcassess.services import logbook
from lcassess.storage.engine import begin_write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from lcassess.network.membership import Actor


@contextmanager
def deed(
    session: Session, name: str, actor: Actor | None = None, **about: object
) -> Iterator[dict[str, object]]:
    """Do all of it or nothing: commits at the end, rolls back on any exception.

    Either is logged with what it is `about`: ids and slugs, never what somebody wrote. What
    becomes known on the way is added to the dictionary that this gives.
    """
    known = {"deed": name, **about}
    try:
        begin_write(session)
        yield known
        session.commit()
    except BaseException as fault:
        session.rollback()
        logbook.not_done(known, actor, fault)
        raise
    logbook.done(known, actor)
