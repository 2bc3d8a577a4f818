"""Who is reminded of what on a day: at most one reminder a report, each once.

A reminder belongs to a day and is sent on that day or, if nobody sent it then, within the week
after, unless the next one has taken its place. So days on which nothing was sent make no burst.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from lcassess.assessment.status import WRITABLE, Move, Status, step
from lcassess.network.calendar import day_of
from lcassess.network.membership import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lcassess.assessment.report import Report

BEFORE = (30, 7, 1)  # days before what is due
EVERY = timedelta(days=7)  # and after it
MOST_LATE = 4
# Once the city's time to reply is over, it is the reviewer's turn.
LATE = {what: f"{what}_late" for what in ("write", "sign", "endorse")} | {"reply": "review_late"}
WHO = {"sign": Role.CERTIFIER, "endorse": Role.COMMISSION, "review": Role.REVIEWER}
TO_ENDORSE = timedelta(days=30)  # a National Commission has one month


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is said to those with a role: `kind`, until when (`due`), and the day it belongs to."""

    kind: str
    role: Role
    due: datetime
    day: date


def reminder(report: Report, today: date, sent_at: datetime | None = None) -> Reminder | None:
    """Give the reminder for a report on a day; `sent_at` is when it was last handed in."""
    zone = report.round.time_zone
    opened = day_of(report.round.opens_at, zone)
    waited = _waited_for(report, sent_at)
    if report.excused or today < opened or waited is None:
        return None
    what, due = waited
    days = [(day, kind) for day, kind in _days(what, day_of(due, zone)) if opened <= day <= today]
    if report.status is Status.DRAFT:
        days.append((opened, "round_opened"))
    day, kind = max(days, default=(date.min, ""))
    return Reminder(kind, _role(kind), due, day) if today - day < EVERY else None


def asked_for(report: Report, now: datetime, sent_at: datetime | None) -> Reminder | None:
    """Give the reminder for a report that can be sent by hand, whatever day it is."""
    waited = _waited_for(report, sent_at)
    if report.excused or waited is None:
        return None
    what, due = waited
    kind = LATE[what] if now > due else f"{what}_due"
    return Reminder(kind, _role(kind), due, now.date())


def _waited_for(report: Report, sent_at: datetime | None) -> tuple[str, datetime] | None:
    """Say what a report waits for and until when."""
    if report.status in WRITABLE:
        return "write", report.deadline
    if report.status is Status.SIGNING:
        return "sign", report.deadline
    if sent_at is not None and step(report.stand, Move.ENDORSE):
        return "endorse", sent_at + TO_ENDORSE
    if report.status is Status.IN_REVIEW and report.reply_until is not None:
        return "reply", report.reply_until
    return None


def _days(what: str, due: date) -> Iterator[tuple[date, str]]:
    """List the days of reminders."""
    yield from ((due - timedelta(days=days), f"{what}_due") for days in BEFORE)
    first = due + timedelta(days=1)
    yield from ((first + number * EVERY, LATE[what]) for number in range(MOST_LATE))


def _role(kind: str) -> Role:
    return WHO.get(kind.partition("_")[0], Role.COORDINATOR)
