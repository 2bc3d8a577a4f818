"""The versions of a report that were handed in: every one stays readable, with what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.assessment.changes import changed_answers, changed_texts
from lcassess.assessment.status import Move
from lcassess.framework import catalogue
from lcassess.services.looking import note_look
from lcassess.services.moving import signed_as
from lcassess.services.refusals import NotFoundError
from lcassess.services.reports import read, visible_report
from lcassess.services.settlement import of_accepted
from lcassess.storage import assessments

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from typing import Any
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.assessment.sheet import Answer
    from lcassess.framework.model import Framework
    from lcassess.network.membership import Actor
    from lcassess.services.reports import Submission


@dataclass(frozen=True, slots=True)
class Version:
    """A version that was handed in, and what read otherwise in the version before it.

    `function` is what it was signed as, if it was; `accepted_at` and `withdrawn_at` when.
    """

    sent: Submission
    function: str
    accepted_at: datetime | None
    withdrawn_at: datetime | None
    earlier: Mapping[str, Answer]
    earlier_texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of a report, the last one first."""

    report: Report
    framework: Framework
    versions: tuple[Version, ...]
    own: bool


def open_versions(session: Session, actor: Actor, assessment_id: UUID, now: datetime) -> Versions:
    """Open every version of a report; those that the city took back only it can see."""
    report = visible_report(session, actor, assessment_id)
    note_look(session, actor, report, "versions", now)
    framework, own = catalogue.load(report.round.edition), rules.belongs(actor, report)
    rows = [r for r in assessments.versions(session, assessment_id) if own or not r.withdrawn_at]
    moves = assessments.moves(session, assessment_id)
    found: list[Version] = []
    before: Submission | None = None
    for row in rows:
        accepted_at = _accepted_at(rows, row, moves)
        sent = _read(session, row, accepted=accepted_at is not None)
        about = sent, signed_as(moves, row.head_number), accepted_at, row.withdrawn_at
        found.append(Version(*about, *_earlier(framework, sent, before)))
        before = before if row.withdrawn_at else sent
    return Versions(report, framework, tuple(reversed(found)), own=own)


def open_version(
    session: Session, actor: Actor, assessment_id: UUID, number: int, now: datetime
) -> tuple[Versions, Version]:
    """Open one version to be read in full."""
    found = open_versions(session, actor, assessment_id, now)
    for version in found.versions:
        if version.sent.number == number:
            return found, version
    raise NotFoundError


def _read(session: Session, row: Row[*tuple[Any, ...]], *, accepted: bool) -> Submission:
    settled = of_accepted(session, {row.assessment_id: row.head_number}) if accepted else {}
    return read(row, settled.get(row.assessment_id))


def _earlier(
    framework: Framework, sent: Submission, before: Submission | None
) -> tuple[dict[str, Answer], dict[str, str]]:
    if before is None:
        return {}, {}
    answers = changed_answers(framework.indicators, sent.sheet, before.sheet)
    return answers, changed_texts(sent.texts, before.texts)


def _accepted_at(
    rows: Sequence[Row[*tuple[Any, ...]]],
    row: Row[*tuple[Any, ...]],
    moves: Iterable[Row[*tuple[Any, ...]]],
) -> datetime | None:
    """Find when a version was accepted: after it was handed in, and before the next one was."""
    later = [r.head_number for r in rows if r.number > row.number and not r.withdrawn_at]
    found: list[datetime] = [
        move.at
        for move in moves
        if move.move == Move.ACCEPT.value
        and row.head_number < move.number < min(later, default=move.number + 1)
    ]
    return found[0] if found and not row.withdrawn_at else None
