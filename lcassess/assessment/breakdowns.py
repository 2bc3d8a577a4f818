"""Figures by group: how many of how many women, of how many men, and so on; never scored.

A figure of a few people may tell who they are: below `FEW` it is marked, and shown to nobody but
the city. Where only one group of a breakdown is so small, the next smallest is marked too, so
that it cannot be found by taking the others from the whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from lcassess.assessment.parts import merge
from lcassess.framework.model import Kind
from lcassess.framework.numbers import Reading, Unread, read_number
from lcassess.framework.precision import canonical, share_of
from lcassess.framework.understanding import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lcassess.assessment.sheet import Answer
    from lcassess.framework.model import Indicator

FEW = 10  # people
ROUNDING = Decimal("1.005")  # what groups may sum to beyond the whole
LONGEST_REASON = 500
GROUPS: Mapping[str, tuple[str, ...]] = {
    "sex": ("women", "men", "other-sex"),
    "age": ("15-24", "25-64", "65-and-over"),
    "disability": ("with-disability", "without-disability"),
    "migration": ("migrants", "not-migrants"),
    "minority": ("minorities", "not-minorities"),
    "income": ("low-income", "middle-income", "high-income"),
    "education": ("low-education", "middle-education", "high-education"),
}
COUNTS = ("numerator", "denominator")


@dataclass(frozen=True, slots=True)
class Count:
    """A number as typed and as understood; `unread` is a text that gave none.

    Two are the same if they mean the same, however they were typed.
    """

    entered: str = field(default="", compare=False)
    reading: str = field(default="", compare=False)
    value: Decimal | None = None
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One group of a breakdown: how many of how many."""

    numerator: Count = Count()
    denominator: Count = Count()

    @property
    def given(self) -> bool:
        """Tell whether anything was typed."""
        return bool(self.numerator.entered or self.denominator.entered)

    def share(self, per: int) -> Decimal | None:
        """Compute the figure of this group alone."""
        above, below = self.numerator.value, self.denominator.value
        if above is None or not below:
            return None
        return share_of(above, below, per)

    @property
    def smallest(self) -> Decimal | None:
        """Give the number of the fewest people that it speaks of: counted, not counted, or all."""
        above, below = self.numerator.value, self.denominator.value
        known = [number for number in (above, below) if number is not None]
        if above is not None and below is not None and below > above:
            known.append(below - above)
        return min(known, default=None)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """An answer by the groups of one breakdown; `forbidden` where the law allows no counting."""

    indicator_id: str
    breakdown: str
    cells: Mapping[str, Cell] = field(default_factory=lambda: MappingProxyType({}))
    forbidden: bool = False
    reason: str = ""
    version: int = 0
    number: int = 0
    by: str = field(default="", compare=False)
    at: datetime | None = field(default=None, compare=False)

    def cell(self, group: str) -> Cell:
        """Give a group's figures, or empty ones."""
        return self.cells.get(group) or Cell()

    @property
    def given(self) -> bool:
        """Tell whether anything is said in it."""
        return self.forbidden or any(cell.given for cell in self.cells.values())

    @property
    def parts(self) -> dict[str, Any]:
        """Give the parts that can be changed each by itself."""
        cells = {group: self.cell(group) for group in GROUPS[self.breakdown]}
        return {**cells, "forbidden": self.forbidden, "reason": self.reason}

    def with_parts(self, parts: Mapping[str, Any]) -> Breakdown:
        """Put parts in the place of its own."""
        cells = {group: parts[group] for group in GROUPS[self.breakdown]}
        return replace(self, cells=cells, forbidden=parts["forbidden"], reason=parts["reason"])

    def plain(self) -> dict[str, Any]:
        """Give what is frozen of it: its fields as typed, and the numbers understood."""
        about = {"indicator_id": self.indicator_id, "breakdown": self.breakdown}
        return about | {"fields": fields_of(self), "understood": understood_of(self)}


def merged(
    now: Breakdown, seen: Breakdown, meant: Breakdown
) -> tuple[Breakdown | None, tuple[str, ...]]:
    """Bring what somebody means together with what stands, by the one rule of saving."""
    parts, conflicts = merge(now.parts, seen.parts, meant.parts)
    if parts is None:
        return None, conflicts
    return replace(now.with_parts(parts), version=now.version + 1), ()


def typed(seen: Breakdown, posted: Mapping[str, str], language: str) -> Breakdown:
    """Put fields as typed into the breakdown that was seen; what is unchanged keeps its meaning."""
    cells = {
        group: Cell(
            *(
                _count(getattr(seen.cell(group), part), posted, f"{group}-{part}", language)
                for part in COUNTS
            )
        )
        for group in GROUPS[seen.breakdown]
    }
    return replace(
        seen,
        cells=cells,
        forbidden=posted.get("forbidden", "yes" if seen.forbidden else "no") == "yes",
        reason=posted.get("reason", seen.reason).strip()[:LONGEST_REASON],
    )


