"""The ledger as rows: how each scored answer becomes points, and what it adds to the overall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.assessment.sheet import Mark, State, Territory
from lcassess.exports.questions import GOALPOST_FIELDS, NAME_FIELDS, Question, questions
from lcassess.exports.table import CellKind, Field
from lcassess.exports.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lcassess.assessment.sheet import Answer
    from lcassess.framework.model import Framework
    from lcassess.scoring.comparison import CityResult
    from lcassess.scoring.profile import Leaf


@dataclass(frozen=True)
class LedgerLine(Question):
    """One scored question with its answer and what that is worth."""

    answer: Answer
    leaf: Leaf

    @property
    def left_out(self) -> str | None:
        """Say in one word why the answer has no points, or nothing if it has."""
        if self.leaf.points is not None:
            return None
        if self.answer.state is not State.VALUE:
            return self.answer.state
        if self.answer.territory is Territory.NATIONAL:
            return Territory.NATIONAL
        return self.answer.mark or Mark.INVALID


def ledger_lines(framework: Framework, result: CityResult) -> Iterator[LedgerLine]:
    """Go through all scored questions, answered or not, in the framework's order."""
    leaves = result.profile.indicators
    for q in questions(framework):
        if q.indicator.id in leaves:
            answer, leaf = result.sheet[q.indicator.id], leaves[q.indicator.id]
            yield LedgerLine(q.focus_area, q.feature, q.indicator, answer, leaf)


CODE, NUMBER = CellKind.CODE, CellKind.NUMBER
POINTS_FIELDS: tuple[Field[LedgerLine], ...] = (
    Field("points", N_("Points, 0 to 100"), NUMBER, lambda line: line.leaf.points),
    Field("capped", N_("Beyond a goalpost"), CODE, lambda line: line.leaf.capped),
    Field(
        "weight",
        N_("Planned share of the overall score, 0 to 1"),
        NUMBER,
        lambda line: line.leaf.weight,
    ),
    Field(
        "contribution",
        N_("Points it adds to the overall score"),
        NUMBER,
        lambda line: line.leaf.contribution,
    ),
    Field("left-out", N_("Not counted because"), CODE, lambda line: line.left_out),
)
LEDGER_FIELDS: tuple[Field[LedgerLine], ...] = (
    *NAME_FIELDS,
    Field("value", N_("Value"), NUMBER, lambda line: line.answer.value),
    *GOALPOST_FIELDS,
    *POINTS_FIELDS,
)
