"""Questions of cities to UIL: asked at an answer, answered once, shown to all cities there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.framework import catalogue
from lcassess.services import attaching
from lcassess.services.refusals import NotAllowedError, NotFoundError, NotNowError, RefusedError
from lcassess.services.telling import about, tell
from lcassess.services.transaction import deed
from lcassess.storage import assessments, questions

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from lcassess.network.membership import Actor
    from lcassess.services.attaching import Place

    Rows = Sequence[Row[*tuple[Any, ...]]]

LONGEST = 2_000
MOST_OPEN = 5  # questions of a report at one answer


class EmptyError(RefusedError):
    """A question or an answer without words."""


class TooManyError(RefusedError):
    """More questions at one answer than anybody can have."""


@dataclass(frozen=True, slots=True)
class AskingPage:
    """What a city asked at an answer, and what UIL answered there to whichever city."""

    place: Place
    asked: Rows
    advice: Rows


@dataclass(frozen=True, slots=True)
class Advice:
    """What UIL answers: the question in words for all cities, and the answer, to some questions."""

    question: str
    text: str
    question_ids: tuple[int, ...]


def open_asking(
    session: Session, actor: Actor, assessment_id: UUID, name: str, now: datetime
) -> AskingPage:
    """Open what was asked and answered at an answer; others than the city see only answers."""
    place = attaching.find(session, actor, assessment_id, name, now)
    asked = questions.asked(session, assessment_id, name) if place.own else ()
    return AskingPage(place, asked, questions.advice(session, name))


def ask(
    session: Session, actor: Actor, assessment_id: UUID, name: str, text: str, now: datetime
) -> None:
    """Ask UIL; the same question a second time is asked once."""
    said = text.strip()[:LONGEST]
    with deed(session, "ask", actor, assessment_id=assessment_id, question=name):
        attaching.hold(session, actor, assessment_id, name, now)
        if not said:
            raise EmptyError
        waiting = [q for q in questions.asked(session, assessment_id, name) if not q.answered]
        if any(question.text == said for question in waiting):
            return
        if len(waiting) >= MOST_OPEN:
            raise TooManyError
        questions.ask(session, assessment_id, name, said, actor, now)


def open_questions(session: Session, actor: Actor) -> Mapping[str, Rows]:
    """List the questions of all cities that wait, by indicator, for somebody at UIL."""
    _demand_uil(actor)
    found: dict[str, list[Row[*tuple[Any, ...]]]] = {}
    for row in questions.unanswered(session):
        found.setdefault(row.indicator_id, []).append(row)
    return found


def known_indicator(name: str) -> bool:
    """Tell whether any edition asks this."""
    return any(name in catalogue.load(edition).indicators for edition in catalogue.EDITIONS)


def answer(session: Session, actor: Actor, name: str, given: Advice, now: datetime) -> None:
    """Answer some questions at an indicator once; who asked is told, all cities read it there."""
    with deed(session, "answer-questions", actor, question=name):
        _demand_uil(actor)
        if not known_indicator(name):
            raise NotFoundError
        waiting = {row.id for row in questions.unanswered(session, name)}
        if not given.question_ids or not waiting.issuperset(given.question_ids):
            raise NotNowError
        question, text = given.question.strip()[:LONGEST], given.text.strip()[:LONGEST]
        if not (question and text):
            raise EmptyError
        chosen = given.question_ids
        advice_id = questions.advise(session, name, question, text, chosen, actor, now)
        _tell(session, name, advice_id, given, now)


def _tell(session: Session, name: str, advice_id: int, given: Advice, now: datetime) -> None:
    for asker in questions.askers(session, given.question_ids):
        report = assessments.find(session, asker.assessment_id)
        if report is not None:
            code = catalogue.load(report.round.edition).indicators[name].code
            facts = about(report, indicator=name, code=code)
            tell(session, [asker], "question_answered", facts, f"advice/{advice_id}", now)


def _demand_uil(actor: Actor) -> None:
    if not rules.is_uil(actor):
        raise NotAllowedError
