"""What the demo asks before it fills a database, and how it writes many reports at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Table, exists, insert, select

from lcassess.storage import chains
from lcassess.storage.tables import (
    AnswerHistoryRow,
    AssessmentRow,
    CityRow,
    FigureRow,
    MembershipRow,
    MoveRow,
    ParticipationRow,
    PopulationRow,
    ScoreRow,
    SubmissionRow,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    Columns = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of invented cities and their reports, collected to be written together."""

    memberships: Columns = field(default_factory=list)
    populations: Columns = field(default_factory=list)
    figures: Columns = field(default_factory=list)
    assessments: Columns = field(default_factory=list)
    moves: Columns = field(default_factory=list)
    submissions: Columns = field(default_factory=list)
    scores: Columns = field(default_factory=list)
    participations: Columns = field(default_factory=list)


def real_answers(session: Session) -> bool:
    """Tell whether a person has answered for a city that is not invented."""
    query = exists().where(
        AnswerHistoryRow.assessment_id == AssessmentRow.id,
        AnswerHistoryRow.person_id.is_not(None),
        AssessmentRow.city_id == CityRow.id,
        CityRow.fictional.is_(False),
    )
    return bool(session.scalar(select(query)))


def write(session: Session, rows: Rows) -> None:
    """Write what comes before answers, each table at once; rows of one name the same columns."""
    for table, columns in (
        (MembershipRow, rows.memberships),
        (PopulationRow, rows.populations),
        (FigureRow, rows.figures),
        (AssessmentRow, rows.assessments),
        (ScoreRow, rows.scores),
        (ParticipationRow, rows.participations),
    ):
        if columns:
            session.connection().execute(insert(cast("Table", table.__table__)), columns)


def write_moves(session: Session, rows: Rows) -> None:
    """Write what was done with the answers, and what was handed in, at the ends of the chains."""
    heads = chains.extend(session, MoveRow, rows.moves)
    sent = [
        row | {"head_number": head.number, "head_hash": head.hash}
        for row in rows.submissions
        for head in [heads[row["assessment_id"]]]
    ]
    if sent:
        session.execute(insert(SubmissionRow), sent)
