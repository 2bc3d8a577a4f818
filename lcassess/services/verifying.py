"""Verifying: does the history stand as it was written, and does everything else agree with it?"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

from lcassess.assessment import snapshot
from lcassess.assessment.chain import Head, faults
from lcassess.assessment.sheet import AnswerSheet
from lcassess.services import attached
from lcassess.services.findings import Checked, Finding, Wrong
from lcassess.storage import answers, assessments, chains, cities
from lcassess.storage.engine import begin_reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from lcassess.assessment.chain import Link
    from lcassess.assessment.receipt import Receipt
    from lcassess.assessment.report import Report
    from lcassess.assessment.sheet import Answer, Text
    from lcassess.network.membership import City


UNREADABLE = (ValueError, KeyError, TypeError, ArithmeticError)


def verify(
    session: Session, progress: Callable[[Sequence[City]], Iterable[City]]
) -> Iterator[Checked]:
    """Go through all cities, one after the other, as they stand at one moment."""
    begin_reading(session)
    yield from walk(session, progress)


def walk(
    session: Session, progress: Callable[[Sequence[City]], Iterable[City]]
) -> Iterator[Checked]:
    """Go through all cities inside a transaction that others began."""
    for city in progress(cities.everything(session)):
        yield _checked(session, city)


def check_receipt(session: Session, receipt: Receipt) -> list[Finding]:
    """Compare a receipt with what stands: its content, its place in the chain, its submission."""
    city = cities.find(session, receipt.city)
    if city is None:
        return [Finding(receipt.city, Wrong.RECEIPT_CITY)]
    heads = {link.head for link in chains.links_of(session, city.id)}
    sent = {
        (row.round_slug, row.number, row.fingerprint, row.head_number, row.head_hash)
        for row in assessments.submissions_of(session, city.id)
    }
    claimed = (receipt.round, receipt.number, receipt.fingerprint, *receipt.head)
    about = _named(receipt.round, receipt.number)
    wrong = {
        Wrong.RECEIPT_CONTENT: not receipt.true,
        Wrong.RECEIPT_PLACE: receipt.head not in heads,
        Wrong.RECEIPT_SUBMISSION: claimed not in sent,
    }
    number = receipt.head.number
    return [Finding(city.slug, what, number, number, about) for what, so in wrong.items() if so]


def _checked(session: Session, city: City) -> Checked:
    links: list[Link] = []
    found: list[Finding] = []
    try:
        links = chains.links_of(session, city.id)
        last = max((link.head for link in links), default=Head())
        found += _chain(city, links, chains.head_of(session, city.id), last)
        found += _standing(session, city, last)
        found += _submissions(session, city, {Head(), *(link.head for link in links)})
    except UNREADABLE:
        found.append(Finding(city.slug, Wrong.UNREADABLE))
    return Checked(len(links), found)


def _chain(city: City, links: Iterable[Link], head: Head | None, last: Head) -> Iterator[Finding]:
    if head is None:
        yield Finding(city.slug, Wrong.NO_HEAD)
    for fault in faults(head or last, links):
        yield Finding(city.slug, *fault)


def _standing(session: Session, city: City, last: Head) -> Iterator[Finding]:
    """Compare the answers and texts that stand with the last rows of their history."""
    for report in assessments.of_cities(session, [city.id]):
        given, texts = answers.sheet_at(session, report.id, last.number)
        pairs = (
            (_whole(given), _whole(answers.of(session, report.id))),
            (_whole(texts), _whole(answers.texts_of(session, report.id))),
        )
        for then, now in pairs:
            yield from _differing(city, report, then, now)


def _differing(
    city: City, report: Report, then: Mapping[str, Any], now: Mapping[str, Any]
) -> Iterator[Finding]:
    for name in sorted(then.keys() | now.keys()):
        if then.get(name) != now.get(name):
            yield Finding(city.slug, Wrong.ANSWER, about=f"{report.round.slug}/{name}")


def _whole(found: Mapping[str, Answer] | Mapping[str, Text]) -> dict[str, tuple[Any, ...]]:
    """Add who and when, which do not count where answers are compared."""
    return {name: (one, one.by, one.at) for name, one in found.items()}


def _submissions(session: Session, city: City, heads: set[Head]) -> Iterator[Finding]:
    for row in assessments.submissions_of(session, city.id):
        about = _named(row.round_slug, row.number)
        place = row.head_number
        for what in _wrong(session, city, row, heads):
            yield Finding(city.slug, what, place, place, about)


def _wrong(
    session: Session, city: City, row: Row[*tuple[Any, ...]], heads: set[Head]
) -> Iterator[Wrong]:
    frozen = _unpacked(row.snapshot)
    if snapshot.fingerprint(frozen, city=city.slug, round=row.round_slug) != row.fingerprint:
        yield Wrong.FINGERPRINT
    if Head(row.head_number, row.head_hash) not in heads:
        yield Wrong.PLACE
    given, texts = answers.sheet_at(session, row.assessment_id, row.head_number)
    values = {name: text.value for name, text in texts.items()}
    beside = attached.standing(session, row.assessment_id, row.head_number).plain()
    if snapshot.freeze(AnswerSheet(given), values, beside) != frozen:
        yield Wrong.SUBMISSION


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompress(packed)
    except zlib.error:
        return b""


def _named(round_slug: str, number: int) -> str:
    return f"{round_slug}/{number}"
