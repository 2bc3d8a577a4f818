"""What the demo asks before it fills a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from lcassess.storage.tables import AnswerHistoryRow, AssessmentRow, CityRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def real_answers(session: Session) -> bool:
    """Tell whether a person has answered for a city that is not invented."""
    query = exists().where(
        AnswerHistoryRow.assessment_id == AssessmentRow.id,
        AnswerHistoryRow.person_id.is_not(None),
        AssessmentRow.city_id == CityRow.id,
        CityRow.fictional.is_(False),
    )
    return bool(session.scalar(select(query)))
