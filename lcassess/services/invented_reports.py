"""The reports of invented cities, as rows to be written many at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from lcassess.assessment.sheet import AnswerSheet
from lcassess.assessment.status import Status
from lcassess.scoring.packing import pack_all
from lcassess.scoring.recipe import Recipe
from lcassess.scoring.scores import score_sheets
from lcassess.services.invented_answers import invented_answers
from lcassess.services.invented_beside import beside
from lcassess.services.invented_reviews import (
    NO_REVIEW,
    RETURNED_AREAS,
    InventedReview,
    corrected_sheet,
    earlier_sheet,
    invented_review,
)
from lcassess.services.invented_rounds import OPEN, noon
from lcassess.services.invention import SENT
from lcassess.services.rebuilding import settled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lcassess.assessment.attached import Attached
    from lcassess.assessment.sheet import Answer
    from lcassess.framework.model import Framework
    from lcassess.services.invented_members import PlacedCity
    from lcassess.services.invented_rounds import DemoRound
    from lcassess.storage.demonstration import Rows

NAMESPACE = UUID("6f2c1e0a-6a51-5c0e-9f5e-1c7a55e55000")
STEP = timedelta(days=5)
TIME_TO_CORRECT = timedelta(days=30)
TIME_TO_REPLY = timedelta(days=60)  # before the round closes
MOST_BLANKS = 0.15
TWICE = 7  # of those in review, they are read for the second time


@dataclass(frozen=True, slots=True)
class InventedReport:
    """What an invented city says in a round, and how far it is there.

    `first` is what it handed in first, `sheet` what stands now.
    """

    id: UUID
    placed: PlacedCity
    round: DemoRound
    status: Status
    sheet: AnswerSheet
    began: datetime
    first: AnswerSheet
    review: InventedReview = NO_REVIEW

    @property
    def handed_in(self) -> bool:
        """Tell whether a version is with UIL."""
        return self.status not in {Status.DRAFT, Status.SIGNING}

    @property
    def corrected(self) -> bool:
        """Tell whether it was sent back once, and handed in again."""
        return self.first is not self.sheet

    @property
    def scored(self) -> AnswerSheet:
        """Give the answers that are scored."""
        accepted = self.status is Status.ACCEPTED
        return self.review.settled(self.sheet) if accepted else self.sheet

    @property
    def opened_at(self) -> datetime:
        """Give when a report of the open round was opened to be reviewed."""
        return self.began + 2 * STEP

    @property
    def beside(self) -> Attached:
        """Give what the city says beside its answers."""
        return beside(self.placed.city, self.round)

    @property
    def written(self) -> tuple[UUID, list[Answer], str, datetime]:
        """Give the first answers with who wrote them, and when."""
        found = list(self.first.answers.values())
        return self.id, found, self.placed.city.coordinator, self.began


def invented_report(
    framework: Framework, placed: PlacedCity, found: DemoRound, status: Status, seed: int
) -> InventedReport:
    """Invent a report; only those of the open round have large gaps."""
    city = placed.city
    blanks = city.blanks if found is OPEN else min(city.blanks, MOST_BLANKS)
    sheet = AnswerSheet.of(invented_answers(framework, city, found.year, seed, blanks=blanks))
    twice = found is OPEN and status is Status.IN_REVIEW and city.number % len(SENT) == TWICE
    first = earlier_sheet(framework, sheet) if twice else sheet
    report = InventedReport(
        uuid5(NAMESPACE, f"{seed}/{city.number}/{found.slug}"),
        placed,
        found,
        status,
        corrected_sheet(sheet, first) if twice else sheet,
        noon(found.opens) + timedelta(days=3 + city.number % 20, hours=city.number % 9),
        first,
    )
    if found is not OPEN:
        return report
    review = invented_review(framework, first, status, city.number, seed)
    return replace(report, review=review)


def add_reports(
    rows: Rows, framework: Framework, reports: Sequence[InventedReport], round_ids: dict[str, int]
) -> None:
    """Add the rows of some reports, scored together."""
    sent = [report for report in reports if report.handed_in]
    profiles = pack_all(score_sheets(framework, [report.scored for report in sent]))
    packed = dict(zip((report.id for report in sent), profiles, strict=True))
    recipe = Recipe.of(framework).fingerprint
    for report in reports:
        rows.assessments.append(_assessment(framework, report, round_ids[report.round.slug]))
        rows.scores.append(_score(framework, report, packed.get(report.id), recipe))


def _assessment(framework: Framework, report: InventedReport, round_id: int) -> dict[str, Any]:
    returned = report.status is Status.RETURNED
    due_at = noon(report.round.closes) + TIME_TO_CORRECT
    asked = returned or report.corrected
    return {
        "id": report.id,
        "city_id": report.placed.id,
        "round_id": round_id,
        "edition": framework.edition,
        "status": report.status.value,
        "was_returned": asked,
        "boundary": "municipality",
        "created_at": report.began,
        "returned_areas": " ".join(RETURNED_AREAS) if asked else "",
        "finished_areas": " ".join(_finished(framework, report)),
        "due_at": due_at if asked else None,
        "reply_until": due_at if returned else _reply_until(report),
    }


def _reply_until(report: InventedReport) -> datetime | None:
    """Give the last moment for replies while a report is read for the first time."""
    read = report.round is OPEN and report.status is Status.IN_REVIEW and not report.corrected
    return noon(OPEN.closes) - TIME_TO_REPLY if read else None


def _finished(framework: Framework, report: InventedReport) -> list[str]:
    """List the focus areas that are called complete: those without a gap, but none sent back."""
    back = RETURNED_AREAS if report.status is Status.RETURNED else {}
    return [
        code
        for code, focus_area in framework.by_code.items()
        if code not in back and all(report.sheet[i.id].given for i in focus_area.indicators)
    ]


def _score(
    framework: Framework, report: InventedReport, profile: bytes | None, recipe: str
) -> dict[str, Any]:
    return {
        "assessment_id": report.id,
        "settled": settled(framework, report.sheet),
        "recipe": recipe if profile else "",
        "profile": profile,
    }
