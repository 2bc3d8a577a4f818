"""Bringing answers of an earlier round that were kept elsewhere, as a version handed in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lcassess.assessment.sheet import Answer, Text
from lcassess.assessment.status import Move, Status
from lcassess.framework import catalogue
from lcassess.services.administering import enrol
from lcassess.services.import_table import IMPORT, Fault, Given, Wrong, read_rows
from lcassess.services.rebuilding import settled
from lcassess.services.refusals import NotFoundError, NotNowError, RefusedError
from lcassess.services.reports import sheet_as_it_stands
from lcassess.services.submitting import hand_in
from lcassess.services.table_reading import read_table
from lcassess.services.transaction import deed
from lcassess.storage import answers, assessments, cities, imports, rounds, scores

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.network.membership import Round

MOST_ROWS = 100_000
LONGEST_CELL = 20_000


class FaultyTableError(RefusedError):
    """A table with faults, of which nothing was written."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep what is wrong, row by row."""
        super().__init__(len(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Imported:
    """How many reports have a new version, and how many stand already as the file says."""

    new: int
    unchanged: int


def import_answers(
    session: Session, data: bytes, file: str, round_slug: str, now: datetime
) -> Imported:
    """Write the answers of a file into the reports of a closed round and hand them in; or nothing.

    Raises FaultyTableError, UnreadableError, NotFoundError for the round, and NotNowError while it
    is open. The same file a second time changes nothing.
    """
    with deed(session, "import-answers", round=round_slug):
        found = rounds.find(session, round_slug)
        if found is None:
            raise NotFoundError
        if now <= found.closes_at:
            raise NotNowError
        table = read_table(data, MOST_ROWS, LONGEST_CELL)
        framework = catalogue.load(found.edition)
        given, faults = read_rows(table, framework, found.closes_at.year)
        by_city, unknown = _by_city(session, given)
        faults += unknown
        reports = _reports(session, found, by_city, now)
        faults += [
            Fault(by_city[report.city.id][0].row, Wrong.WRITTEN, report.city.slug)
            for report in reports
            if not _is_ours(session, report)
        ]
        if faults:
            raise FaultyTableError(sorted(faults, key=lambda fault: fault.row))
        source = file, hashlib.sha256(data).hexdigest()
        new = sum(_bring(session, r, by_city[r.city.id], source, now) for r in reports)
    return Imported(new, len(reports) - new)


def _by_city(
    session: Session, given: Iterable[Given]
) -> tuple[dict[int, list[Given]], list[Fault]]:
    """Put rows together by city, named by slug or by a name that only one city has."""
    ids: dict[str, list[int]] = {}
    found: dict[int, list[Given]] = {}
    faults = []
    for one in given:
        if one.city not in ids:
            ids[one.city] = cities.ids_called(session, one.city) if one.city else []
        if len(ids[one.city]) == 1:
            found.setdefault(ids[one.city][0], []).append(one)
        else:
            faults.append(Fault(one.row, Wrong.UNKNOWN_CITY, one.city))
    return found, faults


def _reports(
    session: Session, found: Round, by_city: Mapping[int, object], now: datetime
) -> list[Report]:
    """Find the reports of some cities in a round, and open those that are not there."""
    there = {r.city.id for r in assessments.of_cities(session, by_city) if r.round.id == found.id}
    for city_id in by_city:
        if city_id not in there:
            enrol(session, found, city_id, now)
    return [r for r in assessments.of_cities(session, by_city) if r.round.id == found.id]


def _is_ours(session: Session, report: Report) -> bool:
    """Tell whether nothing but imports has ever written a report."""
    last = max((file.number for file in imports.of_report(session, report.id)), default=0)
    if report.status is not (Status.SUBMITTED if last else Status.DRAFT):
        return False
    return not answers.written_after(session, report.id, last)


def _bring(
    session: Session, report: Report, given: Sequence[Given], source: tuple[str, str], now: datetime
) -> bool:
    """Write what a file says otherwise than what stands, and hand it in; tell whether it did."""
    found = answers.of(session, report.id)
    texts = answers.texts_of(session, report.id)
    news = [one for one in given if _is_news(one.said, found, texts)]
    if not news:
        return False
    for by, at in dict.fromkeys((one.by, one.at or now) for one in news):
        said = [one.said for one in news if (one.by, one.at or now) == (by, at)]
        new = [_next(one, found) for one in said if isinstance(one, Answer)]
        answers.write(session, report.id, new, None, at, name=by)
        written = [_next_text(one, texts) for one in said if isinstance(one, Text)]
        answers.write_texts(session, report.id, written, None, at, name=by)
    _hand_in(session, report, source, now)
    return True


def _is_news(said: Answer | Text, found: Mapping[str, Answer], texts: Mapping[str, Text]) -> bool:
    if isinstance(said, Text):
        return said.value != texts.get(said.name, Text(said.name)).value
    standing = found.get(said.indicator_id) or Answer(said.indicator_id)
    return replace(said, version=0) != replace(standing, version=0)


def _next(said: Answer, found: Mapping[str, Answer]) -> Answer:
    standing = found.get(said.indicator_id)
    return replace(said, version=standing.version + 1 if standing else 1)


def _next_text(said: Text, found: Mapping[str, Text]) -> Text:
    standing = found.get(said.name)
    return replace(said, version=standing.version + 1 if standing else 1)


def _hand_in(session: Session, report: Report, source: tuple[str, str], now: datetime) -> None:
    """Freeze what stands now, and keep its counts and scores."""
    head = imports.note(session, report.id, *source, now)
    if report.status is Status.DRAFT:
        head = assessments.move(session, report, Move.SUBMIT, Status.SUBMITTED, None, now, IMPORT)
    sheet, texts = sheet_as_it_stands(session, report.id)
    hand_in(session, None, report, sheet, texts, head, now)
    framework = catalogue.load(report.round.edition)
    scores.set_settled(session, report.id, settled(framework, sheet))
