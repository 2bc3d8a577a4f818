"""What verifying finds, as data; commands put it into words."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lcassess.assessment.chain import Break


class Wrong(StrEnum):
    """What does not agree with a chain, beside the ways in which the chain itself breaks."""

    UNREADABLE = "unreadable"  # something that this product never writes
    NO_HEAD = "no-head"  # a city without the head of its chain
    ANSWER = "answer"  # an answer or text that is not what the last row of its history says
    FINGERPRINT = "fingerprint"  # a submission that is not what its fingerprint was made of
    PLACE = "place"  # a submission whose head is not in the chain
    SUBMISSION = "submission"  # a submission that is not what the history says of that moment
    RECEIPT_CITY = "receipt-city"  # a receipt of a city that is not known
    RECEIPT_CONTENT = "receipt-content"  # a receipt whose content has another fingerprint
    RECEIPT_PLACE = "receipt-place"  # a receipt whose head is not in the chain
    RECEIPT_SUBMISSION = "receipt-submission"  # a receipt of a submission that does not stand


class Finding(NamedTuple):
    """One fault: of which city, at which entries of its history, and what is concerned."""

    city: str
    what: Break | Wrong
    number: int = 0
    last: int = 0
    about: str = ""


class Checked(NamedTuple):
    """A city that was gone through: how many entries its history has, and what is wrong."""

    rows: int
    findings: list[Finding]
