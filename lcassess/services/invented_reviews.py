"""What reviewers said to the reports of invented cities, and what the cities replied."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from lcassess.assessment.remarks import Remark, Reply, Verdict, threads
from lcassess.assessment.settling import levels, settle
from lcassess.assessment.sheet import AnswerSheet
from lcassess.assessment.status import Status
from lcassess.framework.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lcassess.assessment.sheet import Answer
    from lcassess.framework.model import Framework

RETURNED_AREAS = {
    "2.3": "Are these the unemployed, or those who are registered as such? (invented)",
    "3.1": "Please say which decision the level rests on. (invented)",
}
LEVELS_REMARKED = 2
ON_LEVELS = (
    "The decision that you name covers some districts only (invented).",
    "The evaluation is announced, not done yet (invented).",
    "The programme is new; its budget is for one year (invented).",
)
ON_FIGURES = "The year of the figure is not the year of its source. Which one is right? (invented)"
REPLIES = {
    Verdict.AGREE: "You are right; we had counted the plan (invented).",
    Verdict.DISAGREE: "The programme runs in the whole city since May (invented).",
}
TOP = 4


@dataclass(frozen=True, slots=True)
class InventedReview:
    """Remarks and replies, numbered as if they were alone; each reply by its remark's answer."""

    remarks: tuple[Remark, ...] = ()
    replies: tuple[tuple[str, Reply], ...] = ()

    def settled(self, sheet: AnswerSheet) -> AnswerSheet:
        """Give the sheet that is scored once the report is accepted."""
        said = threads(self.remarks, (reply for _name, reply in self.replies))
        return settle(sheet, levels(sheet, said))


NO_REVIEW = InventedReview()


def earlier_sheet(framework: Framework, sheet: AnswerSheet) -> AnswerSheet:
    """Give what stood in some answers before a city was asked about them."""
    asked = [i for code in RETURNED_AREAS for i in framework.by_code[code].indicators]
    answers = [sheet[indicator.id] for indicator in asked if sheet[indicator.id].counts]
    before = {answer.indicator_id: _before(framework, answer) for answer in answers[::2]}
    return AnswerSheet.of((dict(sheet.answers) | before).values())


def corrected_sheet(sheet: AnswerSheet, before: AnswerSheet) -> AnswerSheet:
    """Give what stands once they were changed, at their second versions."""
    answers = sheet.answers.items()
    return AnswerSheet.of(a if a == before[name] else replace(a, version=2) for name, a in answers)


def invented_review(
    framework: Framework, sheet: AnswerSheet, status: Status, number: int, seed: int
) -> InventedReview:
    """Invent the review of what the city with a number handed in, once it is opened."""
    if status in {Status.DRAFT, Status.SUBMITTED}:
        return NO_REVIEW
    random = Random(f"{seed}-review-{number}")  # noqa: S311  # no secret
    remarks = tuple(
        replace(remark, id=place, number=place)
        for place, remark in enumerate(_remarks(framework, sheet, random), start=1)
    )
    return InventedReview(remarks, tuple(_replies(status, remarks, random)))


def _before(framework: Framework, answer: Answer) -> Answer:
    if framework.indicators[answer.indicator_id].kind is not Kind.LEVEL or answer.value is None:
        return replace(answer, year=str(int(answer.year) - 1))
    level = answer.value + 1 if answer.value < TOP else answer.value - 1
    return replace(answer, entered=str(level), value=level)


def _remarks(framework: Framework, sheet: AnswerSheet, random: Random) -> Iterator[Remark]:
    counting = [answer for answer in sheet.in_order(framework) if answer.counts]
    rubrics = [a for a in counting if framework.indicators[a.indicator_id].kind is Kind.LEVEL]
    for answer in random.sample(rubrics, min(LEVELS_REMARKED, len(rubrics))):
        given = answer.value or Decimal(0)
        proposed = int(given) - 1 if given else 1
        yield Remark(answer.indicator_id, random.choice(ON_LEVELS), proposed, given)
    figures = [answer for answer in counting if answer not in rubrics]
    if figures:
        yield Remark(random.choice(figures).indicator_id, ON_FIGURES)


def _replies(
    status: Status, remarks: tuple[Remark, ...], random: Random
) -> Iterator[tuple[str, Reply]]:
    """Reply to every level of a report that is accepted, to the first of one that is read."""
    proposals = [remark for remark in remarks if remark.level is not None]
    answered = {Status.ACCEPTED: proposals, Status.IN_REVIEW: proposals[:1]}
    for number, remark in enumerate(answered.get(status, []), start=len(remarks) + 1):
        verdict = random.choice(list(Verdict))
        yield remark.indicator_id, Reply(remark.id, verdict, REPLIES[verdict], number)
