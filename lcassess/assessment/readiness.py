"""What stands between a report and handing it in: little blocks, all else is listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.assessment.sheet import Mark, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lcassess.assessment.sheet import Answer, AnswerSheet
    from lcassess.framework.model import FocusArea, Framework


@dataclass(frozen=True, slots=True)
class Readiness:
    """Indicator ids by what is to be said of their answers, each in the framework's order.

    `asks` (a number with two readings) and `without_reason` (not applicable, but not why) block;
    `invalid`, `later` and `blank` are listed and confirmed.
    """

    asks: tuple[str, ...]
    without_reason: tuple[str, ...]
    invalid: tuple[str, ...]
    later: tuple[str, ...]
    blank: tuple[str, ...]

    @property
    def ready(self) -> bool:
        """Tell whether nothing blocks."""
        return not self.asks and not self.without_reason


def readiness(framework: Framework, sheet: AnswerSheet) -> Readiness:
    """Sort the answers by what stands between them and handing in."""
    return _readiness(sheet.in_order(framework))


def readiness_of(focus_area: FocusArea, sheet: AnswerSheet) -> Readiness:
    """Sort the answers of one focus area alone."""
    return _readiness([sheet[indicator.id] for indicator in focus_area.indicators])


def _readiness(answers: Sequence[Answer]) -> Readiness:
    return Readiness(
        asks=tuple(a.indicator_id for a in answers if a.mark is Mark.ASK),
        without_reason=tuple(
            a.indicator_id
            for a in answers
            if a.state is State.NOT_APPLICABLE and not a.reason.strip()
        ),
        invalid=tuple(a.indicator_id for a in answers if a.mark is Mark.INVALID),
        later=tuple(a.indicator_id for a in answers if a.state is State.LATER),
        blank=tuple(a.indicator_id for a in answers if a.state is State.UNANSWERED),
    )
