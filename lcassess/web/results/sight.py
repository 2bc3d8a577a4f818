"""What one person sees of a city's results, in the language of the page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from lcassess.exports.nodes import NodeLine, node_lines
from lcassess.framework.catalogue import in_language
from lcassess.web.scores.veil import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcassess.assessment.report import Report
    from lcassess.framework.model import Framework
    from lcassess.scoring.comparison import CityResult
    from lcassess.scoring.profile import Node, Profile
    from lcassess.services.results import Results


@dataclass(frozen=True)
class Sight:
    """A city's results as one person may see them; `own` tells whether it is the person's city."""

    report: Report
    framework: Framework
    result: CityResult
    before: CityResult | None
    own: bool
    partial: bool

    @classmethod
    def of(cls, found: Results, language: str, *, uil: bool) -> Sight:
        """Look at results in a language; the city and UIL also see what is not published."""
        framework = in_language(found.framework, language)
        partial = found.own or uil
        return cls(found.report, framework, found.result, found.earlier, found.own, partial)

    @cached_property
    def profile(self) -> Profile:
        """The scores of this round that may be seen."""
        return shown(self.result.profile, partial=self.partial)

    @cached_property
    def earlier(self) -> Profile | None:
        """The scores of the round before that may be seen."""
        return shown(self.before.profile, partial=self.partial) if self.before else None

    @cached_property
    def lines(self) -> Mapping[tuple[str, str], NodeLine]:
        """How many answers stand behind each score, by level and id."""
        return {(line.level, line.id): line for line in node_lines(self.framework, self.result)}

    @property
    def unpublished(self) -> list[NodeLine]:
        """The focus areas that cannot be shown yet, though something in them applies."""
        found = (self.lines["focus_area", f] for f in self.profile.focus_areas)
        return [line for line in found if not line.node.published and line.asked]

    def earlier_focus_area(self, focus_area_id: str) -> Node | None:
        """Find the score of a focus area in the round before."""
        return self.earlier.focus_areas.get(focus_area_id) if self.earlier else None

    def earlier_area(self, area_id: str) -> Node | None:
        """Find the score of an area in the round before."""
        return self.earlier.areas.get(area_id) if self.earlier else None
