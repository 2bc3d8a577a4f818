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
    LookRow,
    MembershipRow,
    MoveRow,
    ParticipationRow,
    PopulationRow,
    RemarkRow,
    ReplyRow,
    ReviewerRow,
    ScoreRow,
    SubmissionRow,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    Columns = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of invented cities and their reports, collected to be written together."""

    memberships: Columns = field(default_factory=list)
    populations: Columns = field(default_factory=list)
    figures: Columns = field(default_factory=list)
    assessments: Columns = field(default_factory=list)
    scores: Columns = field(default_factory=list)
    participations: Columns = field(default_factory=list)
    reviewers: Columns = field(default_factory=list)


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
        (ReviewerRow, rows.reviewers),
    ):
        if columns:
            session.connection().execute(insert(cast("Table", table.__table__)), columns)


def write_moves(
    session: Session, moves: Columns, submissions: Sequence[dict[str, Any]] = ()
) -> None:
    """Write what was done with reports at the ends of the chains, and what that handed in."""
    heads = chains.extend(session, MoveRow, moves)
    sent = [
        row | {"head_number": head.number, "head_hash": head.hash}
        for row in submissions
        for head in [heads[row["assessment_id"]]]
    ]
    if sent:
        session.execute(insert(SubmissionRow), sent)


def write_review(
    session: Session,
    remarks: Columns,
    replies: Sequence[tuple[str, dict[str, Any]]],
    looks: Columns,
) -> None:
    """Write what was said in reviews, each reply with the answer that its remark is on."""
    chains.extend(session, RemarkRow, remarks)
    about = (RemarkRow.assessment_id, RemarkRow.indicator_id, RemarkRow.id)
    reports = {row["assessment_id"] for row in remarks}
    rows = session.execute(select(*about).where(RemarkRow.assessment_id.in_(reports)))
    ids = {(assessment_id, name): remark_id for assessment_id, name, remark_id in rows}
    answered = [row | {"remark_id": ids[row["assessment_id"], name]} for name, row in replies]
    chains.extend(session, ReplyRow, answered)
    if looks:
        session.execute(insert(LookRow), looks)
