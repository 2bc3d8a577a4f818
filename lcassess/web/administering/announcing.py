"""Writing to the coordinators of a round."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template
from flask_babel import gettext, ngettext

from lcassess.accounts.current import require_actor
from lcassess.accounts.forms import mistakes
from lcassess.assessment.status import Status
from lcassess.extensions import db
from lcassess.services import announcing
from lcassess.services.announcing import EVERYBODY, Announcement
from lcassess.services.scheduling import find_round
from lcassess.web.administering.round_forms import AnnouncementForm
from lcassess.web.administering.words import messages_left
from lcassess.web.words import STATUSES

if TYPE_CHECKING:
    from collections import Counter

    from flask.typing import ResponseReturnValue


def announce(slug: str) -> ResponseReturnValue:
    """Show the form of an announcement, and send it."""
    actor = require_actor()
    audiences = announcing.audiences(db.session, actor, slug)
    form = AnnouncementForm()
    form.to.choices = _choices(audiences)
    if form.validate_on_submit():
        said = Announcement(form.to.data, form.subject.data, form.text.data, form.once.data)
        count = announcing.announce(db.session, actor, slug, said, datetime.now(UTC))
        flash(messages_left(count))
        return redirect(f"/rounds/{slug}", 303)
    page = render_template(
        "administering/round_announce.html",
        round=find_round(db.session, slug),
        form=form,
        errors=mistakes(form),
    )
    return page, 400 if form.is_submitted() else 200


def _choices(audiences: Counter[str]) -> list[tuple[str, str]]:
    """Name each audience with the number of its cities."""
    named = {EVERYBODY: gettext("All"), **{one.value: STATUSES[one] for one in Status}}
    return [
        (key, f"{name} ({ngettext('%(num)s city', '%(num)s cities', audiences[key])})")
        for key, name in named.items()
        if audiences[key] or key == EVERYBODY
    ]
