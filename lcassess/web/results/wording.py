"""The ledger in words: figures, goalposts and one sum worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from lcassess.assessment import figure as figures
from lcassess.assessment.sheet import State
from lcassess.framework.answers import show
from lcassess.framework.model import Kind
from lcassess.framework.showing import show_number
from lcassess.scoring.profile import Capped
from lcassess.web.scores.numbers import tenth
from lcassess.web.words import several

if TYPE_CHECKING:
    from lcassess.assessment.settling import Levels
    from lcassess.assessment.sheet import Answer
    from lcassess.framework.model import Framework, Goalposts, Indicator
    from lcassess.scoring.ledger import Ledger

SHOWN_DECIMALS = 2


def figure(indicator: Indicator, answer: Answer, language: str) -> str:
    """Write the figure of an answer as it was understood; nothing without one."""
    if answer.state is not State.VALUE:
        return ""
    parts = show(indicator, figures.understood(answer), language, decimals=SHOWN_DECIMALS)
    shown = several(parts)
    if indicator.kind is Kind.LEVEL and shown:
        return _("level %(level)s", level=shown)
    return shown or answer.entered


def levels(both: Levels | None, language: str) -> str:
    """Write both levels of a report that is accepted, where the reviewer proposed one."""
    if both is None:
        return ""
    return _(
        "city %(city)s, reviewer %(reviewer)s",
        city=show_number(both.city, language),
        reviewer=show_number(both.reviewer, language),
    )


def goalposts(indicator: Indicator, language: str) -> str:
    """Write the figures worth 0 and 100 points."""
    if indicator.kind is Kind.LEVEL:
        return _("level 0 to 4")
    posts = indicator.goalposts
    if posts is None:
        return ""
    said = _two_sided(posts, language) if posts.two_sided else _one_sided(posts, language)
    unit = f"{said}\u00a0{indicator.unit}"
    return unit if posts.log_shift is None else _("%(range)s, on a logarithm", range=unit)


def _one_sided(posts: Goalposts, language: str) -> str:
    return _(
        "%(worst)s to %(best)s",
        worst=show_number(posts.worst, language),
        best=show_number(posts.best_from, language),
    )


def _two_sided(posts: Goalposts, language: str) -> str:
    return _(
        "%(worst)s up to %(low)s–%(high)s, down to %(above)s",
        worst=show_number(posts.worst, language),
        low=show_number(posts.best_from, language),
        high=show_number(posts.best_to, language),
        above=show_number(posts.worst_above or posts.best_to, language),
    )


def capped(beyond: Capped | None) -> str:
    """Say which goalpost a figure lies beyond."""
    return {
        Capped.LOW: _("beyond the worst"),
        Capped.HIGH: _("beyond the best"),
        None: "",
    }[beyond]


def example(framework: Framework, found: Ledger, language: str) -> str:
    """Work out the first answer between two goalposts, so that a person can check one by hand."""
    for line in found.lines:
        posts, value = line.goalposts, line.value
        plain = posts and not posts.two_sided and posts.log_shift is None
        if posts and plain and value is not None and line.points and not line.capped:
            return _(
                "%(name)s: from %(worst)s to %(value)s are %(done)s of the %(all)s steps to "
                "%(best)s. That makes %(points)s of 100 points.",
                name=framework.indicators[line.indicator_id].name,
                worst=show_number(posts.worst, language),
                value=show_number(value, language, decimals=SHOWN_DECIMALS),
                done=show_number(abs(value - posts.worst), language, decimals=SHOWN_DECIMALS),
                all=show_number(abs(posts.best_from - posts.worst), language),
                best=show_number(posts.best_from, language),
                points=tenth(line.points),
            )
    return ""
