"""Answers as rows: what was said, what was understood, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.assessment.sheet import Answer, State
from lcassess.exports.documents import year
from lcassess.exports.table import CellKind, Field
from lcassess.exports.words import N_
from lcassess.framework.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from lcassess.assessment.settling import Levels
    from lcassess.framework.model import FocusArea, Framework, Indicator, TextQuestion
    from lcassess.scoring.comparison import CityResult


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer, one part of a divided figure, or one text."""

    id: str
    code: str
    name: str
    kind: str
    unit: str
    answer: Answer
    part: str = ""
    share: Decimal | None = None
    level_city: Decimal | None = None
    level_reviewer: Decimal | None = None

    @property
    def value(self) -> Decimal | None:
        """Give the figure understood, of a part its share."""
        return self.share if self.part else self.answer.value

    @property
    def entered(self) -> str:
        """Give what was typed; the whole of a divided figure stands in its first line."""
        return "" if self.part else self.answer.entered


ANSWER_FIELDS: tuple[Field[AnswerLine], ...] = (
    Field("id", N_("Id"), CellKind.TEXT, lambda line: line.id),
    Field("code", N_("Code"), CellKind.CODE, lambda line: line.code),
    Field("name", N_("Name"), CellKind.LONG_TEXT, lambda line: line.name),
)
KIND_FIELDS: tuple[Field[AnswerLine], ...] = (
    Field("kind", N_("Kind of answer"), CellKind.CODE, lambda line: line.kind),
    Field("part", N_("Part"), CellKind.TEXT, lambda line: line.part),
)
FIGURE_FIELDS: tuple[Field[AnswerLine], ...] = (
    Field("state", N_("State"), CellKind.TEXT, lambda line: line.answer.state),
    Field("entered", N_("As typed"), CellKind.TEXT, lambda line: line.entered),
    Field("value", N_("Value"), CellKind.NUMBER, lambda line: line.value),
    Field("level_city", N_("Level of the city"), CellKind.NUMBER, lambda line: line.level_city),
    Field(
        "level_reviewer",
        N_("Level of the reviewer"),
        CellKind.NUMBER,
        lambda line: line.level_reviewer,
    ),
    Field("unit", N_("Unit"), CellKind.CODE, lambda line: line.unit),
    Field("numerator", N_("Numerator"), CellKind.NUMBER, lambda line: line.answer.numerator),
    Field("denominator", N_("Denominator"), CellKind.NUMBER, lambda line: line.answer.denominator),
    Field("year", N_("Year"), CellKind.NUMBER, lambda line: year(line.answer.year)),
    Field("source", N_("Source"), CellKind.TEXT, lambda line: line.answer.source),
    Field("grade", N_("Kind of source"), CellKind.TEXT, lambda line: line.answer.grade),
    Field("territory", N_("What it covers"), CellKind.TEXT, lambda line: line.answer.territory),
    Field("note", N_("Note"), CellKind.LONG_TEXT, lambda line: line.answer.note),
    Field("reason", N_("Reason"), CellKind.LONG_TEXT, lambda line: line.answer.reason),
    Field("unsure", N_("Unsure"), CellKind.FLAG, lambda line: line.answer.unsure),
    Field("mark", N_("Not counted because"), CellKind.TEXT, lambda line: line.answer.mark),
)


def answer_lines(framework: Framework, result: CityResult) -> Iterator[AnswerLine]:
    """Go through all answers and texts of a city, in the framework's order."""
    for focus_area in framework.focus_areas:
        for indicator in focus_area.indicators:
            both = result.levels.get(indicator.id)
            yield from _figure(indicator, result.sheet[indicator.id], both)
        for text in focus_area.texts:
            yield _text(focus_area, text, result)


def _figure(indicator: Indicator, answer: Answer, both: Levels | None) -> Iterator[AnswerLine]:
    about = (indicator.id, indicator.code, indicator.name, indicator.kind, indicator.unit, answer)
    own = answer.value if indicator.kind is Kind.LEVEL else None
    given, proposed = (both.city, both.reviewer) if both else (own, None)
    yield AnswerLine(*about, level_city=given, level_reviewer=proposed)
    for part in indicator.parts:
        if answer.shares:
            yield AnswerLine(*about, part.id, answer.shares.get(part.id))


def _text(focus_area: FocusArea, text: TextQuestion, result: CityResult) -> AnswerLine:
    name = focus_area.text_name(text)
    words = result.texts.get(name, "")
    answer = Answer(name, State.VALUE if words else State.UNANSWERED, entered=words)
    return AnswerLine(name, focus_area.code, text.name, "text", "", answer)
