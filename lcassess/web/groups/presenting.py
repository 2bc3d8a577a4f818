"""What the pages of groups show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lcassess.assessment import breakdowns
from lcassess.assessment.breakdowns import COUNTS
from lcassess.assessment.groups import GROUPS, STAGES, Reach
from lcassess.framework.showing import show_number
from lcassess.framework.understanding import Severity
from lcassess.web.groups import words
from lcassess.web.languages import gettext as _
from lcassess.web.words import several

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lcassess.assessment.breakdowns import Breakdown, Cell
    from lcassess.assessment.groups import GroupReach
    from lcassess.framework.model import Indicator
    from lcassess.framework.understanding import Problem
    from lcassess.services.grouping import BreakdownConflict, BreakdownPage, GroupConflict

SHOWN_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Said:
    """What is odd about a field, with two readings of it to choose from."""

    kind: str
    sentence: str
    readings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CellRow:
    """One group of a breakdown: what was typed, the share, and what is to be said of it.

    `hidden` figures are shown to nobody but the city.
    """

    group: str
    name: str
    cell: Cell
    share: str
    few: bool
    hidden: bool
    said: Mapping[str, tuple[Said, ...]]


@dataclass(frozen=True, slots=True)
class Conflicting:
    """Both sides of a conflict in words, and what the form has to send along."""

    yours: str
    theirs: str
    by: str
    at: object
    parts: str
    seen: str


@dataclass(frozen=True, slots=True)
class BreakdownCard:
    """One breakdown as the page shows it."""

    breakdown: Breakdown
    rows: tuple[CellRow, ...]
    said: tuple[Said, ...]
    conflict: Conflicting | None


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group as the page shows it; `named` says where it is named."""

    reach: GroupReach
    name: str
    named: str
    conflict: Conflicting | None


def cards(
    page: BreakdownPage,
    indicator: Indicator,
    language: str,
    posted: Mapping[str, Mapping[str, str]],
    conflicts: Mapping[str, BreakdownConflict],
) -> list[BreakdownCard]:
    """Show each breakdown, with what was typed where two people said something else."""
    return [
        _card(page, indicator, language, one, posted.get(one.breakdown, {}), conflict)
        for one in page.breakdowns
        for conflict in [conflicts.get(one.breakdown)]
    ]


def lines(
    reach: tuple[GroupReach, ...],
    posted: Mapping[str, Mapping[str, str]],
    conflicts: Mapping[str, GroupConflict],
) -> list[GroupLine]:
    """Show each group, with what was typed where two people said something else."""
    return [_line(one, posted.get(one.group_id, {}), conflicts.get(one.group_id)) for one in reach]


def name_of(one: GroupReach) -> str:
    """Name a group; another one by the name that the city gave it."""
    return one.parts.get("name") or str(words.GROUPS[one.group_id])


def reach_of(one: GroupReach, stage: str) -> str:
    """Say in a word whether a group is reached at a stage."""
    found = one.parts.get(stage)
    return str(words.REACH[Reach(found)]) if found else ""


def _card(  # a card and how it came about
    page: BreakdownPage,
    indicator: Indicator,
    language: str,
    standing: Breakdown,
    posted: Mapping[str, str],
    conflict: BreakdownConflict | None,
) -> BreakdownCard:
    shown = conflict.yours if conflict else standing
    found = breakdowns.problems(indicator, page.answer, shown, language)
    few = breakdowns.few(shown)
    return BreakdownCard(
        standing,
        tuple(
            _row(page, indicator, shown, group, language, found, few=group in few)
            for group in breakdowns.GROUPS[standing.breakdown]
        ),
        tuple(_said(problem, language) for problem in found if not problem.part),
        _breakdown_sides(conflict, posted) if conflict else None,
    )


def _row(  # a row of a card
    page: BreakdownPage,
    indicator: Indicator,
    shown: Breakdown,
    group: str,
    language: str,
    found: list[Problem],
    *,
    few: bool,
) -> CellRow:
    cell = shown.cell(group)
    return CellRow(
        group,
        str(words.MEMBERS[group]),
        cell,
        _share(indicator, cell, language),
        few=few,
        hidden=few and not page.place.own,
        said={
            part: tuple(_said(p, language) for p in found if p.part == f"{group}-{part}")
            for part in COUNTS
        },
    )


def _share(indicator: Indicator, cell: Cell, language: str) -> str:
    value = cell.share(indicator.per or 1)
    if value is None:
        return ""
    return show_number(value, language, unit=indicator.unit, decimals=SHOWN_DECIMALS)


def _said(problem: Problem, language: str) -> Said:
    kind = "w" if problem.level is Severity.WARNING else "e"
    offered = problem.detail.items() if problem.level is Severity.ASK else ()
    readings = tuple((reading, show_number(value, language)) for reading, value in offered)
    return Said(kind, words.sentence(problem, language), readings)


def _breakdown_sides(conflict: BreakdownConflict, posted: Mapping[str, str]) -> Conflicting:
    sides = [
        several(_parts_in_words(one, conflict.parts)) or _("nothing")
        for one in (conflict.yours, conflict.theirs)
    ]
    return _conflicting(sides, conflict.theirs, conflict.parts, posted)


def _parts_in_words(one: Breakdown, parts: tuple[str, ...]) -> Iterator[str]:
    for part in parts:
        if part == "forbidden":
            yield _("The law does not allow to count this.") if one.forbidden else _("Counted.")
        elif part == "reason":
            yield one.reason
        else:
            yield _("%(name)s: %(count)s", name=words.MEMBERS[part], count=_count(one.cell(part)))


def _count(cell: Cell) -> str:
    above, below = cell.numerator.entered or "–", cell.denominator.entered or "–"
    return _("%(numerator)s of %(denominator)s", numerator=above, denominator=below)


def _line(one: GroupReach, posted: Mapping[str, str], conflict: GroupConflict | None) -> GroupLine:
    named = several(words.NAMED[source] for source in GROUPS[one.group_id])
    if conflict is None:
        return GroupLine(one, name_of(one), named, None)
    sides = [
        several(_reach_in_words(side, conflict.parts)) or _("nothing")
        for side in (conflict.yours, conflict.theirs)
    ]
    both = _conflicting(sides, conflict.theirs, conflict.parts, posted)
    return GroupLine(replace(one, parts=conflict.yours.parts), name_of(one), named, both)


def _reach_in_words(one: GroupReach, parts: tuple[str, ...]) -> Iterator[str]:
    for part in parts:
        if part in STAGES:
            yield f"{words.STAGES[part]}: {reach_of(one, part) or '–'}"
        else:
            yield one.parts.get(part, "") or "–"


def _conflicting(
    sides: list[str],
    theirs: Breakdown | GroupReach,
    parts: tuple[str, ...],
    posted: Mapping[str, str],
) -> Conflicting:
    seen = posted.get("seen", posted.get("version", "0"))
    return Conflicting(sides[0], sides[1], theirs.by, theirs.at, " ".join(parts), seen)
