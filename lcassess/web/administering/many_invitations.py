"""Inviting many people from a table; where one cell is wrong nobody is invited."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import current_app, flash, redirect, render_template
from flask_babel import gettext, ngettext

from lcassess.accounts import invitations
from lcassess.accounts.current import require_actor
from lcassess.accounts.forms import mistakes
from lcassess.extensions import db
from lcassess.services.administering import demand_administrator
from lcassess.services.invitation_table import FaultyTableError, check_invitations
from lcassess.services.scheduling import find_round
from lcassess.services.table_reading import UnreadableError, read_table
from lcassess.web.administering.round_forms import TableForm
from lcassess.web.administering.words import UNREADABLE, WRONG, WRONG_CELLS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from lcassess.network.membership import Actor
    from lcassess.services.invitation_table import Fault

MOST_FAULTS = 100  # on the page


def invite_many(slug: str) -> ResponseReturnValue:
    """Show the form for a table, and invite whom it names."""
    actor = require_actor()
    demand_administrator(actor)
    form = TableForm()
    faults: Sequence[Fault] = ()
    if form.validate_on_submit():
        try:
            count = _invited(actor, slug, form)
        except UnreadableError as refusal:
            form.file.errors = [UNREADABLE[refusal.why]]
        except FaultyTableError as refusal:
            faults = refusal.faults
            form.file.errors = [gettext("Nobody was invited: the table has mistakes, listed below")]
        else:
            flash(_said(count))
            return redirect(f"/rounds/{slug}", 303)
    page = render_template(
        "administering/round_invite.html",
        round=find_round(db.session, slug),
        form=form,
        faults=_told(faults[:MOST_FAULTS]),
        total=len(faults),
        errors=mistakes(form),
    )
    return page, 400 if form.is_submitted() else 200


def _invited(actor: Actor, slug: str, form: TableForm) -> int:
    rows = read_table(form.file.data.read())
    languages = current_app.config["LANGUAGES"]
    found, invited = check_invitations(db.session, actor, slug, rows, languages)
    now, once = datetime.now(UTC), form.once.data
    return invitations.invite_many(db.session, invited, found, once, now, actor.person_id)


def _said(count: int) -> str:
    if not count:
        return str(gettext("These people are invited already."))
    return str(ngettext("%(num)s person is invited.", "%(num)s people are invited.", count))


def _told(faults: Sequence[Fault]) -> list[tuple[int, str, str, str]]:
    """Give row, column, what stands there and what is wrong with it."""
    words = WRONG | WRONG_CELLS
    return [(one.row, one.column, one.typed, words[one.wrong]) for one in faults]
