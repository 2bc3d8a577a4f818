"""What a city said in the last round before one, as far as UIL has it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, select

from lcassess.assessment.last_round import LastRound
from lcassess.storage.answers import ANSWER, answer_of, texts_of
from lcassess.storage.chosen import numbered, one_of
from lcassess.storage.tables import AnswerRow, AssessmentRow, RoundRow

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report


def of(
    session: Session, report: Report, indicator_ids: Collection[str], text_names: Collection[str]
) -> LastRound | None:
    """Read some answers and texts of the city's last round as they stand; None without one."""
    if report.last is None:
        return None
    wanted = {"last": report.last, **numbered(indicator_ids)}
    rows = session.connection().execute(_answers(len(indicator_ids)), wanted).all()
    name, edition = rows[0][:2]
    found = (answer_of(row[2:]) for row in rows if row.indicator_id)
    texts = texts_of(session, report.last, text_names) if text_names else {}
    return LastRound(name, edition, {answer.indicator_id: answer for answer in found}, texts)


@cache
def _answers(count: int) -> Select[*tuple[Any, ...]]:
    asked = and_(AnswerRow.assessment_id == AssessmentRow.id, one_of(AnswerRow.indicator_id, count))
    return (
        select(RoundRow.name, AssessmentRow.edition, *ANSWER)
        .join(RoundRow, RoundRow.id == AssessmentRow.round_id)
        .outerjoin(AnswerRow, asked)
        .where(AssessmentRow.id == bindparam("last"))
    )
