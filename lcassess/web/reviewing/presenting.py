"""What the pages of a review show: focus areas with their counts, answers with their remarks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from lcassess.assessment.remarks import Verdict
from lcassess.assessment.sheet import AnswerSheet
from lcassess.services.remarking import LEVELS, level_given
from lcassess.web.answers.summaries import line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from lcassess.assessment.remarks import Remark, Thread
    from lcassess.assessment.settling import Levels
    from lcassess.framework.model import Feature, FocusArea, Framework, Indicator
    from lcassess.services.remarking import AreaReview, Draft
    from lcassess.services.replying import Remarks
    from lcassess.services.review_pages import ReviewPage
    from lcassess.web.answers.summaries import Line


@dataclass(frozen=True, slots=True)
class AreaCounts:
    """One focus area in the table of a review."""

    focus_area: FocusArea
    settled: int
    asked: int
    changed: int
    remarks: int
    unanswered: int
    returned: bool


@dataclass(frozen=True, slots=True)
class Remarked:
    """One answer with what stood before, what was remarked and replied, and what was typed.

    `text`, `level` and `seen` fill the reviewer's form; `levels` are offered where one was given.
    """

    line: Line
    earlier: Line | None
    thread: Thread | None
    both: Levels | None
    text: str
    level: int | None
    seen: int
    levels: Sequence[int]
    conflict: Remark | None


@dataclass(frozen=True, slots=True)
class Replied:
    """One remark as the city reads it, and what fills the form of its reply."""

    line: Line
    thread: Thread
    given: Decimal | None
    both: Levels | None
    verdict: str
    text: str
    seen: int
    conflict: bool


def counts(page: ReviewPage, framework: Framework) -> list[AreaCounts]:
    """Count what was answered, changed and said, by focus area."""
    return [
        _counts(page, focus_area, settled)
        for focus_area, settled in zip(framework.focus_areas, page.settled, strict=False)
    ]


def _counts(page: ReviewPage, focus_area: FocusArea, settled: int) -> AreaCounts:
    names = {indicator.id for indicator in focus_area.indicators}
    said = [page.threads[name] for name in names & set(page.threads)]
    return AreaCounts(
        focus_area,
        settled if page.sent is None else sum(page.sent.sheet[name].given for name in names),
        len(names),
        changed=len(names & set(page.earlier)),
        remarks=sum(bool(one.remark.text or one.remark.level is not None) for one in said),
        unanswered=len(names & set(page.unanswered)),
        returned=focus_area.code in page.report.returned_areas,
    )


def by_feature(
    page: AreaReview,
    focus_area: FocusArea,
    language: str,
    typed: Mapping[str, Draft],
    conflicts: Mapping[str, Remark],
) -> list[tuple[Feature, list[Remarked]]]:
    """Put the answers of a focus area together with what was said about them."""
    return [
        (
            feature,
            [
                _remarked(page, indicator, language, typed.get(indicator.id), conflicts)
                for indicator in feature.indicators
            ],
        )
        for feature in focus_area.features
    ]


def _remarked(
    page: AreaReview,
    indicator: Indicator,
    language: str,
    typed: Draft | None,
    conflicts: Mapping[str, Remark],
) -> Remarked:
    answer, earlier = page.sent.sheet[indicator.id], page.earlier.get(indicator.id)
    thread, conflict = page.threads.get(indicator.id), conflicts.get(indicator.id)
    standing = thread.remark.shown_for(answer) if thread else None
    shown = typed or standing
    return Remarked(
        line(indicator, answer, language),
        line(indicator, earlier, language) if earlier else None,
        thread,
        page.sent.levels.get(indicator.id),
        shown.text if shown else "",
        shown.level if shown else None,
        conflict.id if conflict else typed.seen if typed else standing.id if standing else 0,
        LEVELS if level_given(indicator, answer) is not None else (),
        conflict,
    )


def replied(
    page: Remarks,
    framework: Framework,
    language: str,
    typed: Mapping[str, str],
    conflicts: Mapping[str, Thread],
) -> list[tuple[FocusArea, list[Replied]]]:
    """Put the remarks together with the replies, focus area by focus area."""
    found = [
        (
            focus_area,
            [
                _replied(page, indicator, page.threads[indicator.id], language, typed, conflicts)
                for indicator in focus_area.indicators
                if indicator.id in page.threads and _says_something(page.threads[indicator.id])
            ],
        )
        for focus_area in framework.focus_areas
    ]
    return [(focus_area, lines) for focus_area, lines in found if lines]


def _says_something(thread: Thread) -> bool:
    return bool(thread.remark.text) or thread.remark.level is not None


def _replied(
    page: Remarks,
    indicator: Indicator,
    thread: Thread,
    language: str,
    typed: Mapping[str, str],
    conflicts: Mapping[str, Thread],
) -> Replied:
    answer = (page.sent.sheet if page.sent else AnswerSheet())[indicator.id]
    both, reply = thread.proposed_for(answer), thread.reply
    return Replied(
        line(indicator, answer, language),
        thread,
        both[0] if both else None,
        page.sent.levels.get(indicator.id) if page.sent else None,
        typed.get(f"{indicator.id}-verdict", thread.verdict or ""),
        typed.get(f"{indicator.id}-text", reply.text if reply else ""),
        reply.number if reply else 0,
        indicator.id in conflicts,
    )


def verdicts() -> dict[Verdict, str]:
    """Name what a city can say to a remark."""
    return {Verdict.AGREE: _("We agree"), Verdict.DISAGREE: _("We disagree")}
