"""The way of an invented report: its moves, in stretches, and the versions handed in on it."""

from __future__ import annotations

import zlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from lcassess.assessment import snapshot
from lcassess.assessment.status import Move, Status
from lcassess.services.invented_people import COMMISSION, REVIEWERS, reviewer_of
from lcassess.services.invented_reports import STEP
from lcassess.services.invented_reviews import RETURNED_AREAS
from lcassess.services.invented_talk import look_rows, remark_rows, reply_rows
from lcassess.services.invention import PEOPLE
from lcassess.storage import answers, demonstration

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from lcassess.assessment.sheet import AnswerSheet
    from lcassess.services.invented_reports import InventedReport

MAYOR = "Mayor"
EARLIER = timedelta(hours=2)  # before it is handed in again, it is changed

Stretch = list[tuple[Move, Status]]


class Way(NamedTuple):
    """The moves of a report: until it is handed in, opened, done with; and once more."""

    sent: Stretch
    opened: Stretch
    done: Stretch
    again: Stretch
    reopened: Stretch


def way_of(report: InventedReport) -> Way:
    """List the moves that lead from a draft to where the report is."""
    sent, opened = [(Move.SUBMIT, Status.SUBMITTED)], [(Move.OPEN, Status.IN_REVIEW)]
    if report.round.signed:
        sent = [(Move.SUBMIT, Status.SIGNING), (Move.SIGN, Status.SUBMITTED)]
        opened = [(Move.ENDORSE, Status.ENDORSED), *opened]
    back = (Move.RETURN, Status.RETURNED)
    if report.corrected:
        return Way(sent, opened, [back], sent, opened)
    end = back if report.status is Status.RETURNED else (Move.ACCEPT, Status.ACCEPTED)
    states = [Status.DRAFT, *(to for _move, to in (*sent, *opened, end))]
    left = states.index(report.status)
    begun = opened[: max(0, left - len(sent))]
    return Way(sent[:left], begun, [end] if left == len(states) - 1 else [], [], [])


def write_ways(session: Session, reports: Sequence[InventedReport], recipe: str) -> None:
    """Write what was done with many reports, stretch by stretch, at the ends of the chains."""
    once_more = [report for report in reports if report.corrected]
    demonstration.write_moves(session, _moves(reports, 0), _versions(reports, recipe, 1))
    demonstration.write_moves(session, _moves(reports, 1))
    demonstration.write_review(
        session,
        [row for report in reports for row in remark_rows(report)],
        [row for report in reports for row in reply_rows(report)],
        [row for report in reports for row in look_rows(report)],
    )
    demonstration.write_moves(session, _moves(reports, 2))
    for report in once_more:
        _correct(session, report)
    demonstration.write_moves(session, _moves(once_more, 3), _versions(once_more, recipe, 2))
    demonstration.write_moves(session, _moves(once_more, 4))


def _correct(session: Session, report: InventedReport) -> None:
    changed = [answer for answer in report.sheet.answers.values() if answer.version > 1]
    at, name = report.began + STEP * 4 - EARLIER, report.placed.city.coordinator
    answers.write(session, report.id, changed, None, at, name=name)


def _version(
    report: InventedReport, sheet: AnswerSheet, recipe: str, number: int
) -> dict[str, Any]:
    """Give the row of a version that was handed in."""
    frozen = snapshot.freeze(sheet, {}, report.beside.plain())
    mark = snapshot.fingerprint(frozen, city=report.placed.slug, round=report.round.slug)
    moves = len(way_of(report).sent) if number == 1 else 4
    return {
        "assessment_id": report.id,
        "number": number,
        "at": report.began + STEP * moves,
        "person_name": _who(report, Move.SIGN if report.round.signed else Move.SUBMIT),
        "recipe": recipe,
        "fingerprint": mark,
        "snapshot": zlib.compress(frozen),
    }


def _versions(reports: Iterable[InventedReport], recipe: str, number: int) -> list[dict[str, Any]]:
    return [
        _version(one, one.first if number == 1 else one.sheet, recipe, number)
        for one in reports
        if one.handed_in
    ]


def _moves(reports: Iterable[InventedReport], stretch: int) -> list[dict[str, Any]]:
    return [row for one in reports for row in _rows(one, stretch)]


def _rows(report: InventedReport, stretch: int) -> list[dict[str, Any]]:
    way = way_of(report)
    before = [Status.DRAFT, *(to for earlier in way[:stretch] for _move, to in earlier)]
    rows = []
    for number, (move, to) in enumerate(way[stretch], start=len(before)):
        rows.append(_row(report, move, before[-1], to, number))
        before.append(to)
    return rows


def _row(
    report: InventedReport, move: Move, before: Status, to: Status, number: int
) -> dict[str, Any]:
    return {
        "assessment_id": report.id,
        "move": move.value,
        "from_status": before.value,
        "to_status": to.value,
        "person_name": _who(report, move),
        "at": report.began + STEP * number,
        "function": MAYOR if move is Move.SIGN else "",
        "areas": RETURNED_AREAS if move is Move.RETURN else None,
    }


def _who(report: InventedReport, move: Move) -> str:
    city = report.placed.city
    if move is Move.SUBMIT:
        return city.coordinator
    if move is Move.SIGN:
        return PEOPLE[(city.number + 6) % len(PEOPLE)]
    return COMMISSION if move is Move.ENDORSE else REVIEWERS[reviewer_of(city)].name
