"""The reminders of a day: each is left once, however often one asks for them."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from lcassess.assessment.reminding import reminder
from lcassess.services.telling import about, letters
from lcassess.services.transaction import deed
from lcassess.storage import assessments, contacts, messages, rounds

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
        if what is not None:
            whom = [one for one in people.get(report.id, []) if one.role == what.role.value]
            key = f"{what.kind}/{report.id}/{what.day}"
            yield from letters(whom, what.kind, about(report, what.due), key, now)


def _of_day(today: date, report: Report, sent_at: datetime | None) -> Reminder | None:
    return reminder(report, today, sent_at)
