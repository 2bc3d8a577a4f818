"""The reminders of a day: each is left once, however often one asks for them."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from lcassess.assessment.reminding import EVERY, reminder
from lcassess.network.membership import Role
from lcassess.services.reviewing import replies_open
from lcassess.services.telling import about, letters, of_city
from lcassess.services.transaction import deed
from lcassess.storage import assessments, contacts, lending, messages, rounds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lcassess.assessment.reminding import Reminder
    from lcassess.assessment.report import Report
    from lcassess.network.membership import Round


def remind(session: Session, today: date, now: datetime) -> Counter[str]:
    """Leave the reminders of a day for every round; count the new ones by kind."""
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for found in rounds.everything(session):
        for row in reminders(session, found, partial(_of_day, today), now):
            by_kind.setdefault(row["kind"], []).append(row)
    by_kind["loan_late"] = list(_late_loans(session, now))
    with deed(session, "remind", day=today):
        new = Counter({kind: messages.put(session, rows) for kind, rows in by_kind.items()})
    return +new


def reminders(
    session: Session,
    found: Round,
    choose: Callable[[Report, datetime | None], Reminder | None],
    now: datetime,
) -> Iterator[dict[str, Any]]:
    """Make the messages of the reminders that `choose` gives for the reports of a round.

    It is told of each report when it was last handed in.
    """
    handed_in = contacts.sent_at(session, found.id)
    people = contacts.of_round(session, found.id)
    for report in assessments.of_round(session, found.id):
        what = choose(report, handed_in.get(report.id))
        if what is not None and _is_open(session, report, what, now):
            whom = [one for one in people.get(report.id, []) if one.role == what.role.value]
            key = f"{what.kind}/{report.id}/{what.day}"
            yield from letters(whom, what.kind, about(report, what.due), key, now)


def _is_open(session: Session, report: Report, what: Reminder, now: datetime) -> bool:
    """Tell whether something is left to do: a city may have replied to everything already."""
    return what.kind != "reply_due" or bool(replies_open(session, report, now))


def _late_loans(session: Session, now: datetime) -> Iterator[dict[str, Any]]:
    """Tell coordinators, once, of lent questions for which nothing came back in time."""
    for loan in lending.overdue(session, now - EVERY, now):
        report = assessments.find(session, loan.assessment_id)
        if report is not None and report.writable(now):
            supplier = ", ".join(filter(None, (loan.name, loan.department)))
            facts = about(report, loan.due_at, by=supplier)
            whom = of_city(session, report, Role.COORDINATOR)
            yield from letters(whom, "loan_late", facts, f"loan_late/{loan.id}", now)


def _of_day(today: date, report: Report, sent_at: datetime | None) -> Reminder | None:
    return reminder(report, today, sent_at)
