"""The words of soft checks: what is odd beside another figure; the city may well be right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcassess.framework.showing import show_number
from lcassess.web.languages import gettext as _

if TYPE_CHECKING:
    from decimal import Decimal

    from lcassess.framework.model import Indicator
    from lcassess.framework.understanding import Problem

SHOWN_DECIMALS = 2
SOFT = {"jump", "far-from-published", "part-over-whole", "year-outside"}


def soft(indicator: Indicator, problem: Problem, language: str) -> str:
    """Ask about an answer that is odd beside others."""

    def shown(name: str, unit: str = indicator.unit) -> str:
        return _figure(problem.detail[name], unit, language)

    match problem.code:
        case "jump":
            return _(
                "Last round it was %(before)s, now it is %(now)s. Did so much change? If it is "
                "right, say why under “Evidence and reasons”.",
                before=shown("before"),
                now=shown("now"),
            )
        case "far-from-published":
            return _(
                "The published figure of %(year)s is %(published)s, yours is %(now)s. Is it "
                "another year, place or way of counting? If it is right, say why under “Evidence "
                "and reasons”.",
                year=int(problem.detail["year"]),
                published=shown("published"),
                now=shown("now"),
            )
        case "part-over-whole":
            return _(
                "%(numerator)s is more than the %(denominator)s that it is a part of. Are people "
                "of other ages or places counted? If it is right, leave it.",
                numerator=shown("numerator", ""),
                denominator=shown("denominator", ""),
            )
        case _:
            return _(
                "This figure is more than %(years)s years older than the round. Is there a newer "
                "one? If not, leave it.",
                years=int(problem.detail["years"]),
            )


def _figure(value: Decimal, unit: str, language: str) -> str:
    return show_number(value, language, unit=unit, decimals=SHOWN_DECIMALS)
