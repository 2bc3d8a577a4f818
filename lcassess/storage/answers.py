"""Answers and texts: as they stand, as they stood, and how they are written."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, exists, insert, null, select, tuple_, union_all, update

from lcassess.assessment.merge import as_shown
from lcassess.assessment.sheet import Answer, AnswerSheet, Grade, Mark, State, Territory, Text
from lcassess.framework.precision import canonical
from lcassess.storage import chains
from lcassess.storage.chosen import numbered, one_of
from lcassess.storage.tables import AnswerHistoryRow, AnswerRow, TextHistoryRow, TextRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import CompoundSelect, Select
    from sqlalchemy.orm import Session

    from lcassess.network.membership import Actor

PARTS = (
    "indicator_id",
    "state",
    "entered",
    "value",
    "numerator_entered",
    "numerator",
    "denominator_entered",
    "denominator",
    "reading",
    "numerator_reading",
    "denominator_reading",
    "mark",
    "year",
    "source",
    "grade",
    "territory",
    "note",
    "reason",
    "unsure",
    "version",
)
ANSWER = tuple(getattr(AnswerRow, part) for part in (*PARTS, "person_name", "at"))
# What every page asks is put together once: that takes longer than asking.
_NOW = select(*ANSWER).where(AnswerRow.assessment_id == bindparam("assessment"))
_TEXTS = select(
    TextRow.name, TextRow.value, TextRow.version, TextRow.person_name, TextRow.at
).where(TextRow.assessment_id == bindparam("assessment"))
# The parts of a text in the columns of an answer, from which it is told by having no state.
_OF_TEXT = {
    "indicator_id": TextRow.name,
    "entered": TextRow.value,
    "version": TextRow.version,
    "person_name": TextRow.person_name,
    "at": TextRow.at,
}
# Looking a word up takes a third of what making an Enum of it does.
_STATES = {state.value: state for state in State}
_GRADES = {grade.value: grade for grade in Grade}
_TERRITORIES = {territory.value: territory for territory in Territory}
_PARTS_OF_A_ROW = (*PARTS, "by", "at")
_THEN = [getattr(AnswerHistoryRow, part) for part in (*PARTS, "person_name", "at")]
_TEXTS_THEN = [
    getattr(TextHistoryRow, part) for part in ("name", "value", "version", "person_name", "at")
]
# The last row of a name comes last and stands.
_ANSWERS_UP_TO, _TEXTS_UP_TO = (
    select(*columns)
    .where(history.assessment_id == bindparam("assessment"), history.number <= bindparam("number"))
    .order_by(history.number)
    for history, columns in ((AnswerHistoryRow, _THEN), (TextHistoryRow, _TEXTS_THEN))
)


def of(
    session: Session, assessment_id: UUID, indicator_ids: Collection[str] | None = None
) -> dict[str, Answer]:
    """Read the answers of an assessment as they stand, all or of some indicators."""
    query = _NOW if indicator_ids is None else _some_now(len(indicator_ids))
    wanted = {"assessment": assessment_id, **numbered(indicator_ids or ())}
    rows = session.connection().execute(query, wanted).all()
    return {row.indicator_id: answer_of(row) for row in rows}


@cache
def _some_now(count: int) -> Select[*tuple[Any, ...]]:
    return _NOW.where(one_of(AnswerRow.indicator_id, count))


def of_page(
    session: Session, assessment_id: UUID, names: Collection[str]
) -> tuple[dict[str, Answer], dict[str, Text]]:
    """Read the answers and texts of some names as they stand, in one query."""
    wanted = {"assessment": assessment_id, **numbered(names)}
    found: dict[str, Answer] = {}
    texts: dict[str, Text] = {}
    for row in session.connection().execute(_both_now(len(names)), wanted):
        if row.state is None:
            texts[row.indicator_id] = Text(*(getattr(row, column) for column in _OF_TEXT))
        else:
            found[row.indicator_id] = answer_of(row)
    return found, texts


@cache
def _both_now(count: int) -> CompoundSelect[*tuple[Any, ...]]:
    columns = (_OF_TEXT.get(column.key, null()) for column in ANSWER)
    texts = select(*columns).where(TextRow.assessment_id == bindparam("assessment"))
    return union_all(_some_now(count), texts.where(one_of(TextRow.name, count)))


def states(session: Session, assessment_ids: Sequence[UUID]) -> dict[UUID, AnswerSheet]:
    """Read the answers of many assessments as they stand, without anything but their states."""
    found: dict[UUID, list[Answer]] = {assessment_id: [] for assessment_id in assessment_ids}
    query = select(AnswerRow.assessment_id, AnswerRow.indicator_id, AnswerRow.state)
    for row in session.execute(query.where(AnswerRow.assessment_id.in_(assessment_ids))):
        found[row.assessment_id].append(Answer(row.indicator_id, State(row.state)))
    return {assessment_id: AnswerSheet.of(given) for assessment_id, given in found.items()}


def at_versions(
    session: Session, assessment_id: UUID, versions: Iterable[tuple[str, int]]
) -> dict[str, Answer]:
    """Read answers as they stood at given versions; a version that never was is left out."""
    wanted = list(versions)
    if not wanted:
        return {}
    query = select(*_THEN).where(
        AnswerHistoryRow.assessment_id == assessment_id,
        tuple_(AnswerHistoryRow.indicator_id, AnswerHistoryRow.version).in_(wanted),
    )
    return {row.indicator_id: answer_of(row) for row in session.execute(query)}


def history(session: Session, assessment_id: UUID, indicator_id: str) -> list[tuple[int, Answer]]:
    """List every version of an answer, the first one first, each with its number in the chain."""
    query = (
        select(AnswerHistoryRow.number, *_THEN)
        .where(
            AnswerHistoryRow.assessment_id == assessment_id,
            AnswerHistoryRow.indicator_id == indicator_id,
        )
        .order_by(AnswerHistoryRow.version)
    )
    return [(row[0], answer_of(row[1:])) for row in session.execute(query)]


def text_history(session: Session, assessment_id: UUID, name: str) -> list[tuple[int, Text]]:
    """List every version of a text, the first one first, each with its number in the chain."""
    query = (
        select(TextHistoryRow.number, *_TEXTS_THEN)
        .where(TextHistoryRow.assessment_id == assessment_id, TextHistoryRow.name == name)
        .order_by(TextHistoryRow.version)
    )
    return [(row[0], Text(*row[1:])) for row in session.execute(query)]


def written_after(session: Session, assessment_id: UUID, number: int) -> bool:
    """Tell whether an answer or text was written when the chain was beyond a number."""
    return any(
        session.scalar(
            select(exists().where(table.assessment_id == assessment_id, table.number > number))
        )
        for table in (AnswerHistoryRow, TextHistoryRow)
    )


def sheet_at(
    session: Session, assessment_id: UUID, number: int
) -> tuple[dict[str, Answer], dict[str, Text]]:
    """Read the answers and texts of an assessment as they stood when the chain had this number."""
    wanted = {"assessment": assessment_id, "number": number}
    answers = session.connection().execute(_ANSWERS_UP_TO, wanted)
    texts = session.connection().execute(_TEXTS_UP_TO, wanted)
    return (
        {row.indicator_id: as_shown(answer_of(row)) for row in answers},
        {row.name: Text(*row) for row in texts},
    )


def write(
    session: Session,
    assessment_id: UUID,
    answers: Sequence[Answer],
    actor: Actor | None,
    now: datetime,
    *,
    name: str = "",
) -> None:
    """Write answers at their new versions, each with its row of history."""
    if not answers:
        return
    stamp = _stamp(assessment_id, actor, now, name)
    connection = session.connection()
    chains.extend(session, AnswerHistoryRow, [_columns(answer) | stamp for answer in answers])
    current = [_columns(as_shown(answer)) | stamp for answer in answers]
    first = [columns for columns in current if columns["version"] == 1]
    later = [columns for columns in current if columns["version"] > 1]
    if first:
        connection.execute(insert(AnswerRow), first)
    if later:
        connection.execute(_UPDATE, [_keyed(columns) for columns in later])


def write_first(
    session: Session, reports: Iterable[tuple[UUID, Sequence[Answer], str, datetime]]
) -> None:
    """Write the first answers of many reports at once, each with who gave them and when."""
    given = [
        (answer, _stamp(assessment_id, None, at, name))
        for assessment_id, found, name, at in reports
        for answer in found
    ]
    if not given:
        return
    chains.extend(session, AnswerHistoryRow, [_columns(a) | stamp for a, stamp in given])
    current = [_columns(as_shown(answer)) | stamp for answer, stamp in given]
    session.connection().execute(insert(AnswerRow), current)


def texts_of(
    session: Session, assessment_id: UUID, names: Collection[str] | None = None
) -> dict[str, Text]:
    """Read the texts of an assessment as they stand, all or some."""
    query = _TEXTS if names is None else _some_texts(len(names))
    wanted = {"assessment": assessment_id, **numbered(names or ())}
    rows = session.connection().execute(query, wanted).all()
    return {row.name: Text(*row) for row in rows}


@cache
def _some_texts(count: int) -> Select[*tuple[Any, ...]]:
    return _TEXTS.where(one_of(TextRow.name, count))


def texts_at_versions(
    session: Session, assessment_id: UUID, versions: Iterable[tuple[str, int]]
) -> dict[str, Text]:
    """Read texts as they stood at given versions."""
    wanted = list(versions)
    if not wanted:
        return {}
    query = select(*_TEXTS_THEN).where(
        TextHistoryRow.assessment_id == assessment_id,
        tuple_(TextHistoryRow.name, TextHistoryRow.version).in_(wanted),
    )
    return {row.name: Text(*row) for row in session.execute(query)}


def write_texts(
    session: Session,
    assessment_id: UUID,
    texts: Sequence[Text],
    actor: Actor | None,
    now: datetime,
    *,
    name: str = "",
) -> None:
    """Write texts at their new versions, each with its row of history."""
    if not texts:
        return
    stamp = _stamp(assessment_id, actor, now, name)
    rows = [
        {"name": text.name, "value": text.value, "version": text.version} | stamp for text in texts
    ]
    chains.extend(session, TextHistoryRow, rows)
    connection = session.connection()
    first = [row for row in rows if row["version"] == 1]
    later = [row for row in rows if row["version"] != 1]
    if first:
        connection.execute(insert(TextRow), first)
    if later:
        connection.execute(_UPDATE_TEXT, [_keyed(row) for row in later])


_KEYS = {"assessment_id": "key_assessment", "indicator_id": "key_indicator", "name": "key_name"}

_UPDATE = (
    update(AnswerRow)
    .where(
        AnswerRow.assessment_id == bindparam("key_assessment"),
        AnswerRow.indicator_id == bindparam("key_indicator"),
    )
    .values({part: bindparam(part) for part in (*PARTS[1:], "person_id", "person_name", "at")})
)
_UPDATE_TEXT = (
    update(TextRow)
    .where(
        TextRow.assessment_id == bindparam("key_assessment"), TextRow.name == bindparam("key_name")
    )
    .values(
        {part: bindparam(part) for part in ("value", "version", "person_id", "person_name", "at")}
    )
)


def _keyed(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {_KEYS.get(name, name): value for name, value in columns.items()}


def _stamp(
    assessment_id: UUID, actor: Actor | None, now: datetime, name: str = ""
) -> dict[str, Any]:
    return {
        "assessment_id": assessment_id,
        "person_id": actor.person_id if actor else None,
        "person_name": actor.name if actor else name,
        "at": now,
    }


def answer_of(row: Sequence[Any]) -> Answer:
    """Make an answer of the columns in `ANSWER`, or of the same ones of its history."""
    found = dict(zip(_PARTS_OF_A_ROW, row, strict=True))  # each name by itself takes longer
    shares = _shares(found["value"])
    found |= {
        "state": _STATES[found["state"]],
        "value": _decimal(found["value"]) if shares is None else None,
        "shares": shares,
        "numerator": _decimal(found["numerator"]),
        "denominator": _decimal(found["denominator"]),
        "mark": Mark(found["mark"]) if found["mark"] else None,
        "grade": _GRADES[found["grade"]] if found["grade"] else None,
        "territory": _TERRITORIES[found["territory"]],
    }
    return Answer(**found)


def _columns(answer: Answer) -> dict[str, Any]:
    return {part: getattr(answer, part) for part in PARTS} | {
        "state": answer.state.value,
        "value": _value_text(answer),
        "numerator": _text(answer.numerator),
        "denominator": _text(answer.denominator),
        "mark": answer.mark.value if answer.mark else None,
        "grade": answer.grade.value if answer.grade else None,
        "territory": answer.territory.value,
    }


def _value_text(answer: Answer) -> str | None:
    if answer.shares is not None:
        return json.dumps({part: _text(value) for part, value in answer.shares.items()})
    return _text(answer.value)


def _shares(text: str | None) -> Mapping[str, Decimal] | None:
    if text is None or not text.startswith("{"):
        return None
    return {part: Decimal(value) for part, value in json.loads(text).items()}


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else canonical(value)
