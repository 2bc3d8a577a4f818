"""What reviewers and cities post: days, what goes back, remarks and replies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from lcassess.assessment.remarks import Verdict
from lcassess.network.calendar import moment
from lcassess.services.remarking import Draft
from lcassess.services.replying import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from werkzeug.datastructures import MultiDict

END_OF_DAY = time(23, 59, 59)
LONGEST = 5000
LARGEST_ID = 10  # digits

Mistakes = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Back:
    """What is sent back: reasons by code, and the last moment; with all that is wrong."""

    areas: Mapping[str, str]
    due_at: datetime | None
    mistakes: Mistakes


def last_moment(text: str, zone: str) -> datetime | None:
    """Give the end of a day in a time zone, or None where the text is no day."""
    try:
        return moment(date.fromisoformat(text.strip()), END_OF_DAY, zone, later=True)
    except ValueError:
        return None


def read_back(form: MultiDict[str, str], codes: Iterable[str], zone: str, now: datetime) -> Back:
    """Read which focus areas are sent back, why and until when."""
    chosen = {
        code: form.get(f"reason-{code}", "").strip()[:LONGEST]
        for code in codes
        if code in form.getlist("area")
    }
    due_at = last_moment(form.get("due", ""), zone)
    mistakes = [] if chosen else [("areas", _("Choose at least one focus area"))]
    mistakes += [
        (f"reason-{code}", _("Say what should be changed in %(code)s", code=code))
        for code, reason in chosen.items()
        if not reason
    ]
    if due_at is None or due_at <= now:
        mistakes.append(("due", day_to_come()))
    return Back(chosen, due_at, mistakes)


def day_to_come() -> str:
    """Say what a day has to be."""
    return _("Enter a day to come, such as 2027-03-31")


def week_to_come() -> str:
    """Say what the last day for replies has to be."""
    return _("Enter a day at least a week from now, such as 2027-03-31")


def read_drafts(form: MultiDict[str, str], names: Iterable[str]) -> dict[str, Draft]:
    """Read the remarks on the answers of a page."""
    return {
        name: Draft(
            form[f"{name}-remark"].replace("\r\n", "\n").strip()[:LONGEST],
            number(form.get(f"{name}-level", "")),
            number(form.get(f"{name}-seen", "")) or 0,
        )
        for name in names
        if f"{name}-remark" in form
    }


def read_replies(form: MultiDict[str, str], names: Iterable[str]) -> tuple[list[Said], Mistakes]:
    """Read the replies to remarks; words without a verdict are a mistake."""
    said: list[Said] = []
    mistakes: Mistakes = []
    for name in names:
        text = form.get(f"{name}-text", "").replace("\r\n", "\n").strip()[:LONGEST]
        verdict = form.get(f"{name}-verdict", "")
        if verdict in set(Verdict):
            seen = [number(form.get(f"{name}-{part}", "")) or 0 for part in ("remark", "seen")]
            said.append(Said(name, Verdict(verdict), text, *seen))
        elif text:
            mistakes.append((f"{name}-verdict", _("Choose whether you agree or disagree")))
    return said, mistakes


def number(text: str) -> int | None:
    """Read a whole number that a page wrote."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < LARGEST_ID else None
