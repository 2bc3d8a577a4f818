"""The chain of a city's history: each row's hash holds that of the row before it.

Who changes, cuts out or swaps a row breaks every hash after it, so that one number and one hash,
noted anywhere outside, vouch for everything up to them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

START = "0" * 64


class Head(NamedTuple):
    """The end of a city's chain: how many rows it has, and the hash of the last one."""

    number: int = 0
    hash: str = START


class Link(NamedTuple):
    """A row of a table at its place in a chain: what stands in it, and the head that it made."""

    table: str
    row: Mapping[str, Any]
    head: Head


class Break(StrEnum):
    """How a chain does not hold."""

    CHANGED = "changed"  # a row, or the hash of the row before it
    MISSING = "missing"  # rows between others
    REPEATED = "repeated"  # a number that an earlier row has
    CUT = "cut"  # rows at the end
    BEYOND = "beyond"  # a row after the end
    HEAD = "head"  # the hash at the end is not that of the last row


class Fault(NamedTuple):
    """A place where a chain does not hold, from one number to another."""

    what: Break
    number: int
    last: int


def follow(head: Head, table: str, row: Mapping[str, Any]) -> Head:
    """Give the head of the chain once a row of a table is added to it.

    What counts is every column with something in it: an empty one that a later version adds to
    the table changes no hash.
    """
    kept = {name: _plain(value) for name, value in row.items() if value is not None}
    text = json.dumps([head.hash, table, kept], ensure_ascii=False, sort_keys=True)
    return Head(head.number + 1, hashlib.sha256(text.encode()).hexdigest())


def faults(head: Head, links: Iterable[Link]) -> Iterator[Fault]:
    """Find every place where a chain with this head does not hold; links come by their number."""
    reached = Head()
    for link in links:
        number = link.head.number
        if number <= reached.number:
            yield Fault(Break.REPEATED, number, number)
        elif number > head.number:
            yield Fault(Break.BEYOND, number, number)
        else:
            yield from _between(reached, link)
            reached = link.head
    yield from _at_the_end(reached, head)


def _between(reached: Head, link: Link) -> Iterator[Fault]:
    number = link.head.number
    if number > reached.number + 1:
        yield Fault(Break.MISSING, reached.number + 1, number - 1)
    elif follow(reached, link.table, link.row) != link.head:
        yield Fault(Break.CHANGED, number, number)


def _at_the_end(reached: Head, head: Head) -> Iterator[Fault]:
    if reached.number < head.number:
        yield Fault(Break.CUT, reached.number + 1, head.number)
    elif reached != head:
        yield Fault(Break.HEAD, head.number, head.number)


def _plain(value: Any) -> Any:
    """Write a column as what is the same whichever database it was read from."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if isinstance(value, int | str | dict | list | tuple) else str(value)
