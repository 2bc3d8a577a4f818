"""The words for the codes of the core, in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.numbers import format_decimal
from flask_babel import get_locale
from flask_babel import lazy_gettext as _

from lcassess.framework.model import GoalpostBasis, Kind

if TYPE_CHECKING:
    from decimal import Decimal

    from flask import Flask

KINDS = {
    Kind.SHARE: _("A share: two numbers, or the percentage"),
    Kind.RATE: _("A rate: two numbers, or the rate itself"),
    Kind.NUMBER: _("A number"),
    Kind.LEVEL: _("One of five levels"),
    Kind.SHARES: _("Several shares that add up to 100"),
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
        kinds=KINDS, bases=BASES, breakdowns=BREAKDOWNS, wordings=WORDINGS
    )
    app.jinja_env.filters.update(exact=exact, points=points)


def exact(value: Decimal) -> str:
    """Write a number with all its digits, the way the language of the page does."""
    return str(format_decimal(value, locale=get_locale(), decimal_quantization=False))


def points(value: float) -> str:
    """Write points as whole ones, the way the language of the page does."""
    return str(format_decimal(value, "#,##0", locale=get_locale()))
