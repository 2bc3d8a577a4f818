"""The words for the codes of the core, in the language of the page."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.numbers import format_decimal, format_percent
from flask_babel import format_date, format_datetime, format_timedelta, get_locale
from flask_babel import lazy_gettext as _

from lcassess.assessment.status import Status
from lcassess.framework.model import GoalpostBasis, Kind
from lcassess.network.calendar import day_of, local
from lcassess.web.languages import gettext

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
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
    app.jinja_env.filters.update(several=several, named=named, breakdown=BREAKDOWNS.__getitem__)


def exact(value: Decimal) -> str:
    """Write a number with all its digits, the way the language of the page does."""
    return str(format_decimal(value, locale=get_locale(), decimal_quantization=False))


def points(value: float) -> str:
    """Write points as whole ones, the way the language of the page does."""
    return _whole(round(value), get_locale())


@lru_cache(maxsize=1024)  # a page of a network shows thousands, of a hundred kinds
def _whole(value: int, locale: Locale) -> str:
    return str(format_decimal(value, "#,##0", locale=locale))


def tenths(value: float) -> str:
    """Write a number with one decimal: for sums that are opened to their parts."""
    return str(format_decimal(value, "#,##0.0", locale=get_locale()))


def day(when: datetime, zone: str = "UTC") -> str:
    """Write the day that it is in a time zone in full; dates of a round are days of its zone."""
    english = get_locale().language == "en"  # CLDR's plain English is American
    return str(format_date(day_of(when, zone), "d MMMM y" if english else "long"))


def moment(when: datetime, zone: str = "UTC") -> str:
    """Write a day and time, and in which zone: the people of one city may sit in several."""
    shown = format_datetime(local(when, zone), "d MMM y, HH:mm", rebase=False)
    return f"{shown} {zone}"


def duration(minutes: int) -> str:
    """Write a span of time in round words."""
    return str(format_timedelta(timedelta(minutes=minutes), granularity="minute", threshold=1.5))


def share(value: float) -> str:
    """Write a share between 0 and 1 in per cent, with a decimal only where it needs one."""
    pattern = get_locale().percent_formats[None].pattern.replace("#,##0", "#,##0.#")
    return str(format_percent(value, pattern, locale=get_locale()))


def several(things: Iterable[object]) -> str:
    """Write one thing after another, between them what the language writes there."""
    return gettext("; ").join(map(str, things))


def named(name: str, thing: str) -> str:
    """Write a thing behind its name."""
    return gettext("%(name)s: %(thing)s", name=name, thing=thing)
