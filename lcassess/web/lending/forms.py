"""The form of a loan: which questions, to whom, until when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _

from lcassess.assessment.fields import clean
from lcassess.services.lending import Wanted, Wrong

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lcassess.framework.model import Framework

LONGEST = {"name": 200, "department": 200, "email": 254, "message": 2000}
FIELDS = {
    Wrong.NOTHING: "questions",
    Wrong.NOBODY: "name",
    Wrong.EMAIL: "email",
    Wrong.DUE_OVER: "due",
    Wrong.DUE_TOO_LATE: "due",
}
WRONG = {
    Wrong.NOTHING: _("Choose at least one focus area or question."),
    Wrong.NOBODY: _("Say who shall answer: a person, a department, or both."),
    Wrong.EMAIL: _("This is no email address, such as name@example.org."),
    Wrong.DUE_OVER: _("This day is over. Choose one that is still to come."),
    Wrong.DUE_TOO_LATE: _("The report itself has to be handed in before this day."),
}
NO_DATE = _("Enter a date as year, month and day, such as 2026-09-01")
TOO_LONG = _("This is too long.")


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed, as typed, what is wrong with it, and what is wanted if nothing is."""

    typed: Mapping[str, str] = field(default_factory=dict)
    chosen: Sequence[str] = ()
    errors: tuple[tuple[str, str], ...] = ()
    wanted: Wanted | None = None


def read(
    form: Mapping[str, str], chosen: Sequence[str], framework: Framework, languages: Sequence[str]
) -> Entry:
    """Read the form; `chosen` are codes of focus areas and names of questions."""
    typed = {name: clean(form.get(name, "")).strip() for name in (*LONGEST, "due", "language")}
    due = _day(typed["due"])
    errors = [(name, str(TOO_LONG)) for name, most in LONGEST.items() if len(typed[name]) > most]
    errors += [] if due else [("due", str(NO_DATE))]
    if due is None or errors or typed["language"] not in languages:
        return Entry(typed, chosen, tuple(errors))
    people = {part: " ".join(typed[part].split()) for part in ("name", "department", "email")}
    wanted = Wanted(
        _names(framework, chosen),
        **people,
        language=typed["language"],
        message=typed["message"],
        due=due,
    )
    return Entry(typed, chosen, wanted=wanted)


def refused(entry: Entry, faults: Sequence[Wrong]) -> Entry:
    """Say at its field what a service found wrong."""
    errors = tuple((FIELDS[fault], str(WRONG[fault])) for fault in faults)
    return Entry(entry.typed, entry.chosen, errors)


def _names(framework: Framework, chosen: Sequence[str]) -> tuple[str, ...]:
    """Give the names of all questions chosen, in the framework's order; others stand as they are.

    A focus area that was chosen stands for everything that it asks.
    """
    picked = set(chosen)
    whole = [name for name, home in framework.asking.items() if {name, home.code} & picked]
    unknown = [name for name in chosen if name not in {*framework.asking, *framework.by_code}]
    return (*whole, *unknown)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
