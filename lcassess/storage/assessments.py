"""Assessments with their city and round, their moves and what was handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import aliased

from lcassess.assessment.report import Report
from lcassess.assessment.status import Status
from lcassess.network.membership import City, Round
from lcassess.storage import chains
from lcassess.storage.tables import (
    AssessmentRow,
    CityRow,
    CohortRow,
    MoveRow,
    ParticipationRow,
    RoundRow,
    ScoreRow,
    SubmissionRow,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from lcassess.assessment.chain import Head
    from lcassess.assessment.status import Move
    from lcassess.network.membership import Actor

_EARLIER, _ITS_ROUND = aliased(AssessmentRow), aliased(RoundRow)
# The city's last round before, as far as UIL has it: every page of questions asks for it.
_LAST = (
    select(_EARLIER.id)
    .join(_ITS_ROUND, _ITS_ROUND.id == _EARLIER.round_id)
    .join(ScoreRow, ScoreRow.assessment_id == _EARLIER.id)
    .where(
        _EARLIER.city_id == AssessmentRow.city_id,
        _ITS_ROUND.closes_at < RoundRow.closes_at,
        ScoreRow.profile.is_not(None),
    )
    .order_by(_ITS_ROUND.closes_at.desc(), _EARLIER.id)
    .limit(1)
    .correlate(AssessmentRow, RoundRow)
    .scalar_subquery()
)

_COLUMNS = (
    AssessmentRow.id,
    AssessmentRow.status,
    AssessmentRow.was_returned,
    AssessmentRow.boundary,
    AssessmentRow.returned_areas,
    AssessmentRow.due_at,
    AssessmentRow.finished_areas,
    AssessmentRow.reply_until,
    func.coalesce(ParticipationRow.extended_until, CohortRow.closes_at).label("own_close"),
    ParticipationRow.excused_at,
    CityRow.id.label("city_id"),
    CityRow.slug.label("city_slug"),
    CityRow.name.label("city_name"),
    CityRow.own_name,
    CityRow.country,
    CityRow.region,
    CityRow.fictional,
    RoundRow.id.label("round_id"),
    RoundRow.slug.label("round_slug"),
    RoundRow.name.label("round_name"),
    RoundRow.edition,
    RoundRow.opens_at,
    RoundRow.closes_at,
    RoundRow.asks_signature,
    RoundRow.asks_endorsement,
    RoundRow.time_zone,
)

_SUBMISSION = (
    SubmissionRow.assessment_id,
    SubmissionRow.id,
    SubmissionRow.number,
    SubmissionRow.at,
    SubmissionRow.person_name,
    SubmissionRow.fingerprint,
    SubmissionRow.snapshot,
    SubmissionRow.head_number,
    SubmissionRow.head_hash,
)


def _all() -> Select[*tuple[Any, ...]]:
    return (
        select(*_COLUMNS)
        .join(CityRow, CityRow.id == AssessmentRow.city_id)
        .join(RoundRow, RoundRow.id == AssessmentRow.round_id)
        .outerjoin(ParticipationRow, ParticipationRow.assessment_id == AssessmentRow.id)
        .outerjoin(CohortRow, CohortRow.id == ParticipationRow.cohort_id)
    )


# Made once, as every page reads its report.
_ONE = _all().add_columns(_LAST.label("last")).where(AssessmentRow.id == bindparam("assessment"))
_LOCKED = _ONE.with_for_update(of=AssessmentRow)


def find(session: Session, assessment_id: UUID, *, lock: bool = False) -> Report | None:
    """Find one report; `lock` holds back every other writer of it until the deed is done."""
    query = _LOCKED if lock else _ONE
    row = session.connection().execute(query, {"assessment": assessment_id}).one_or_none()
    return _report(row, last=row.last) if row else None


def of_cities(session: Session, city_ids: Collection[int]) -> list[Report]:
    """List the reports of some cities: the round that closes last first, then by name."""
    query = (
        _all()
        .where(AssessmentRow.city_id.in_(city_ids))
        .order_by(RoundRow.closes_at.desc(), CityRow.name)
    )
    return [_report(row) for row in session.execute(query)]


def sent_from_countries(session: Session, countries: Collection[str]) -> list[Report]:
    """List the reports of some countries' cities of which a version is with UIL."""
    query = (
        _all()
        .join(ScoreRow, ScoreRow.assessment_id == AssessmentRow.id)
        .where(CityRow.country.in_(countries), ScoreRow.profile.is_not(None))
        .order_by(RoundRow.closes_at.desc(), CityRow.name)
    )
    return [_report(row) for row in session.execute(query)]


