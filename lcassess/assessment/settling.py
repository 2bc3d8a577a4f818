"""What is scored once a report is accepted: levels on which city and reviewer differ are settled.

The reviewer's level is scored where the city agreed or did not answer by the date, the mean of
both where it disagreed. Both levels are kept beside the one that is scored.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any

from lcassess.assessment.remarks import Verdict
from lcassess.assessment.sheet import AnswerSheet
from lcassess.framework.precision import DIGITS, canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcassess.assessment.remarks import Thread

_MEAN = Context(prec=DIGITS)


@dataclass(frozen=True, slots=True)
class Levels:
    """The level that the city gave, the one that the reviewer proposed, what the city said."""

    city: Decimal
    reviewer: Decimal
    verdict: Verdict | None = None

    @property
    def scored(self) -> Decimal:
        """Give the level that counts."""
        if self.verdict is not Verdict.DISAGREE:
            return self.reviewer
        return _MEAN.divide(self.city + self.reviewer, Decimal(2))


def levels(sheet: AnswerSheet, threads: Mapping[str, Thread]) -> dict[str, Levels]:
    """Give the levels of every answer of a sheet on which a reviewer's proposal stands."""
    found = ((name, thread.proposed_for(sheet[name]), thread) for name, thread in threads.items())
    return {name: Levels(*both, thread.verdict) for name, both, thread in found if both}


def settle(sheet: AnswerSheet, found: Mapping[str, Levels]) -> AnswerSheet:
    """Give the sheet that is scored: as handed in, but for the levels that are settled."""
    settled = {name: replace(sheet[name], value=both.scored) for name, both in found.items()}
    return AnswerSheet.of((dict(sheet.answers) | settled).values())


def with_levels(answer: Mapping[str, Any], both: Levels | None) -> Mapping[str, Any]:
    """Give an answer in levels, as plain data, with both levels beside the one that is scored.

    Until a reviewer's proposal is settled the city's own level is the one that is scored.
    """
    if both is None:
        return {**answer, "level_city": answer["value"]} if "value" in answer else answer
    return {
        **answer,
        "value": canonical(both.scored),
        "level_city": canonical(both.city),
        "level_reviewer": canonical(both.reviewer),
    }


def unanswered(sheet: AnswerSheet, threads: Mapping[str, Thread]) -> tuple[str, ...]:
    """List the answers with another level proposed to which the city has said nothing yet."""
    return tuple(name for name, thread in threads.items() if thread.waits(sheet[name]))
