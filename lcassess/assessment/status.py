"""The states of an assessment and the only moves between them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lcassess.network.membership import Role


class Status(StrEnum):
    """How far a report is."""

    DRAFT = "draft"
    SIGNING = "signing"
    SUBMITTED = "submitted"
    ENDORSED = "endorsed"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class Move(StrEnum):
    """What somebody does to a report as a whole."""

    SUBMIT = "submit"
    SIGN = "sign"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    ENDORSE = "endorse"
    OPEN = "open"
    RETURN = "return"
    ACCEPT = "accept"


WRITABLE = frozenset({Status.DRAFT, Status.RETURNED})
SENT = frozenset(Status) - WRITABLE - {Status.SIGNING}


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a report stands, as far as its next move depends on it."""

    status: Status
    asks_signature: bool
    asks_endorsement: bool
    was_returned: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A move that may be made now: by whom, and where it leads."""

    move: Move
    role: Role
    to: Status


def steps(stand: Stand) -> tuple[Step, ...]:
    """List every move that the table allows from here."""
    origin = Status.RETURNED if stand.was_returned else Status.DRAFT
    sent = Status.SIGNING if stand.asks_signature else Status.SUBMITTED
    awaits_endorsement = stand.asks_endorsement and not stand.was_returned
    submit = Step(Move.SUBMIT, Role.COORDINATOR, sent)
    withdraw = Step(Move.WITHDRAW, Role.COORDINATOR, origin)
    review = Step(Move.OPEN, Role.REVIEWER, Status.IN_REVIEW)
    endorse = Step(Move.ENDORSE, Role.COMMISSION, Status.ENDORSED)
    table = {
        Status.DRAFT: (submit,),
        Status.RETURNED: (submit,),
        Status.SIGNING: (
            Step(Move.SIGN, Role.CERTIFIER, Status.SUBMITTED),
            Step(Move.DECLINE, Role.CERTIFIER, origin),
            withdraw,
        ),
        Status.SUBMITTED: (endorse if awaits_endorsement else review, withdraw),
        Status.ENDORSED: (review, withdraw),
        Status.IN_REVIEW: (
            Step(Move.RETURN, Role.REVIEWER, Status.RETURNED),
            Step(Move.ACCEPT, Role.REVIEWER, Status.ACCEPTED),
        ),
        Status.ACCEPTED: (Step(Move.RETURN, Role.ADMINISTRATOR, Status.RETURNED),),
    }
    return table[stand.status]


def step(stand: Stand, move: Move) -> Step | None:
    """Find a move among those allowed from here."""
    return next((s for s in steps(stand) if s.move is move), None)


def turn(stand: Stand) -> Role | None:
    """Name whose turn it is; nobody's once a report is accepted."""
    return None if stand.status is Status.ACCEPTED else steps(stand)[0].role
