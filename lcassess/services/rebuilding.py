"""The score table, made again from what cities answered and handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lcassess.assessment.sheet import AnswerSheet
from lcassess.framework import catalogue
from lcassess.scoring import packing, profile
from lcassess.scoring.recipe import Recipe
from lcassess.services.reports import submission
from lcassess.services.transaction import deed
from lcassess.storage import answers, assessments, rounds, scores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.framework.model import Framework


def rebuild_scores(
    session: Session, progress: Callable[[Sequence[Report]], Iterable[Report]]
) -> int:
    """Make the whole score table again, with the same result; give the number of its rows."""
    with deed(session):
        reports = [
            report
            for found in rounds.everything(session)
            for report in assessments.of_round(session, found.id)
        ]
        rows = [_row(session, report) for report in progress(reports)]
        scores.replace_all(session, rows)
    return len(rows)


def _row(session: Session, report: Report) -> dict[str, Any]:
    framework = catalogue.load(report.round.edition)
    sent = submission(session, report.id)
    sheet = AnswerSheet(answers.of(session, report.id))
    return {
        "assessment_id": report.id,
        "settled": settled(framework, sheet),
        "recipe": Recipe.of(framework).fingerprint if sent else "",
        "profile": packing.pack(profile.score(framework, sent.sheet)) if sent else None,
    }


def settled(framework: Framework, sheet: AnswerSheet) -> bytes:
    """Count the questions that are settled, one byte a focus area."""
    return bytes(
        sum(sheet[indicator.id].given for indicator in focus_area.indicators)
        for focus_area in framework.focus_areas
    )
