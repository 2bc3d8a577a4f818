"""Who needs attention in a round: groups to look at, reminders to send, reviewers' load."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from lcassess.access import rules
from lcassess.accounts.current import require_actor
from lcassess.assessment.progress import Group
from lcassess.assessment.status import Status
from lcassess.extensions import db
from lcassess.services import watching
from lcassess.web.scores.states import SHORT_STATES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from lcassess.network.membership import Actor, Round

GROUPS: dict[Group, Any] = {
    Group.NOT_STARTED: _("not started"),
    **{Group(one.value): SHORT_STATES[one] for one in Status},
    Group.LATE: _("late"),
    Group.EXCUSED: _("excused"),
}


@dataclass(frozen=True, slots=True)
class WatchView:
    """What UIL sees beside the table: groups with their addresses, reminders and load.

    `marks` says of single reports that they are late or excused.
    """

    groups: tuple[tuple[str, int, str], ...]
    chosen: str
    reminders: tuple[tuple[str, str], ...]
    load: Sequence[Any]
    marks: dict[UUID, str]


def group_asked(actor: Actor) -> Group | None:
    """Give the group that is asked for; only UIL can ask, and any other word means all."""
    asked = request.args.get("state", "")
    return Group(asked) if rules.is_uil(actor) and asked in set(Group) else None


def view_of(actor: Actor, found: Round, chosen: Group | None, now: datetime) -> WatchView | None:
    """Make what UIL sees beside the table; nobody else sees it."""
    if not rules.is_uil(actor):
        return None
    seen = watching.watch(db.session, actor, found.slug, now)
    return WatchView(
        tuple(
            (str(GROUPS[group]), number, url_for(".network", round=found.slug, state=group.value))
            for group, number in seen.groups.items()
        ),
        str(GROUPS[chosen]) if chosen else "",
        tuple((group.value, _button(group, seen.groups[group])) for group in seen.waiting),
        seen.load,
        {
            assessment_id: str(GROUPS[group])
            for group in (Group.LATE, Group.EXCUSED)
            if group in seen.groups
            for assessment_id in watching.in_group(db.session, actor, found.slug, group, now)
        },
    )


def remind() -> ResponseReturnValue:
    """Remind those for whom the reports of a group wait."""
    actor, slug = require_actor(), request.form.get("round", "")
    state = request.form.get("state", "")
    if state not in set(Group):
        abort(400)
    now = datetime.now(UTC)
    count = watching.remind_group(db.session, actor, slug, Group(state), now)
    flash(_said(count))
    return redirect(url_for(".network", round=slug), 303)


def _button(group: Group, number: int) -> str:
    """Say what the button does, and to how many."""
    cities = ngettext("Remind %(num)s city", "Remind %(num)s cities", number)
    return gettext("%(remind)s: %(group)s", remind=cities, group=GROUPS[group])


def _said(count: int) -> str:
    if not count:
        return str(gettext("Nobody was reminded: all were today, or the city has no such person."))
    return str(ngettext("%(num)s person is reminded.", "%(num)s people are reminded.", count))
