"""An answer in words: how it stands, and what was understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcassess.assessment import figure as figures
from lcassess.assessment.sheet import Mark, State
from lcassess.framework.answers import show
from lcassess.framework.model import Kind
from lcassess.framework.showing import show_number
from lcassess.web.languages import gettext as _
from lcassess.web.words import several

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lcassess.assessment.sheet import Answer
    from lcassess.framework.model import Indicator

SHOWN_DECIMALS = 2


def standing(answer: Answer, problems: Sequence[object]) -> tuple[str, str]:
    """Name how an answer stands, with the kind that colours it."""
    if answer.state is not State.VALUE:
        return _without_figure(answer.state), ""
    if answer.mark is Mark.ASK:
        return _("Please choose"), "w"
    if answer.mark is Mark.INVALID:
        return _("Not counted"), "e"
    return (_("Please check"), "w") if problems else (_("Answered"), "")


def _without_figure(state: State) -> str:
    match state:
        case State.NO_DATA:
            return _("No data")
        case State.NOT_APPLICABLE:
            return _("Does not apply")
        case State.LATER:
            return _("Later")
        case _:
            return ""


def echo(indicator: Indicator, answer: Answer, language: str) -> str:
    """Say what was understood, in the person's language."""
    if answer.state is not State.VALUE or indicator.kind is Kind.LEVEL:
        return ""
    parts = show(indicator, figures.understood(answer), language, decimals=SHOWN_DECIMALS)
    shown = several(parts)
    if answer.value is None or answer.numerator is None or answer.denominator is None:
        return shown
    return _(
        "%(numerator)s of %(denominator)s = %(value)s",
        numerator=show_number(answer.numerator, language),
        denominator=show_number(answer.denominator, language),
        value=shown,
    )
