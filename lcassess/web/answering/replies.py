"""What the page of a focus area hears about an answer that it saved by itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lcassess.assessment.merge import FIGURE, OTHER_PARTS
from lcassess.assessment.sheet import Answer
from lcassess.framework.catalogue import in_language
from lcassess.framework.model import Kind
from lcassess.framework.precision import canonical
from lcassess.services.merging import Conflict
from lcassess.web.answering import cards, words
from lcassess.web.answering.questions import card_of, problems_of

if TYPE_CHECKING:
    from typing import Any

    from lcassess.assessment.sheet import Text
    from lcassess.assessment.soft_checks import Beside
    from lcassess.framework.model import Indicator
    from lcassess.services.merging import TextConflict
    from lcassess.services.saving import Asked


def saved(
    asked: Asked, found: Answer | Text, language: str, beside: Beside | None
) -> dict[str, Any]:
    """Say which version stands now, what was understood, and what is odd about it."""
    indicator = _indicator(asked, language)
    if not isinstance(found, Answer) or indicator is None:
        return {"version": found.version, "understood": found.value or None, "problems": []}
    said = [
        {
            "code": problem.code,
            "level": problem.level.value,
            "part": problem.part,
            "message": words.sentence(indicator, found, problem, language),
        }
        for problem in problems_of(asked.report, indicator, found, language, beside)
    ]
    return {"version": found.version, "understood": _understood(found), "problems": said}


def card(
    asked: Asked, found: Answer | Text, language: str, beside: Beside | None
) -> dict[str, Any]:
    """Give what the question's card shows of it now, in words and ready to be put there."""
    indicator = _indicator(asked, language)
    if not isinstance(found, Answer) or indicator is None:
        return {}
    question = card_of(asked.report, indicator, found, language, beside=beside)
    return {
        "state": found.state.value,
        "echo": question.echo,
        "standing": question.standing,
        "kind": question.standing_kind,
        "problems": cards.parts().problems(question),
    }


def choice(
    asked: Asked, found: Conflict | TextConflict, seen: int | None, language: str
) -> dict[str, Any]:
    """Give the question which of two answers stays, as the page of the focus area asks it."""
    indicator = _indicator(asked, language)
    if isinstance(found, Conflict) and indicator is not None:
        question = card_of(asked.report, indicator, found.yours, language, conflict=found)
        parts, sides = found.parts, question.sides
    else:
        parts, sides = ("value",), (str(found.yours.value), str(found.theirs.value))
    asks = cards.parts().conflict(asked.name, found.theirs, parts, sides, seen)
    return {"conflict": asks, "parts": as_typed(asked, found.theirs)}


def as_typed(asked: Asked, answer: Answer | Text) -> dict[str, str]:
    """Give all parts of an answer as typed: a page that goes on from it has to show them."""
    if isinstance(answer, Answer) and asked.indicator is not None:
        return _sides(asked.indicator, answer, (FIGURE, *OTHER_PARTS))
    return {"value": str(answer.value)}


def conflict(asked: Asked, found: Conflict | TextConflict) -> dict[str, Any]:
    """Say what both sides said, who said the other and when; nothing was written."""
    if isinstance(found, Conflict) and asked.indicator is not None:
        yours = _sides(asked.indicator, found.yours, found.parts)
        theirs = _sides(asked.indicator, found.theirs, found.parts)
    else:
        yours, theirs = {"value": str(found.yours.value)}, {"value": str(found.theirs.value)}
    at = found.theirs.at
    return {
        "version": found.theirs.version,
        "yours": yours,
        "theirs": theirs,
        "by": found.theirs.by,
        "at": at.isoformat() if at else None,
    }


def _indicator(asked: Asked, language: str) -> Indicator | None:
    return in_language(asked.framework, language).indicators.get(asked.name)


def _understood(answer: Answer) -> str | dict[str, str] | None:
    if answer.shares is not None:
        return {part: canonical(value) for part, value in answer.shares.items()}
    return None if answer.value is None else canonical(answer.value)


def _sides(indicator: Indicator, answer: Answer, parts: tuple[str, ...]) -> dict[str, str]:
    """Give one side of a conflict as typed, by the parts that a save has."""
    side: dict[str, str] = {}
    for part in parts:
        side |= _figure(indicator, answer) if part == FIGURE else {part: _typed(answer, part)}
    return side


def _figure(indicator: Indicator, answer: Answer) -> dict[str, str]:
    """Give all that a figure is made of; what is empty is empty on this side."""
    side = {"state": answer.state.value, "reading": answer.reading}
    if indicator.kind is Kind.SHARES:
        shares = json.loads(answer.entered) if answer.entered else {}
        return side | {f"value-{part.id}": shares.get(part.id, "") for part in indicator.parts}
    side["value"] = answer.entered
    if indicator.has_parts:
        side |= {
            "numerator": answer.numerator_entered,
            "numerator-reading": answer.numerator_reading,
            "denominator": answer.denominator_entered,
            "denominator-reading": answer.denominator_reading,
        }
    return side


def _typed(answer: Answer, part: str) -> str:
    if part == "unsure":
        return "yes" if answer.unsure else "no"
    found = getattr(answer, part)
    return "" if found is None else str(found)
