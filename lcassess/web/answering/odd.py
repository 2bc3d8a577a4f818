"""What is asked about answers before they are handed in: figures that are odd beside others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.extensions import db
from lcassess.services import attached, soft_checking
from lcassess.web.answering import words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from lcassess.assessment.report import Report
    from lcassess.assessment.sheet import AnswerSheet
    from lcassess.framework.model import FocusArea, Framework, Indicator


@dataclass(frozen=True, slots=True)
class Odd:
    """One answer about which something is asked; `old` counts its evidence past its day."""

    code: str
    indicator: Indicator
    sentences: tuple[str, ...]
    explained: bool
    old: int


def odd_lines(  # of what, in which words, on which day
    report: Report,
    framework: Framework,
    focus_areas: Iterable[FocusArea],
    sheet: AnswerSheet,
    language: str,
    today: date,
) -> list[Odd]:
    """List the answers of some focus areas about which something is asked; it never blocks."""
    problems = soft_checking.odd_answers(db.session, report, framework, sheet)
    beside = attached.standing(db.session, report.id)
    old = [item.indicator_id for item in beside.evidence if item.expired(today)]
    said = {name for name, found in beside.explanations.items() if found.text}
    return [
        Odd(
            focus_area.code,
            indicator,
            tuple(
                words.sentence(indicator, sheet[indicator.id], problem, language)
                for problem in problems.get(indicator.id, ())
            ),
            indicator.id in said,
            old.count(indicator.id),
        )
        for focus_area in focus_areas
        for indicator in focus_area.indicators
        if indicator.id in problems or indicator.id in old
    ]
