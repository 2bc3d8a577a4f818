"""What a report holds beside its answers: evidence, explanations, figures by group, groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from lcassess.assessment import breakdowns, evidence
from lcassess.assessment.breakdowns import Breakdown
from lcassess.assessment.explanation import Explanation
from lcassess.assessment.groups import GroupReach

if TYPE_CHECKING:
    from lcassess.assessment.evidence import Evidence

NOTHING: Mapping[Any, Any] = MappingProxyType({})


class Numbered(Protocol):
    """What has a place in a city's history."""

    @property
    def number(self) -> int:
        """Give its place."""


Row = TypeVar("Row", bound=Numbered)


@dataclass(frozen=True, slots=True)
class Attached:
    """Everything beside the answers of a report.

    Explanations by indicator, breakdowns by indicator and name, groups by their ids.
    """

    evidence: tuple[Evidence, ...] = ()
    explanations: Mapping[str, Explanation] = field(default_factory=lambda: NOTHING)
    breakdowns: Mapping[tuple[str, str], Breakdown] = field(default_factory=lambda: NOTHING)
    groups: Mapping[str, GroupReach] = field(default_factory=lambda: NOTHING)

    def evidence_of(self, indicator_id: str) -> list[Evidence]:
        """List the items of one answer."""
        return [item for item in self.evidence if item.indicator_id == indicator_id]

    def breakdown(self, indicator_id: str, name: str) -> Breakdown:
        """Give a breakdown of an answer, or an empty one."""
        return self.breakdowns.get((indicator_id, name)) or Breakdown(indicator_id, name)

    def breakdowns_of(self, indicator_id: str) -> list[Breakdown]:
        """List the breakdowns of one answer in which something is said."""
        found = self.breakdowns.values()
        return [one for one in found if one.indicator_id == indicator_id and one.given]

    def group(self, group_id: str) -> GroupReach:
        """Give what is said of a group, or nothing."""
        return self.groups.get(group_id) or GroupReach(group_id)

    def plain(self) -> dict[str, Any]:
        """Give what is frozen of it, without what is empty, in an order that is always the same."""
        found = {
            "evidence": [item.plain() for item in sorted(self.evidence, key=_item)],
            "explanations": {
                name: said.text for name, said in self.explanations.items() if said.text
            },
            "breakdowns": [
                one.plain() for _key, one in sorted(self.breakdowns.items()) if one.given
            ],
            "groups": [one.plain() for _id, one in sorted(self.groups.items()) if one.given],
        }
        return {name: value for name, value in found.items() if value}


def folded(
    items: Iterable[Evidence],
    explanations: Iterable[Explanation],
    figures: Iterable[Breakdown],
    reached: Iterable[GroupReach],
    until: int | None = None,
) -> Attached:
    """Put histories together as they stood after a row of the city's history, or stand now."""
    standing = {item.item: item for item in _until(items, until)}
    return Attached(
        tuple(item for item in standing.values() if not item.removed),
        {said.indicator_id: said for said in _until(explanations, until)},
        {(one.indicator_id, one.breakdown): one for one in _until(figures, until)},
        {one.group_id: one for one in _until(reached, until)},
    )


def thawed(plain: Mapping[str, Any]) -> Attached:
    """Read back what was frozen."""
    figures = [breakdowns.kept(**one) for one in plain.get("breakdowns", ())]
    reached = [GroupReach(**one) for one in plain.get("groups", ())]
    return Attached(
        tuple(evidence.thawed(item) for item in plain.get("evidence", ())),
        {name: Explanation(name, text) for name, text in plain.get("explanations", {}).items()},
        {(one.indicator_id, one.breakdown): one for one in figures},
        {one.group_id: one for one in reached},
    )


def _item(item: Evidence) -> int:
    return item.item


def _until(rows: Iterable[Row], until: int | None) -> list[Row]:
    """Keep the rows up to a number, in the order of the history."""
    kept = (row for row in rows if until is None or row.number <= until)
    return sorted(kept, key=lambda row: row.number)
