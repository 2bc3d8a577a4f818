"""The worked example of the method page: one focus area of an invented city."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from lcassess.assessment.sheet import Answer, AnswerSheet, State
from lcassess.scoring.ledger import Ledger, ledger
from lcassess.scoring.profile import score

if TYPE_CHECKING:
    from lcassess.framework.model import FocusArea, Framework

CODE = "2.3"
FIGURES = {
    "employee-training": "34",
    "learning-organisations": "18",
    "employers-training-spend": "1.9",
    "youth-not-in-education-or-work": "14.2",
    "training-for-unemployed": "52",
}


class Example(NamedTuple):
    """A focus area, and the sum behind its score."""

    focus_area: FocusArea
    ledger: Ledger


def worked_example(framework: Framework) -> Example:
    """Score the invented answers with the engine that scores every city."""
    sheet = AnswerSheet.of(
        Answer(name, state=State.VALUE, value=Decimal(figure)) for name, figure in FIGURES.items()
    )
    focus_area = framework.by_code[CODE]
    return Example(focus_area, ledger(framework, sheet, score(framework, sheet), focus_area))
