"""Tidings of a move: to those whose turn it is, and to the city."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from lcassess.assessment.status import Move, Status, steps
from lcassess.network.membership import Role
from lcassess.services.telling import about, of_city, tell
from lcassess.storage import people, reviews

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.assessment.status import Stand, Step
    from lcassess.network.membership import Actor

    People = list[Row[*tuple[Any, ...]]]

TURNS = {Move.SIGN: "to_sign", Move.ENDORSE: "to_endorse", Move.OPEN: "to_review"}
NEWS = {
    Move.SIGN: "signed",
    Move.DECLINE: "declined",
    Move.WITHDRAW: "withdrawn",
    Move.ENDORSE: "endorsed",
    Move.OPEN: "in_review",
    Move.RETURN: "returned",
    Move.ACCEPT: "accepted",
}


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is said with a move: a reason, what somebody signs as, areas with reasons, a date."""

    reason: str = ""
    function: str = ""
    areas: Mapping[str, str] = field(default_factory=dict)
    due: datetime | None = None

    @property
    def facts(self) -> dict[str, str]:
        """Give what a message about the move says."""
        reasons = " ".join(f"{code}: {reason}" for code, reason in self.areas.items())
        return {"reason": self.reason or reasons, "areas": ", ".join(self.areas)}


def spread(  # what was done, by whom, under which key
    session: Session,
    report: Report,
    made: Step,
    actor: Actor,
    said: Particulars,
    key: str,
    now: datetime,
) -> None:
    """Leave one message for each person concerned; who made the move knows it."""
    told = about(report, said.due, by=actor.name, **said.facts)
    for kind, whom in _concerned(session, report, made):
        others = [person for person in whom if person.id != actor.person_id]
        tell(session, others, kind, told, key, now)


def news(made: Step) -> str:
    """Name the message about a move."""
    if made.role is Role.ADMINISTRATOR:
        return "erratum"
    return NEWS.get(made.move, made.to.value)


def _concerned(session: Session, report: Report, made: Step) -> Iterator[tuple[str, People]]:
    returned = report.was_returned or made.to is Status.RETURNED
    after = replace(report.stand, status=made.to, was_returned=returned)
    for move in _turns(after):
        yield TURNS[move], _in_turn(session, report, move)
    if made.to is Status.SIGNING:
        return
    yield news(made), of_city(session, report, Role.COORDINATOR, Role.CERTIFIER)
    if made.move is Move.WITHDRAW:
        for move in _turns(report.stand):
            yield news(made), _in_turn(session, report, move)


def _turns(stand: Stand) -> list[Move]:
    return [step.move for step in steps(stand) if step.move in TURNS]


def _in_turn(session: Session, report: Report, move: Move) -> People:
    if move is Move.SIGN:
        return of_city(session, report, Role.CERTIFIER)
    if move is Move.ENDORSE:
        return list(people.holding(session, Role.COMMISSION, country=report.city.country))
    return reviews.reviewers(session, [report.id]).get(report.id, [])
