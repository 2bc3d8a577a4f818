"""What a city said in its last round, shown beside the question and never in the field."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from lcassess.assessment import figure
from lcassess.assessment.sheet import Answer, State, Text
from lcassess.framework.precision import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from lcassess.framework.model import Framework, Indicator


@dataclass(frozen=True, slots=True)
class LastRound:
    """The name and edition of an earlier round, with a city's answers and texts in it."""

    name: str
    edition: str
    answers: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    texts: Mapping[str, Text] = field(default_factory=lambda: MappingProxyType({}))


def comparable(earlier: Framework, indicator: Indicator) -> bool:
    """Tell whether an earlier edition asked for the same, in the same unit."""
    then = earlier.indicators.get(indicator.id)
    return then is not None and _measure(then) == _measure(indicator)


def holds_still(answer: Answer) -> dict[str, str]:
    """Give the parts of an answer that says the same again, but for its year, which is asked anew.

    Numbers are written in plain digits, to be read with a decimal point.
    """
    parts = {"state": answer.state.value, "reason": answer.reason, "source": answer.source}
    parts |= {"territory": answer.territory.value}
    if answer.grade:
        parts["grade"] = answer.grade.value
    return parts | _figure(answer) if answer.state is State.VALUE else parts


def asks_year(answer: Answer, last: Answer | None) -> bool:
    """Tell whether a figure is last round's and does not say yet of which year it is now."""
    return (
        last is not None
        and answer.state is State.VALUE
        and not answer.year
        and figure.same_figure(answer, last)
    )


def _measure(indicator: Indicator) -> tuple[object, ...]:
    parts = tuple(part.id for part in indicator.parts)
    return indicator.kind, indicator.unit, indicator.per, parts


def _figure(answer: Answer) -> dict[str, str]:
    if answer.shares is not None:
        parts = {f"value-{part}": canonical(value) for part, value in answer.shares.items()}
        return parts | {"reading": _reading("".join(parts.values()))}
    value = canonical(answer.value) if answer.value is not None and answer.entered else ""
    numerator, denominator = _plain(answer.numerator), _plain(answer.denominator)
    return {
        "value": value,
        "reading": _reading(value),
        "numerator": numerator,
        "numerator-reading": _reading(numerator),
        "denominator": denominator,
        "denominator-reading": _reading(denominator),
    }


def _plain(number: Decimal | None) -> str:
    return "" if number is None else canonical(number)


def _reading(text: str) -> str:
    return "decimal" if "." in text else ""