def fields_of(breakdown: Breakdown) -> dict[str, str]:
    """Give the fields of a breakdown by name, as typed, without empty ones."""
    found = {"forbidden": "yes" if breakdown.forbidden else "", "reason": breakdown.reason}
    for name, count in _counts(breakdown):
        found |= {name: count.entered, f"{name}-reading": count.reading}
    return {name: text for name, text in found.items() if text}


def understood_of(breakdown: Breakdown) -> dict[str, str]:
    """Give the numbers of a breakdown by the names of their fields, as canonical text."""
    found = {name: count.value for name, count in _counts(breakdown)}
    return {name: canonical(value) for name, value in found.items() if value is not None}


def kept(
    indicator_id: str,
    breakdown: str,
    fields: Mapping[str, str],
    understood: Mapping[str, str],
    **about: Any,
) -> Breakdown:
    """Make a breakdown of what is kept of it."""
    cells = {
        group: Cell(*(_kept_count(fields, understood, f"{group}-{part}") for part in COUNTS))
        for group in GROUPS[breakdown]
    }
    forbidden, reason = "forbidden" in fields, fields.get("reason", "")
    return Breakdown(indicator_id, breakdown, cells, forbidden, reason, **about)


def few(breakdown: Breakdown) -> frozenset[str]:
    """List the groups whose figures nobody but the city may see."""
    sizes = {group: cell.smallest for group, cell in breakdown.cells.items()}
    known = {group: size for group, size in sizes.items() if size is not None}
    small = {group for group, size in known.items() if size < FEW}
    others = [group for group in known if group not in small]
    if len(small) == 1 and others:
        small.add(min(others, key=known.__getitem__))
    return frozenset(small)


def problems(
    indicator: Indicator, answer: Answer, breakdown: Breakdown, language: str
) -> list[Problem]:
    """List what is odd about a breakdown; `part` names the field, or is empty for all of it."""
    found = [
        problem for name, count in _counts(breakdown) for problem in _unread(count, name, language)
    ]
    for group, cell in breakdown.cells.items():
        found += _odd(indicator, group, cell)
    return [*found, *_beyond_the_whole(answer, breakdown)]


def _counts(breakdown: Breakdown) -> Iterator[tuple[str, Count]]:
    for group, cell in breakdown.cells.items():
        for part in COUNTS:
            yield f"{group}-{part}", getattr(cell, part)


def _count(seen: Count, posted: Mapping[str, str], name: str, language: str) -> Count:
    entered = posted.get(name, seen.entered).strip()
    chosen = posted.get(f"{name}-reading", "")
    reading = Reading(chosen) if chosen in set(Reading) else None
    if entered == seen.entered and (reading is None or str(reading) == seen.reading):
        return seen
    value = read_number(entered, language, reading=reading).value
    return Count(entered, str(reading or ""), value, entered if value is None else "")


def _kept_count(fields: Mapping[str, str], understood: Mapping[str, str], name: str) -> Count:
    entered, text = fields.get(name, ""), understood.get(name)
    value = None if text is None else Decimal(text)
    return Count(
        entered, fields.get(f"{name}-reading", ""), value, entered if value is None else ""
    )


def _unread(count: Count, name: str, language: str) -> Iterator[Problem]:
    if not count.unread:
        return
    read = read_number(count.unread, language)
    if read.readings:
        detail = {str(reading): value for reading, value in read.readings.items()}
        yield Problem(str(Unread.TWO_READINGS), Severity.ASK, name, detail)
    else:
        yield Problem(str(read.unread or Unread.NOT_A_NUMBER), Severity.INVALID, name)


def _odd(indicator: Indicator, group: str, cell: Cell) -> Iterator[Problem]:
    above, below = cell.numerator.value, cell.denominator.value
    for part, number in zip(COUNTS, (above, below), strict=True):
        if number is not None and number < 0:
            yield Problem("negative-part", Severity.INVALID, f"{group}-{part}")
    if above is None or below is None:
        if cell.given and not (cell.numerator.unread or cell.denominator.unread):
            missing = COUNTS[0] if above is None else COUNTS[1]
            yield Problem("incomplete", Severity.WARNING, f"{group}-{missing}")
    elif not below:
        yield Problem("zero-denominator", Severity.WARNING, f"{group}-denominator")
    elif indicator.kind is Kind.SHARE and above > below:
        detail = {"numerator": above, "denominator": below}
        yield Problem("part-over-whole", Severity.WARNING, f"{group}-numerator", detail)


def _beyond_the_whole(answer: Answer, breakdown: Breakdown) -> Iterator[Problem]:
    """Ask where the groups together are more than the answer says."""
    for part in COUNTS:
        whole: Decimal | None = getattr(answer, part)
        counts = [getattr(cell, part).value for cell in breakdown.cells.values()]
        total = sum((value for value in counts if value is not None), Decimal(0))
        if whole is not None and total > abs(whole) * ROUNDING:
            yield Problem(
                f"groups-over-{part}", Severity.WARNING, "", {"sum": total, "whole": whole}
            )
