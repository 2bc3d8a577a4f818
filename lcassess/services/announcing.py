"""Writing to the coordinators of a round: all of them, or those whose report is in a state."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.network.membership import Role
from lcassess.services.administering import demand_administrator
from lcassess.services.refusals import RefusedError
from lcassess.services.scheduling import find_round
from lcassess.services.telling import letters
from lcassess.services.transaction import deed
from lcassess.storage import assessments, contacts, messages

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.network.membership import Actor, Round

EVERYBODY = "all"


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is said to the cities in a state, or to `EVERYBODY`; with one `once` it is said once."""

    state: str
    subject: str
    text: str
    once: str


def audiences(session: Session, actor: Actor, slug: str) -> Counter[str]:
    """Count the cities of a round that report, by state and all together (`EVERYBODY`)."""
    demand_administrator(actor)
    found = find_round(session, slug)
    states = Counter(report.status.value for report in _reporting(session, found, EVERYBODY))
    return states + Counter({EVERYBODY: states.total()})


def announce(
    session: Session, actor: Actor, slug: str, announcement: Announcement, now: datetime
) -> int:
    """Write to the coordinators of a round; count the messages."""
    with deed(session, "announce", actor, round=slug) as known:
        demand_administrator(actor)
        if not (announcement.subject and announcement.text and announcement.once):
            raise RefusedError
        found = find_round(session, slug)
        reports = _reporting(session, found, announcement.state)
        people = contacts.of_round(session, found.id)
        whom = [
            one
            for report in reports
            for one in people.get(report.id, [])
            if one.role == Role.COORDINATOR.value
        ]
        facts = {"subject": announcement.subject, "text": announcement.text}
        rows = letters(
            whom,
            "announcement",
            facts | {"round": found.name},
            f"announcement/{found.slug}/{announcement.once}",
            now,
        )
        known["messages"] = count = messages.put(session, rows)
    return count


def _reporting(session: Session, found: Round, state: str) -> list[Report]:
    return [
        report
        for report in assessments.of_round(session, found.id)
        if not report.excused and state in {EVERYBODY, report.status.value}
    ]
