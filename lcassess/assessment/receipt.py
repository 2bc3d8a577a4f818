"""The receipt of a version that was handed in, as a file: enough to check everything it says."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from lcassess.assessment.chain import Head
from lcassess.assessment.snapshot import fingerprint
from lcassess.network.slugs import is_slug

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from lcassess.assessment.report import Report

LARGEST = 4 * 1024 * 1024
"""Bytes: a receipt is some tens of thousands; a file with more is none."""


class NoReceiptError(ValueError):
    """A file that is no receipt."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt vouches for: a city's version in a round, and the chain up to its head."""

    city: str
    round: str
    number: int
    fingerprint: str
    content: str
    head: Head

    @property
    def true(self) -> bool:
        """Tell whether the fingerprint is that of the content."""
        made = fingerprint(self.content.encode(), city=self.city, round=self.round)
        return made == self.fingerprint


def write(  # what was handed in, when, by whom, signed as what
    report: Report,
    receipt: Receipt,
    at: datetime,
    by: str,
    function: str,
    counts: Mapping[str, int],
    target: BinaryIO,
) -> None:
    """Write a receipt as JSON, with what a reader wants to know beside what can be checked."""
    document = {
        "city": receipt.city,
        "name": report.city.name,
        "fictional": report.city.fictional,
        "round": receipt.round,
        "edition": report.round.edition,
        "submission": receipt.number,
        "at": at.isoformat(),
        "by": by,
        "function": function,
        "fingerprint": receipt.fingerprint,
        "chain": receipt.head._asdict(),
        "counts": dict(counts),
        "content": receipt.content,
    }
    target.write(json.dumps(document, ensure_ascii=False, indent=1).encode())


def read(text: bytes) -> Receipt:
    """Read a receipt back; raises NoReceiptError for anything else."""
    try:
        given = json.loads(text)
        chain = given["chain"]
        return Receipt(
            _slug(given["city"]),
            _slug(given["round"]),
            _number(given["submission"]),
            _text(given["fingerprint"]),
            _text(given["content"]),
            Head(_number(chain["number"]), _text(chain["hash"])),
        )
    except (ValueError, TypeError, KeyError, RecursionError) as fault:
        raise NoReceiptError from fault


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode()  # half a surrogate pair is no text
    return value


def _slug(value: object) -> str:
    slug = _text(value)
    if not is_slug(slug):
        raise ValueError
    return slug


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value
