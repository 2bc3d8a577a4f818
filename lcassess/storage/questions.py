"""Questions of cities, UIL's answers to them, and how much is attached to the answers of a page."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    bindparam,
    case,
    distinct,
    exists,
    func,
    insert,
    literal,
    select,
    union_all,
)

from lcassess.storage import chains
from lcassess.storage.chosen import numbered, one_of
from lcassess.storage.tables import (
    AdviceRow,
    AnsweredRow,
    AssessmentRow,
    BreakdownRow,
    CityRow,
    EvidenceRow,
    PersonRow,
    QuestionRow,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import BindParameter, Row, Select
    from sqlalchemy.orm import Session

    from lcassess.network.membership import Actor

_ANSWERED = exists().where(AnsweredRow.question_id == QuestionRow.id)


def ask(
    session: Session,
    assessment_id: UUID,
    indicator_id: str,
    text: str,
    actor: Actor | None,
    now: datetime,
) -> None:
    """Write a question of a city, at the end of its history."""
    row = {
        "assessment_id": assessment_id,
        "indicator_id": indicator_id,
        "text": text,
        "person_id": actor.person_id if actor else None,
        "person_name": actor.name if actor else "",
        "at": now,
    }
    chains.extend(session, QuestionRow, [row])


def asked(
    session: Session, assessment_id: UUID, indicator_id: str | None = None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """List the questions of a report, of all answers or one, and whether each is answered."""
    query = (
        select(
            QuestionRow.indicator_id,
            QuestionRow.text,
            QuestionRow.person_name,
            QuestionRow.at,
            _ANSWERED.label("answered"),
        )
        .where(QuestionRow.assessment_id == assessment_id)
        .order_by(QuestionRow.id)
    )
    if indicator_id is not None:
        query = query.where(QuestionRow.indicator_id == indicator_id)
    return session.execute(query).all()


def unanswered(
    session: Session, indicator_id: str | None = None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """List the questions of all cities that wait for an answer, the oldest first."""
    query = (
        select(
            QuestionRow.id,
            QuestionRow.indicator_id,
            QuestionRow.assessment_id,
            QuestionRow.text,
            QuestionRow.at,
            CityRow.name.label("city"),
            CityRow.fictional,
        )
        .join(AssessmentRow, AssessmentRow.id == QuestionRow.assessment_id)
        .join(CityRow, CityRow.id == AssessmentRow.city_id)
        .where(~_ANSWERED)
        .order_by(QuestionRow.id)
    )
    if indicator_id is not None:
        query = query.where(QuestionRow.indicator_id == indicator_id)
    return session.execute(query).all()


def advise(  # what is answered to which questions, by whom
    session: Session,
    indicator_id: str,
    question: str,
    text: str,
    question_ids: Collection[int],
    actor: Actor | None,
    now: datetime,
) -> int:
    """Answer some questions with one advice to all cities; give its id."""
    advice_id = session.execute(
        insert(AdviceRow)
        .values(
            indicator_id=indicator_id,
            question=question,
            text=text,
            person_id=actor.person_id if actor else None,
            person_name=actor.name if actor else "",
            at=now,
        )
        .returning(AdviceRow.id)
    ).scalar_one()
    rows = [{"question_id": one, "advice_id": advice_id} for one in question_ids]
    session.execute(insert(AnsweredRow), rows)
    return advice_id


def advice(session: Session, indicator_id: str) -> Sequence[Row[*tuple[Any, ...]]]:
    """List what UIL has answered on an indicator, to whichever city, the first one first."""
    query = (
        select(AdviceRow.question, AdviceRow.text, AdviceRow.at)
        .where(AdviceRow.indicator_id == indicator_id)
        .order_by(AdviceRow.id)
    )
    return session.execute(query).all()


def askers(session: Session, question_ids: Collection[int]) -> Sequence[Row[*tuple[Any, ...]]]:
    """List who asked some questions, id, name, e-mail and language, with the report of each."""
    query = (
        select(
            PersonRow.id,
            PersonRow.name,
            PersonRow.email,
            PersonRow.language,
            QuestionRow.assessment_id,
        )
        .join(QuestionRow, QuestionRow.person_id == PersonRow.id)
        .where(QuestionRow.id.in_(question_ids), PersonRow.removed_at.is_(None))
        .order_by(QuestionRow.id)
    )
    return session.execute(query).all()


@cache
def _of_page(count: int) -> Select[*tuple[Any, ...]]:
    """Ask for everything that the cards of a page say about what is attached, in one query."""
    assessment: BindParameter[UUID] = bindparam("assessment")
    later = EvidenceRow.__table__.alias()
    replaced = exists().where(
        later.c.assessment_id == EvidenceRow.assessment_id,
        later.c.item == EvidenceRow.item,
        later.c.version > EvidenceRow.version,
    )
    nothing = literal("")
    evidence = (
        select(
            literal("evidence").label("what"),
            EvidenceRow.indicator_id.label("name"),
            func.count().label("many"),
            func.sum(case((EvidenceRow.valid_until < bindparam("today"), 1), else_=0)).label("old"),
            nothing.label("question"),
            nothing.label("text"),
        )
        .where(
            EvidenceRow.assessment_id == assessment,
            one_of(EvidenceRow.indicator_id, count),
            EvidenceRow.removed.is_(False),
            ~replaced,
        )
        .group_by(EvidenceRow.indicator_id)
    )
    groups = (
        select(
            literal("groups"),
            BreakdownRow.indicator_id,
            func.count(distinct(BreakdownRow.breakdown)),
            literal(0),
            nothing,
            nothing,
        )
        .where(BreakdownRow.assessment_id == assessment, one_of(BreakdownRow.indicator_id, count))
        .group_by(BreakdownRow.indicator_id)
    )
    advice = select(
        literal("advice"),
        AdviceRow.indicator_id,
        literal(1),
        literal(0),
        AdviceRow.question,
        AdviceRow.text,
    ).where(one_of(AdviceRow.indicator_id, count))
    return union_all(evidence, groups, advice)  # type: ignore[return-value]


def of_page(
    session: Session, assessment_id: UUID, indicator_ids: Collection[str], today: date
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Count evidence and breakdowns by answer, and give what UIL has answered there.

    `old` counts the evidence that is past its day.
    """
    wanted = {"assessment": assessment_id, "today": today, **numbered(indicator_ids)}
    return session.connection().execute(_of_page(len(indicator_ids)), wanted).all()
