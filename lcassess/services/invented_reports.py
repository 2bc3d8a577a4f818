"""The reports of invented cities, as rows to be written many at once."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from lcassess.assessment import snapshot
from lcassess.assessment.sheet import AnswerSheet
from lcassess.assessment.status import Move, Status
from lcassess.scoring.packing import pack_all
from lcassess.scoring.recipe import Recipe
from lcassess.scoring.scores import score_sheets
from lcassess.services.invented_answers import invented_answers
from lcassess.services.invented_rounds import OPEN, noon
from lcassess.services.rebuilding import settled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lcassess.assessment.sheet import Answer
    from lcassess.framework.model import Framework
    from lcassess.services.invented_members import PlacedCity
    from lcassess.services.invented_rounds import DemoRound
    from lcassess.storage.demonstration import Rows

NAMESPACE = UUID("6f2c1e0a-6a51-5c0e-9f5e-1c7a55e55000")
STEP = timedelta(days=5)
TIME_TO_CORRECT = timedelta(days=30)
RETURNED_AREAS = "2.3 3.1"
MOST_BLANKS = 0.15


@dataclass(frozen=True, slots=True)
class InventedReport:
    """What an invented city says in a round, and how far it is there."""

    id: UUID
    placed: PlacedCity
    round: DemoRound
    status: Status
    sheet: AnswerSheet
    began: datetime

    @property
    def handed_in(self) -> bool:
        """Tell whether a version is with UIL."""
        return self.status not in {Status.DRAFT, Status.SIGNING}

    @property
    def written(self) -> tuple[UUID, list[Answer], str, datetime]:
        """Give the answers with who wrote them, and when."""
        found = list(self.sheet.answers.values())
        return self.id, found, self.placed.city.coordinator, self.began


def invented_report(
    framework: Framework, placed: PlacedCity, found: DemoRound, status: Status, seed: int
) -> InventedReport:
    """Invent a report; only those of the open round have large gaps."""
    city = placed.city
    blanks = city.blanks if found is OPEN else min(city.blanks, MOST_BLANKS)
    return InventedReport(
        uuid5(NAMESPACE, f"{seed}/{city.number}/{found.slug}"),
        placed,
        found,
        status,
        AnswerSheet.of(invented_answers(framework, city, found.year, seed, blanks=blanks)),
        noon(found.opens) + timedelta(days=3 + city.number % 20, hours=city.number % 9),
    )


def add_reports(
    rows: Rows, framework: Framework, reports: Sequence[InventedReport], round_ids: dict[str, int]
) -> None:
    """Add the rows of some reports, scored together."""
    sent = [report for report in reports if report.handed_in]
    profiles = pack_all(score_sheets(framework, [report.sheet for report in sent]))
    packed = dict(zip((report.id for report in sent), profiles, strict=True))
    recipe = Recipe.of(framework).fingerprint
    for report in reports:
        rows.assessments.append(_assessment(framework, report, round_ids[report.round.slug]))
        rows.moves.extend(_moves(report))
        rows.scores.append(_score(framework, report, packed.get(report.id), recipe))
    rows.submissions.extend(_submission(report, recipe) for report in sent)


def _assessment(framework: Framework, report: InventedReport, round_id: int) -> dict[str, Any]:
    returned = report.status is Status.RETURNED
    return {
        "id": report.id,
        "city_id": report.placed.id,
        "round_id": round_id,
        "edition": framework.edition,
        "status": report.status.value,
        "was_returned": returned,
        "boundary": "municipality",
        "created_at": report.began,
        "returned_areas": RETURNED_AREAS if returned else "",
        "due_at": noon(report.round.closes) + TIME_TO_CORRECT if returned else None,
    }


def _score(
    framework: Framework, report: InventedReport, profile: bytes | None, recipe: str
) -> dict[str, Any]:
    return {
        "assessment_id": report.id,
        "settled": settled(framework, report.sheet),
        "recipe": recipe if profile else "",
        "profile": profile,
    }


def _submission(report: InventedReport, recipe: str) -> dict[str, Any]:
    frozen = snapshot.freeze(report.sheet, {})
    mark = snapshot.fingerprint(frozen, city=report.placed.slug, round=report.round.slug)
    return {
        "assessment_id": report.id,
        "number": 1,
        "at": report.began + STEP * (2 if report.round.signed else 1),
        "person_name": report.placed.city.coordinator,
        "recipe": recipe,
        "fingerprint": mark,
        "snapshot": zlib.compress(frozen),
    }


def _moves(report: InventedReport) -> Iterator[dict[str, Any]]:
    before, at = Status.DRAFT, report.began
    for move, to in _way(report):
        at += STEP
        yield {
            "assessment_id": report.id,
            "move": move.value,
            "from_status": before.value,
            "to_status": to.value,
            "at": at,
        }
        before = to


def _way(report: InventedReport) -> list[tuple[Move, Status]]:
    """List the moves that lead from a draft to where the report is."""
    way = [(Move.SUBMIT, Status.SIGNING), (Move.SIGN, Status.SUBMITTED)]
    way += [(Move.ENDORSE, Status.ENDORSED)]
    if not report.round.signed:
        way = [(Move.SUBMIT, Status.SUBMITTED)]
    returned = report.status is Status.RETURNED
    way += [(Move.OPEN, Status.IN_REVIEW)]
    way += [(Move.RETURN, Status.RETURNED) if returned else (Move.ACCEPT, Status.ACCEPTED)]
    reached = [Status.DRAFT, *(to for _move, to in way)].index(report.status)
    return way[:reached]
