"""What a city said: answers with their state, and the sheet that holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from decimal import Decimal

    from lcassess.framework.model import Framework


class State(StrEnum):
    """What stands behind an answer; a blank is never a zero."""

    VALUE = "value"
    NO_DATA = "no_data"
    NOT_APPLICABLE = "not_applicable"
    LATER = "later"
    UNANSWERED = "unanswered"


class Grade(StrEnum):
    """What kind of source a figure comes from."""

    OFFICIAL = "official"
    REGISTER = "register"
    SURVEY = "survey"
    ESTIMATE = "estimate"
    OPINION = "opinion"


class Territory(StrEnum):
    """What a figure covers; a national one is kept and shown, never scored."""

    CITY = "city"
    WIDER = "wider"
    NATIONAL = "national"


class Mark(StrEnum):
    """Why a figure that was given does not count."""

    INVALID = "invalid"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to one indicator: what was typed, what was understood, and where it comes from.

    `entered` is the figure as typed (of a `shares` answer a JSON object by part), `value` the
    figure understood, in the indicator's unit, or None. `year` is kept as typed.
    """

    indicator_id: str
    state: State = State.UNANSWERED
    entered: str = ""
    value: Decimal | None = None
    shares: Mapping[str, Decimal] | None = None
    numerator_entered: str = ""
    numerator: Decimal | None = None
    denominator_entered: str = ""
    denominator: Decimal | None = None
    reading: str = ""
    numerator_reading: str = ""
    denominator_reading: str = ""
    mark: Mark | None = None
    year: str = ""
    source: str = ""
    grade: Grade | None = None
    territory: Territory = Territory.CITY
    note: str = ""
    reason: str = ""
    unsure: bool = False
    version: int = 0
    by: str = field(default="", compare=False)
    at: datetime | None = field(default=None, compare=False)

    @property
    def counts(self) -> bool:
        """Tell whether the figure may be scored at all."""
        return (
            self.state is State.VALUE
            and self.mark is None
            and self.territory is not Territory.NATIONAL
        )

    @property
    def given(self) -> bool:
        """Tell whether the question is settled: by a figure, or by why there is none."""
        return self.state in {State.VALUE, State.NO_DATA, State.NOT_APPLICABLE}


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """All answers of one city in one round, by indicator id; absent means unanswered."""

    answers: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, answers: Iterable[Answer]) -> AnswerSheet:
        """Make a sheet of single answers."""
        return cls(MappingProxyType({a.indicator_id: a for a in answers}))

    def __getitem__(self, indicator_id: str) -> Answer:
        """Give the answer to an indicator, or an unanswered one."""
        return self.answers.get(indicator_id) or Answer(indicator_id)

    def in_order(self, framework: Framework) -> list[Answer]:
        """List one answer for each indicator, in the framework's order."""
        return [self[indicator_id] for indicator_id in framework.indicators]


@dataclass(frozen=True, slots=True)
class Text:
    """One answer in words, never scored."""

    name: str
    value: str = ""
    version: int = 0
    by: str = field(default="", compare=False)
    at: datetime | None = field(default=None, compare=False)
