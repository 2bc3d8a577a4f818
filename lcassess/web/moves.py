"""Moves of a report on pages: made once however often pressed, and told in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import redirect, render_template
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from lcassess.accounts.current import require_actor
from lcassess.assessment.status import Move, Status
from lcassess.extensions import db
from lcassess.services import moving
from lcassess.services.refusals import NotNowError
from lcassess.web.words import day, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy import Row

    from lcassess.assessment.report import Report

STANDS = {
    Status.SIGNING: _("It waits for a signature. Until then nothing in it can be changed."),
    Status.SUBMITTED: _("It is with UIL. A reviewer opens it next."),
    Status.ENDORSED: _("The National Commission has endorsed it. A reviewer opens it next."),
    Status.ACCEPTED: _("UIL has accepted it. Its results stand as they are."),
}

MADE = {
    Move.SUBMIT: _("%(who)s handed in the report"),
    Move.SIGN: _("%(who)s signed it"),
    Move.DECLINE: _("%(who)s did not sign it and sent it back"),
    Move.WITHDRAW: _("%(who)s took the report back"),
    Move.ENDORSE: _("%(who)s endorsed it for the National Commission"),
    Move.OPEN: _("%(who)s opened it to review it"),
    Move.RETURN: _("%(who)s sent parts of it back"),
    Move.ACCEPT: _("%(who)s accepted it"),
}
TO_BE_SIGNED = _("%(who)s gave the report to be signed")
SIGNED_AS = _("%(who)s (%(function)s) signed it")
CORRECTED = _("%(who)s opened the accepted report for a correction")


@dataclass(frozen=True, slots=True)
class Told:
    """A move in words: who did what, when, why, and which focus areas it is about."""

    sentence: str
    at: datetime
    reason: str
    areas: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Story:
    """Where a report stands and what is next, and the last thing that was done with it."""

    sentence: str
    last: Told | None


def press(
    wanted: Move, assessment_id: UUID, make: Callable[[], object], address: str
) -> ResponseReturnValue:
    """Make a move and lead on; pressed twice it leads on as well.

    Who comes too late is shown what was done in the meantime, and by whom; a refusal that says
    more than that is left to the page.
    """
    try:
        make()
    except NotNowError as refusal:
        if type(refusal) is not NotNowError:
            raise
        if not moving.was_made_by(db.session, require_actor(), assessment_id, wanted):
            return too_late(assessment_id)
    return redirect(address, 303)


def too_late(assessment_id: UUID) -> tuple[str, int]:
    """Show to whoever may know of a report how it stands now, as nothing was done."""
    report = moving.stands(db.session, assessment_id)
    page = render_template(
        "moves/too_late.html",
        report=report,
        story=story_of(report, datetime.now(UTC)),
        fictional=report.city.name if report.city.fictional else "",
    )
    return page, 409


def story_of(report: Report, now: datetime) -> Story:
    """Tell where a report stands."""
    last = moving.last_move(db.session, report.id)
    return Story(where(report, now), told(last) if last else None)


def told(move: Row[*tuple[Any, ...]]) -> Told:
    """Put a move into words."""
    who = move.person_name or gettext("Somebody")
    sentence = _what(move) % {"who": who, "function": move.function}
    return Told(sentence, move.at, move.reason, move.areas or {})


def where(report: Report, now: datetime) -> str:
    """Say in one sentence where a report stands and what is next."""
    match report.status:
        case Status.DRAFT:
            return _writing(report, now)
        case Status.SUBMITTED if report.waits_for_endorsement:
            return gettext("It is with UIL. The National Commission is asked to endorse it next.")
        case Status.IN_REVIEW:
            return _in_review(report, now)
        case Status.RETURNED:
            return _returned(report, now)
        case plain:
            return str(STANDS[plain])


def _writing(report: Report, now: datetime) -> str:
    if not report.writable(now):
        return gettext("The time to write it is over. UIL can give more time.")
    if report.round.asks_signature:
        return gettext("It is being written. Next it is handed in to be signed.")
    return gettext("It is being written. Next it is handed in to UIL.")


def _in_review(report: Report, now: datetime) -> str:
    if report.reply_until is None or now > report.reply_until:
        return gettext("A reviewer at UIL reads it, and accepts it or sends parts of it back.")
    return gettext(
        "A reviewer at UIL reads it. The city can reply to remarks until %(when)s.",
        when=day(report.reply_until, report.round.time_zone),
    )


def _returned(report: Report, now: datetime) -> str:
    areas = listed(report.returned_areas)
    if not report.writable(now):
        return gettext(
            "UIL has sent back %(areas)s, and the time to change it is over.", areas=areas
        )
    return gettext(
        "UIL has sent back %(areas)s. Only this can be changed, and handed in again, until "
        "%(when)s.",
        areas=areas,
        when=day(report.deadline, report.round.time_zone),
    )


def _what(move: Row[*tuple[Any, ...]]) -> str:
    if move.to_status == Status.SIGNING:
        return str(TO_BE_SIGNED)
    if move.from_status == Status.ACCEPTED:
        return str(CORRECTED)
    if move.function:
        return str(SIGNED_AS)
    return str(MADE[Move(move.move)])
