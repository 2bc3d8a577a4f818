"""Context figures: they help to read the scores and are not scored themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.assessment.sheet import State
from lcassess.scoring.ledger import NotCounted
from lcassess.web.results import wording
from lcassess.web.results.reasons import REASONS

if TYPE_CHECKING:
    from lcassess.framework.model import Indicator
    from lcassess.web.results.sight import Sight


@dataclass(frozen=True, slots=True)
class ContextFigure:
    """A figure that is shown and not scored."""

    indicator: Indicator
    text: str
    source: str = ""
    year: str = ""
    given: bool = False


def context_figures(sight: Sight, language: str) -> list[ContextFigure]:
    """List the figures that are shown and not scored, in the framework's order."""
    asked = (i for i in sight.framework.indicators.values() if not i.takes_part)
    return [_figure(sight, indicator, language) for indicator in asked]


def _figure(sight: Sight, indicator: Indicator, language: str) -> ContextFigure:
    answer = sight.result.sheet[indicator.id]
    if answer.state is not State.VALUE:
        return ContextFigure(indicator, str(REASONS[NotCounted(answer.state)]))
    text = wording.figure(indicator, answer, language)
    return ContextFigure(indicator, text, answer.source, answer.year, given=True)
