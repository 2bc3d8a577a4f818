"""Writing what invented cities say beside their answers, and what they ask UIL."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lcassess.services.invented_beside import LEARNING, LITERACY
from lcassess.services.invented_rounds import OPEN
from lcassess.storage import evidence, groups, questions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from lcassess.services.invented_reports import InventedReport

ASKING, ANSWERED = 1, 2


def write_beside(session: Session, reports: Iterable[InventedReport]) -> None:
    """Write what is beside the answers of some reports, before they are handed in."""
    for report in reports:
        said, at = report.beside, report.began
        for item in said.evidence:
            evidence.add(session, report.id, item, None, at)
        for reason in said.explanations.values():
            evidence.explain(session, report.id, reason, None, at)
        for one in said.breakdowns.values():
            groups.add_breakdown(session, report.id, one, None, at)
        for group in said.groups.values():
            groups.add_group(session, report.id, group, None, at)


def write_questions(session: Session, reports: Iterable[InventedReport]) -> None:
    """Let one city wait for an answer of UIL, and another one have had it."""
    for report in reports:
        if report.round is not OPEN:
            continue
        if report.placed.city.number == ASKING:
            text = "Do online courses that people start and leave count as learning?"
            questions.ask(session, report.id, LEARNING, text, None, report.began)
        if report.placed.city.number == ANSWERED:
            _ask_and_answer(session, report)


def _ask_and_answer(session: Session, report: InventedReport) -> None:
    question = "Which age counts, 15 and over or 18 and over?"
    questions.ask(session, report.id, LITERACY, question, None, report.began)
    waiting = [row.id for row in questions.unanswered(session, LITERACY)]
    answer = "Count residents of 15 and over. With another age, say so in the note."
    at = report.began + timedelta(days=3)
    questions.advise(session, LITERACY, question, answer, waiting[-1:], None, at)
