"""Watching a round: how many cities are where, who is late, and how much reviewers have to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.assessment.progress import Group
from lcassess.assessment.reminding import asked_for
from lcassess.services.administering import demand_uil
from lcassess.services.refusals import NotNowError
from lcassess.services.reminding import reminders
from lcassess.services.scheduling import find_round
from lcassess.services.transaction import deed
from lcassess.storage import contacts, messages, progress

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime
    from typing import Any
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from lcassess.assessment.reminding import Reminder
    from lcassess.assessment.report import Report
    from lcassess.network.membership import Actor, Round

# In these groups every report waits for somebody; one that is submitted, for an endorsement.
WAITING = (Group.NOT_STARTED, Group.DRAFT, Group.RETURNED, Group.SIGNING, Group.LATE)


@dataclass(frozen=True, slots=True)
class Watch:
    """Cities by group, the groups that can be reminded, and the load of reviewers by name."""

    groups: Mapping[Group, int]
    waiting: Collection[Group]
    load: Sequence[Row[*tuple[Any, ...]]]


def watch(session: Session, actor: Actor, slug: str, now: datetime) -> Watch:
    """Count who is where in a round, for somebody at UIL."""
    demand_uil(actor)
    found = find_round(session, slug)
    groups = progress.count(session, found.id, now)
    waiting = [group for group in _waiting(found) if group in groups]
    return Watch(groups, waiting, contacts.load(session, found.id))


def in_group(session: Session, actor: Actor, slug: str, group: Group, now: datetime) -> set[UUID]:
    """Give the reports of a group, for somebody at UIL."""
    demand_uil(actor)
    return progress.ids(session, find_round(session, slug).id, group, now)


def remind_group(session: Session, actor: Actor, slug: str, group: Group, now: datetime) -> int:
    """Remind those for whom the reports of a group wait, each once a day; count the messages."""
    with deed(session, "remind-group", actor, round=slug, group=group) as known:
        demand_uil(actor)
        found = find_round(session, slug)
        if group not in _waiting(found):
            raise NotNowError
        wanted = progress.ids(session, found.id, group, now)

        def choose(report: Report, sent_at: datetime | None) -> Reminder | None:
            return asked_for(report, now, sent_at) if report.id in wanted else None

        rows = list(reminders(session, found, choose, now))
        known["messages"] = count = messages.put(session, rows)
    return count


def _waiting(found: Round) -> tuple[Group, ...]:
    return (*WAITING, Group.SUBMITTED) if found.asks_endorsement else WAITING
