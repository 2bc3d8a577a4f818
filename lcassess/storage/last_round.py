"""What a city said in the last round before one, as far as UIL has it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, select

from lcassess.assessment.last_round import LastRound
from lcassess.storage.answers import ANSWER, answer_of, texts_of
from lcassess.storage.chosen import numbered, one_of
from lcassess.storage.tables import AnswerRow, AssessmentRow, RoundRow, ScoreRow

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report

# Made once, as every page of questions asks it.
_LAST = (
    select(AssessmentRow.id)
    .join(RoundRow, RoundRow.id == AssessmentRow.round_id)
    .join(ScoreRow, ScoreRow.assessment_id == AssessmentRow.id)
    .where(
        AssessmentRow.city_id == bindparam("city"),
        RoundRow.closes_at < bindparam("closes_at", type_=RoundRow.closes_at.type),
        ScoreRow.profile.is_not(None),
    )
    .order_by(RoundRow.closes_at.desc(), AssessmentRow.id)
    .limit(1)
    .scalar_subquery()
)


def of(
    session: Session, report: Report, indicator_ids: Collection[str], text_names: Collection[str]
) -> LastRound | None:
    """Read some answers and texts of the city's last round as they stand; None without one."""
    wanted = {
        "city": report.city.id,
        "closes_at": report.round.closes_at,
        **numbered(indicator_ids),
    }
    rows = session.connection().execute(_answers(len(indicator_ids)), wanted).all()
    if not rows:
        return None
    assessment_id, name, edition = rows[0][:3]
    found = (answer_of(row[3:]) for row in rows if row.indicator_id)
    texts = texts_of(session, assessment_id, text_names) if text_names else {}
    return LastRound(name, edition, {answer.indicator_id: answer for answer in found}, texts)


@cache
def _answers(count: int) -> Select[*tuple[Any, ...]]:
    asked = and_(AnswerRow.assessment_id == AssessmentRow.id, one_of(AnswerRow.indicator_id, count))
    return (
        select(AssessmentRow.id, RoundRow.name, AssessmentRow.edition, *ANSWER)
        .join(RoundRow, RoundRow.id == AssessmentRow.round_id)
        .outerjoin(AnswerRow, asked)
        .where(AssessmentRow.id == _LAST)
    )
