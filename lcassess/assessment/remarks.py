"""What is said about the answers of a report in its review: remarks, and the city's replies."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from lcassess.assessment.sheet import Answer


class Verdict(StrEnum):
    """What the city says to a remark."""

    AGREE = "agree"
    DISAGREE = "disagree"


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reviewer says to an answer; `level` is the one proposed instead of `level_city`.

    `number` is its place in the history of the city; both it and `id` are 0 before it is written.
    """

    indicator_id: str
    text: str = ""
    level: int | None = None
    level_city: Decimal | None = None
    id: int = 0
    number: int = 0
    by: str = field(default="", compare=False)
    at: datetime | None = field(default=None, compare=False)

    def says(self, text: str, level: int | None) -> bool:
        """Tell whether this is what the remark says."""
        return (self.text, self.level) == (text, level)

    def shown_for(self, answer: Answer) -> Remark:
        """Leave the level out that was proposed for another one than the city gives now."""
        stands = answer.counts and answer.value == self.level_city
        return self if stands else replace(self, level=None, level_city=None)

    def proposes_like(self, other: Remark) -> bool:
        """Tell whether another remark on the same answer proposes the same for the same."""
        return (self.indicator_id, self.level, self.level_city) == (
            other.indicator_id,
            other.level,
            other.level_city,
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """What the city says to a remark, at its place in the history."""

    remark_id: int
    verdict: Verdict
    text: str = ""
    number: int = 0
    by: str = field(default="", compare=False)
    at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Thread:
    """The remark on an answer that counts, the reply to it, and remarks that it replaced."""

    remark: Remark
    reply: Reply | None = None
    earlier: tuple[Remark, ...] = ()

    def seen(self, remark_id: int) -> Remark | None:
        """Find the remark that somebody saw, this one or one before it."""
        return next((one for one in (self.remark, *self.earlier) if one.id == remark_id), None)

    @property
    def verdict(self) -> Verdict | None:
        """Give what the city says, if it said something."""
        return self.reply.verdict if self.reply else None

    def proposed_for(self, answer: Answer) -> tuple[Decimal, Decimal] | None:
        """Give the city's level and the reviewer's, where the city still gives the same level."""
        shown = self.remark.shown_for(answer)
        if shown.level is None or shown.level_city is None:
            return None
        return shown.level_city, Decimal(shown.level)

    def waits(self, answer: Answer) -> bool:
        """Tell whether another level than the city's is proposed and the city said nothing."""
        both = self.proposed_for(answer)
        return both is not None and both[0] != both[1] and self.reply is None


def threads(remarks: Iterable[Remark], replies: Iterable[Reply]) -> dict[str, Thread]:
    """Put remarks and replies together by indicator.

    A reply counts for a later remark too that proposes the same: a reviewer who rewords a remark
    takes no reply away. Of several replies the last one counts.
    """
    by_answer: dict[str, list[Remark]] = {}
    for remark in sorted(remarks, key=lambda remark: remark.number):
        by_answer.setdefault(remark.indicator_id, []).append(remark)
    said = sorted(replies, key=lambda reply: reply.number)
    return {indicator_id: _thread(found, said) for indicator_id, found in by_answer.items()}


def _thread(found: list[Remark], said: list[Reply]) -> Thread:
    *earlier, last = found
    same = {remark.id for remark in found if remark.proposes_like(last)}
    counting = [reply for reply in said if reply.remark_id in same]
    return Thread(last, counting[-1] if counting else None, tuple(earlier))
