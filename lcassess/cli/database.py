"""What commands say when the database cannot be used, and how long work shows that it goes on."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from lcassess.extensions import db

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy.orm import Session

Item = TypeVar("Item")


@contextmanager
def database() -> Iterator[Session]:
    """Hand out the database session, and turn a database that is not ready into a sentence."""
    try:
        yield db.session
    except (OperationalError, ProgrammingError) as fault:
        message = f"The database cannot be used: {fault.orig}. If it is new, run: flask db upgrade"
        raise click.ClickException(message) from fault


def progress(label: str) -> Callable[[Sequence[Item]], Iterable[Item]]:
    """Show on a terminal how far the work is; in a pipe say nothing."""

    def shown(items: Sequence[Item]) -> Iterable[Item]:
        hidden = not sys.stderr.isatty()
        with click.progressbar(items, label=label, file=sys.stderr, hidden=hidden) as bar:
            yield from bar

    return shown
