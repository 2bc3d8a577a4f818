"""The words for the codes of the core, in the language of the page."""

from __future__ import annotations

from datetime import timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from babel.lists import format_list
from flask_babel import format_date, format_datetime, format_timedelta, get_locale
from flask_babel import lazy_gettext as _

from lcassess.assessment.status import Status
from lcassess.framework.model import GoalpostBasis, Kind
from lcassess.framework.showing import percent_pattern, show_by
from lcassess.network.calendar import day_of, local
from lcassess.web.languages import gettext

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from decimal import Decimal

    from babel import Locale
    from flask import Flask

KINDS = {
    Kind.SHARE: _("A share: two numbers, or the percentage"),
    Kind.RATE: _("A rate: two numbers, or the rate itself"),
    Kind.NUMBER: _("A number"),
    Kind.LEVEL: _("One of five levels"),
    Kind.SHARES: _("Several shares that add up to 100"),
}

STATUSES = {
    Status.DRAFT: _("Draft"),
    Status.SIGNING: _("Waiting for signature"),
    Status.SUBMITTED: _("Handed in"),
    Status.ENDORSED: _("Endorsed"),
    Status.IN_REVIEW: _("In review"),
    Status.RETURNED: _("Returned"),
    Status.ACCEPTED: _("Accepted"),
}

BASES = {
    GoalpostBasis.NORMATIVE: _("what has been agreed or is the natural end of the scale"),
    GoalpostBasis.EVIDENCE: _("the figures of many cities or countries"),
    GoalpostBasis.UNTESTED: _("our judgement, not yet tested"),
}

BREAKDOWNS = {
    "sex": _("women and men"),
    "age": _("age groups"),
    "disability": _("people with and without disabilities"),
    "migration": _("migrants and people born here"),
    "minority": _("minority and indigenous residents"),
    "income": _("richer and poorer districts or households"),
    "education": _("people with less and more schooling"),
}

WORDINGS = {
    "to verify": _("Our words for a question of the Key Features, not yet checked against them."),
    "to verify, approximate": _(
        "Our words, close to a question of the Key Features but perhaps not the same; not yet "
        "checked."
    ),
    "our own addition": _("Our own addition; it is not in the Key Features."),
}


def init_app(app: Flask) -> None:
    """Give templates the words and a filter for exact numbers."""
    app.jinja_env.globals.update(
        status_words=lambda: STATUSES,
        kinds=KINDS,
        bases=BASES,
        wordings=WORDINGS,
    )
    app.jinja_env.filters.update(exact=exact, points=points, tenths=tenths, share=share)
    app.jinja_env.filters.update(number=exact, day=day, moment=moment, duration=duration)
    app.jinja_env.filters.update(several=several, titled=titled, named=named, listed=listed)
    app.jinja_env.filters.update(breakdown=BREAKDOWNS.__getitem__, dated=dated)


def exact(value: Decimal) -> str:
    """Write a number with all its digits, the way the language of the page does."""
    return show_by(None, value, get_locale().language, exact=True)


def points(value: float) -> str:
    """Write points as whole ones, the way the language of the page does."""
    return _whole(round(value), get_locale().language)


@lru_cache(maxsize=1024)  # a page of a network shows thousands, of a hundred kinds
def _whole(value: int, language: str) -> str:
    return show_by("#,##0", value, language)


def tenths(value: float) -> str:
    """Write a number with one decimal: for sums that are opened to their parts."""
    return show_by("#,##0.0", value, get_locale().language)


def day(when: datetime, zone: str = "UTC") -> str:
    """Write the day that it is in a time zone in full; dates of a round are days of its zone."""
    return dated(day_of(when, zone))


def dated(when: date) -> str:
    """Write a day of the calendar in full."""
    english = get_locale().language == "en"  # CLDR's plain English is American
    return str(format_date(when, "d MMMM y" if english else "long"))


def moment(when: datetime, zone: str = "UTC") -> str:
    """Write a day and time, and in which zone: the people of one city may sit in several."""
    shown = format_datetime(local(when, zone), _moment_pattern(get_locale()), rebase=False)
    return f"{shown} {zone}"


@cache
def _moment_pattern(locale: Locale) -> str:
    """Give the CLDR pattern of a day with its month in letters, and a time of 24 hours."""
    english = locale.language == "en"
    date = "d MMM y" if english else locale.datetime_skeletons["yMMMd"].pattern
    joint = locale.datetime_formats["medium"]
    return str(joint).replace("{1}", date).replace("{0}", "HH:mm")


def duration(minutes: int) -> str:
    """Write a span of time in round words."""
    return str(format_timedelta(timedelta(minutes=minutes), granularity="minute", threshold=1.5))


def share(value: float) -> str:
    """Write a share between 0 and 1 in per cent, with a decimal only where it needs one."""
    language = get_locale().language
    return show_by(percent_pattern(language, ".#"), value, language)


def several(things: Iterable[object]) -> str:
    """Write one thing after another, between them what the language writes there."""
    return gettext("; ").join(map(str, things))


def titled(parts: Iterable[object]) -> str:
    """Write the parts of a title, the page's own first."""
    return gettext(", ").join(map(str, parts))


def named(name: str, thing: str) -> str:
    """Write a thing behind its name."""
    return gettext("%(name)s: %(thing)s", name=name, thing=thing)


def listed(names: Iterable[str]) -> str:
    """Write a list of names as a sentence does."""
    return str(format_list(list(names), locale=get_locale()))
