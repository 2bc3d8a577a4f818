"""Loans of questions, what came back for them, and what was decided on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, exists, insert, select, update

from lcassess.assessment.lending import Loan, Suggestion, Verdict, counting
from lcassess.storage import chains
from lcassess.storage.tables import DecisionRow, LoanLinkRow, LoanRow, SuggestionRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from lcassess.network.membership import Actor

_LOANS = (
    select(
        LoanRow.id,
        LoanRow.names,
        LoanRow.name,
        LoanRow.department,
        LoanRow.language,
        LoanRow.message,
        LoanRow.due_at,
        LoanRow.person_name.label("by"),
        LoanRow.at,
        LoanLinkRow.email,
        LoanLinkRow.expires_at,
        LoanLinkRow.revoked_at,
    )
    .join(LoanLinkRow, LoanLinkRow.loan_id == LoanRow.id)
    .where(LoanRow.assessment_id == bindparam("assessment"))
    .order_by(LoanRow.number)
)
_SUGGESTIONS = (
    select(
        SuggestionRow.id,
        SuggestionRow.loan_id,
        SuggestionRow.name,
        SuggestionRow.fields,
        SuggestionRow.version.label("seen"),
        SuggestionRow.language,
        SuggestionRow.person_name.label("by"),
        SuggestionRow.at,
        DecisionRow.verdict,
        DecisionRow.person_name.label("decided_by"),
        DecisionRow.at.label("decided_at"),
        DecisionRow.version,
    )
    .outerjoin(DecisionRow, DecisionRow.suggestion_id == SuggestionRow.id)
    .where(SuggestionRow.assessment_id == bindparam("assessment"))
    .order_by(SuggestionRow.number)
)


def add_loan(
    session: Session,
    assessment_id: UUID,
    columns: Mapping[str, Any],
    actor: Actor | None,
    now: datetime,
) -> int:
    """Write a loan into the history of its city and give its id."""
    row = _stamp(assessment_id, actor, now) | dict(columns)
    head = chains.extend(session, LoanRow, [row])[assessment_id]
    query = select(LoanRow.id).where(
        LoanRow.assessment_id == assessment_id, LoanRow.number == head.number
    )
    return session.scalars(query).one()


def add_link(
    session: Session, loan_id: int, email: str, token_hash: bytes, expires_at: datetime
) -> None:
    """Keep the link of a loan, by the hash of its token."""
    row = {"loan_id": loan_id, "email": email, "expires_at": expires_at}
    session.execute(insert(LoanLinkRow).values(row | {"token_hash": token_hash}))


def revoke(session: Session, loan_id: int, now: datetime) -> None:
    """Close the link of a loan."""
    session.execute(
        update(LoanLinkRow).where(LoanLinkRow.loan_id == loan_id).values(revoked_at=now)
    )


def overdue(session: Session, since: datetime, now: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
    """List the loans that were due after `since` and for which nothing has come back.

    Each row has the loan's id, its report's, who shall answer (`name`, `department`) and `due_at`.
    """
    came = exists().where(SuggestionRow.loan_id == LoanRow.id)
    return session.execute(
        select(LoanRow.id, LoanRow.assessment_id, LoanRow.name, LoanRow.department, LoanRow.due_at)
        .join(LoanLinkRow, LoanLinkRow.loan_id == LoanRow.id)
        .where(LoanRow.due_at > since, LoanRow.due_at < now, LoanLinkRow.revoked_at.is_(None))
        .where(~came)
        .order_by(LoanRow.id)
    ).all()


def opened_by(session: Session, token_hash: bytes) -> Row[*tuple[Any, ...]] | None:
    """Find the loan that a token opens or opened: its `loan_id` and `assessment_id`."""
    return session.execute(
        select(LoanLinkRow.loan_id, LoanRow.assessment_id)
        .join(LoanRow, LoanRow.id == LoanLinkRow.loan_id)
        .where(LoanLinkRow.token_hash == token_hash)
    ).one_or_none()


def of_report(session: Session, assessment_id: UUID) -> list[Loan]:
    """List the loans of a report, the first one first, each with the suggestions that count."""
    wanted = {"assessment": assessment_id}
    rows = session.connection().execute(_LOANS, wanted).all()
    if not rows:
        return []
    found: dict[int, list[Suggestion]] = {}
    for one in counting(suggestions(session, assessment_id)):
        found.setdefault(one.loan_id, []).append(one)
    return [_loan(row, found.get(row.id, [])) for row in rows]


def suggestions(session: Session, assessment_id: UUID) -> list[Suggestion]:
    """List every suggestion that ever came for a report, in the order of its history."""
    rows = session.connection().execute(_SUGGESTIONS, {"assessment": assessment_id})
    return [_suggestion(row) for row in rows]


def suggest(
    session: Session, assessment_id: UUID, rows: Sequence[Mapping[str, Any]], now: datetime
) -> None:
    """Write what came back into the history of its city."""
    stamp = {"assessment_id": assessment_id, "at": now}
    chains.extend(session, SuggestionRow, [dict(row) | stamp for row in rows])


def decide(  # on what, which way, which version of the answer came of it
    session: Session,
    assessment_id: UUID,
    suggestion_id: int,
    verdict: Verdict,
    version: int | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Write a decision on a suggestion into the history of its city."""
    row = {"suggestion_id": suggestion_id, "verdict": verdict.value, "version": version}
    chains.extend(session, DecisionRow, [row | _stamp(assessment_id, actor, now)])


def _loan(row: Row[*tuple[Any, ...]], found: Sequence[Suggestion]) -> Loan:
    columns = row._asdict()
    return Loan(**columns | {"names": tuple(row.names), "suggestions": tuple(found)})


def _suggestion(row: Row[*tuple[Any, ...]]) -> Suggestion:
    columns = row._asdict()
    verdict = Verdict(row.verdict) if row.verdict else None
    return Suggestion(**columns | {"verdict": verdict, "decided_by": row.decided_by or ""})


def _stamp(assessment_id: UUID, actor: Actor | None, now: datetime) -> dict[str, Any]:
    return {
        "assessment_id": assessment_id,
        "person_id": actor.person_id if actor else None,
        "person_name": actor.name if actor else "",
        "at": now,
    }
