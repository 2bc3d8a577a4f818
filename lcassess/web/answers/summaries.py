"""All answers of a report in short lines, for checking and for the receipt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from lcassess.assessment.sheet import State
from lcassess.framework.model import Kind
from lcassess.framework.showing import show_number
from lcassess.web.answers.showing import echo, standing
from lcassess.web.words import named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcassess.assessment.readiness import Readiness
    from lcassess.assessment.sheet import Answer, AnswerSheet
    from lcassess.framework.model import FocusArea, Framework, Indicator


@dataclass(frozen=True, slots=True)
class Line:
    """One answer in one line."""

    indicator: Indicator
    answer: Answer
    shown: str
    standing: str
    kind: str


@dataclass(frozen=True, slots=True)
class AreaLines:
    """The answers of one focus area, and its texts by the name of the question."""

    focus_area: FocusArea
    lines: tuple[Line, ...]
    texts: tuple[tuple[str, str], ...]


def areas(
    framework: Framework, sheet: AnswerSheet, texts: Mapping[str, str], language: str
) -> list[AreaLines]:
    """Put every answer into a line, focus area by focus area."""
    return [area(focus_area, sheet, texts, language) for focus_area in framework.focus_areas]


def area(
    focus_area: FocusArea, sheet: AnswerSheet, texts: Mapping[str, str], language: str
) -> AreaLines:
    """Put the answers of one focus area into lines."""
    return AreaLines(
        focus_area,
        tuple(line(i, sheet[i.id], language) for i in focus_area.indicators),
        tuple(
            (question.name, texts[name])
            for question in focus_area.texts
            if texts.get(name := focus_area.text_name(question))
        ),
    )


def counts(framework: Framework, sheet: AnswerSheet) -> dict[str, int]:
    """Count the answers by state, blanks included."""
    found = dict.fromkeys((state.value for state in State), 0)
    for answer in sheet.in_order(framework):
        found[answer.state.value] += 1
    return found


def blocking(framework: Framework, found: Readiness) -> list[tuple[str, str, str]]:
    """List what has to be settled first: focus area code, indicator id, sentence."""
    choose = _("choose which of the two numbers you mean")
    give = _("say why it does not apply")
    return [
        (framework.home[name].code, name, named(framework.indicators[name].name, sentence))
        for names, sentence in ((found.asks, choose), (found.without_reason, give))
        for name in names
    ]


def line(indicator: Indicator, answer: Answer, language: str) -> Line:
    """Put one answer into a line."""
    said, kind = standing(answer, ())
    return Line(indicator, answer, _shown(indicator, answer, language), said, kind)


def _shown(indicator: Indicator, answer: Answer, language: str) -> str:
    if answer.state is not State.VALUE:
        return ""
    if indicator.kind is Kind.LEVEL and answer.value is not None:
        return _("Level %(level)s", level=show_number(answer.value, language))
    return echo(indicator, answer, language) or answer.entered
