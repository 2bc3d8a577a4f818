"""The ledger as rows: how each scored answer becomes points, and what it adds to the overall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.exports.questions import GOALPOST_FIELDS, NAME_FIELDS, Question, questions
from lcassess.exports.table import CellKind, Field
from lcassess.exports.words import N_
from lcassess.scoring.ledger import ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lcassess.framework.model import Framework
    from lcassess.scoring.comparison import CityResult
    from lcassess.scoring.ledger import Line
    from lcassess.scoring.profile import Leaf


@dataclass(frozen=True)
class LedgerLine(Question):
    """One scored question with its line in the sum; `leaf` holds the figures of the JSON."""

    line: Line
    leaf: Leaf


def ledger_lines(framework: Framework, result: CityResult) -> Iterator[LedgerLine]:
    """Go through all scored questions, answered or not, in the framework's order."""
    lines = ledger(framework, result.sheet, result.profile, framework).lines
    leaves = result.profile.indicators
    for question, line in zip(questions(framework), lines, strict=True):
        leaf = leaves.get(line.indicator_id)
        if leaf is not None:
            place = (question.focus_area, question.feature, question.indicator)
            yield LedgerLine(*place, line, leaf)


CODE, NUMBER = CellKind.CODE, CellKind.NUMBER
POINTS_FIELDS: tuple[Field[LedgerLine], ...] = (
    Field("points", N_("Points, 0 to 100"), NUMBER, lambda entry: entry.leaf.points),
    Field("capped", N_("Beyond a goalpost"), CODE, lambda entry: entry.leaf.capped),
    Field(
        "weight",
        N_("Planned share of the overall score, 0 to 1"),
        NUMBER,
        lambda entry: entry.leaf.weight,
    ),
    Field(
        "counted",
        N_("Share after leaving out blanks, 0 to 1"),
        NUMBER,
        lambda entry: entry.line.counted,
    ),
    Field(
        "contribution",
        N_("Points it adds to the overall score"),
        NUMBER,
        lambda entry: entry.leaf.contribution,
    ),
    Field("not_counted", N_("Not counted because"), CODE, lambda entry: entry.line.not_counted),
)
LEDGER_FIELDS: tuple[Field[LedgerLine], ...] = (
    *NAME_FIELDS,
    Field("value", N_("Value"), NUMBER, lambda entry: entry.line.value),
    *GOALPOST_FIELDS,
    *POINTS_FIELDS,
)