def of_round(session: Session, round_id: int) -> list[Report]:
    """List the reports of a round by name of their cities."""
    query = _all().where(AssessmentRow.round_id == round_id).order_by(CityRow.name, CityRow.slug)
    return [_report(row) for row in session.execute(query)]


def ids_of_round(session: Session, round_id: int) -> list[UUID]:
    """List the ids of the reports of a round."""
    query = select(AssessmentRow.id).where(AssessmentRow.round_id == round_id)
    return list(session.scalars(query.order_by(AssessmentRow.id)))


def before(session: Session, report: Report) -> Report | None:
    """Find the report of the same city in its last round before, as far as UIL has it."""
    return find(session, report.last) if report.last else None


def add_many(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Open reports of cities in rounds."""
    if rows:
        session.execute(insert(AssessmentRow), rows)


def move(  # noqa: PLR0913  # one argument a column
    session: Session,
    report: Report,
    made: Move,
    to: Status,
    actor: Actor | None,
    now: datetime,
    reason: str = "",
    *,
    function: str = "",
    areas: Mapping[str, str] | None = None,
) -> Head:
    """Bring a report into another state and write down who did it; give its city's head."""
    session.execute(
        update(AssessmentRow)
        .where(AssessmentRow.id == report.id)
        .values(status=to.value, was_returned=report.was_returned or to is Status.RETURNED)
    )
    row = {
        "assessment_id": report.id,
        "move": made.value,
        "from_status": report.status.value,
        "to_status": to.value,
        "person_id": actor.person_id if actor else None,
        "person_name": actor.name if actor else "",
        "at": now,
        "reason": reason,
        "function": function,
        "areas": dict(areas) if areas else None,
    }
    return chains.extend(session, MoveRow, [row])[report.id]


def last_moves(
    session: Session, assessment_ids: Collection[UUID]
) -> dict[UUID, Row[*tuple[Any, ...]]]:
    """Find the last move of some reports: which, by whom, when and why."""
    return {row.assessment_id: row for row in _moves(session, assessment_ids)}


def moves(session: Session, assessment_id: UUID) -> list[Row[*tuple[Any, ...]]]:
    """List the moves of a report, the first one first."""
    return list(_moves(session, [assessment_id]))


def _moves(session: Session, assessment_ids: Collection[UUID]) -> Sequence[Row[*tuple[Any, ...]]]:
    query = (
        select(
            MoveRow.assessment_id,
            MoveRow.move,
            MoveRow.from_status,
            MoveRow.to_status,
            MoveRow.person_id,
            MoveRow.person_name,
            MoveRow.at,
            MoveRow.reason,
            MoveRow.function,
            MoveRow.areas,
            MoveRow.number,
        )
        .where(MoveRow.assessment_id.in_(assessment_ids))
        .order_by(MoveRow.number, MoveRow.id)
    )
    return session.execute(query).all()


def set_columns(session: Session, assessment_id: UUID, **values: Any) -> None:
    """Change single columns of a report."""
    session.execute(update(AssessmentRow).where(AssessmentRow.id == assessment_id).values(**values))


def hand_in(  # noqa: PLR0913  # one argument a column
    session: Session,
    assessment_id: UUID,
    actor: Actor | None,
    now: datetime,
    *,
    recipe: str,
    fingerprint: str,
    snapshot: bytes,
    head: Head,
    name: str = "",
) -> None:
    """Keep what was handed in, frozen, under the next number, with the head of the chain."""
    last = session.scalar(
        select(func.max(SubmissionRow.number)).where(SubmissionRow.assessment_id == assessment_id)
    )
    session.execute(
        insert(SubmissionRow).values(
            assessment_id=assessment_id,
            number=(last or 0) + 1,
            at=now,
            person_id=actor.person_id if actor else None,
            person_name=actor.name if actor else name,
            recipe=recipe,
            fingerprint=fingerprint,
            snapshot=snapshot,
            head_number=head.number,
            head_hash=head.hash,
        )
    )


def take_back(session: Session, assessment_id: UUID, now: datetime) -> None:
    """Mark the version last handed in as withdrawn."""
    submission = last_submission(session, assessment_id)
    if submission is not None:
        session.execute(
            update(SubmissionRow).where(SubmissionRow.id == submission.id).values(withdrawn_at=now)
        )


def last_submission(session: Session, assessment_id: UUID) -> Row[*tuple[Any, ...]] | None:
    """Find the version last handed in and not withdrawn."""
    return last_submissions(session, [assessment_id]).get(assessment_id)


def last_submissions(
    session: Session, assessment_ids: Collection[UUID]
) -> dict[UUID, Row[*tuple[Any, ...]]]:
    """Find the versions last handed in and not withdrawn, by assessment."""
    rows = session.execute(
        select(*_SUBMISSION)
        .where(
            SubmissionRow.assessment_id.in_(assessment_ids), SubmissionRow.withdrawn_at.is_(None)
        )
        .order_by(SubmissionRow.number)
    )
    return {row.assessment_id: row for row in rows}


def versions(session: Session, assessment_id: UUID) -> list[Row[*tuple[Any, ...]]]:
    """List every version that was handed in, withdrawn or not, the first one first."""
    query = select(*_SUBMISSION, SubmissionRow.withdrawn_at).where(
        SubmissionRow.assessment_id == assessment_id
    )
    return list(session.execute(query.order_by(SubmissionRow.number)))


def submissions_of(session: Session, city_id: int) -> list[Row[*tuple[Any, ...]]]:
    """List every version that a city ever handed in, withdrawn or not."""
    query = (
        select(
            SubmissionRow.assessment_id,
            SubmissionRow.number,
            SubmissionRow.fingerprint,
            SubmissionRow.snapshot,
            SubmissionRow.head_number,
            SubmissionRow.head_hash,
            RoundRow.slug.label("round_slug"),
        )
        .join(AssessmentRow, AssessmentRow.id == SubmissionRow.assessment_id)
        .join(RoundRow, RoundRow.id == AssessmentRow.round_id)
        .where(AssessmentRow.city_id == city_id)
        .order_by(RoundRow.slug, SubmissionRow.number)
    )
    return list(session.execute(query))


def _report(row: Row[*tuple[Any, ...]], *, last: UUID | None = None) -> Report:
    return Report(
        id=row.id,
        city=City(
            row.city_id,
            row.city_slug,
            row.city_name,
            row.own_name,
            row.country,
            row.region,
            row.fictional,
        ),
        round=Round(
            row.round_id,
            row.round_slug,
            row.round_name,
            row.edition,
            row.opens_at,
            row.closes_at,
            row.asks_signature,
            row.asks_endorsement,
            row.time_zone,
        ),
        status=Status(row.status),
        was_returned=row.was_returned,
        boundary=row.boundary,
        returned_areas=tuple(row.returned_areas.split()),
        due_at=row.due_at,
        finished=tuple(row.finished_areas.split()),
        closes_at=row.own_close,
        excused=row.excused_at is not None,
        reply_until=row.reply_until,
        last=last,
    )
