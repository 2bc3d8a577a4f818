"""The ledger of a focus area as a page: every score opened to the sum behind it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from lcassess.charts.strips import strip
from lcassess.scoring.ledger import NotCounted, ledger
from lcassess.web.results import wording
from lcassess.web.results.reasons import REASONS
from lcassess.web.scores.numbers import bounds, percent_tenth, tenth, whole

if TYPE_CHECKING:
    from lcassess.assessment.sheet import Answer
    from lcassess.framework.model import Feature, FocusArea, Indicator
    from lcassess.scoring.ledger import Ledger, Line
    from lcassess.scoring.profile import Node
    from lcassess.web.results.sight import Sight

FULL = 100  # per cent, or points


@dataclass(frozen=True, slots=True)
class Step:
    """Where an answer stands in the running sum, in per cent of the picture's width."""

    kind: str
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer of the ledger, in words and numbers."""

    indicator: Indicator
    figure: str
    levels: str
    reason: str
    answer: Answer
    goalposts: str
    points: str
    capped: str
    share: str
    adds: str
    sum: str
    step: Step | None
    context: bool
    outweighs: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """The sum of one focus area; without `sum` nothing may be summed for this reader."""

    focus_area: FocusArea
    node: Node
    features: tuple[tuple[Feature, tuple[Entry, ...]], ...]
    counted: int
    asked: int
    whole: str
    sum: str
    step: Step
    lower: str
    upper: str
    bounds: str
    strip: str
    example: str


def opened(sight: Sight, focus_area: FocusArea, language: str) -> Opened:
    """Open a focus area's score to its answers."""
    node = sight.profile.focus_areas[focus_area.id]
    found = ledger(sight.framework, sight.result.sheet, sight.result.profile, focus_area)
    count = sight.lines["focus_area", focus_area.id]
    return Opened(
        focus_area,
        node,
        _by_feature(sight, focus_area, found, language),
        counted=count.scored,
        asked=count.asked,
        whole=whole(node.score),
        sum=tenth(node.score),
        step=Step("wf", "0%", _width(node.score or 0)),
        lower=whole(node.lower_bound),
        upper=whole(node.upper_bound),
        bounds=bounds(node),
        strip=strip(
            node.score,
            node.lower_bound,
            node.upper_bound,
            partial=not node.published,
            scaled=True,
        ),
        example=wording.example(sight.framework, found, language),
    )


def _by_feature(
    sight: Sight, focus_area: FocusArea, found: Ledger, language: str
) -> tuple[tuple[Feature, tuple[Entry, ...]], ...]:
    sums = accumulate((line.contribution or 0.0 for line in found.lines), initial=0.0)
    entries = {
        line.indicator_id: _entry(sight, line, before, language)
        for line, before in zip(found.lines, sums, strict=False)
    }
    return tuple(
        (feature, tuple(entries[indicator.id] for indicator in feature.indicators))
        for feature in focus_area.features
    )


def _entry(sight: Sight, line: Line, before: float, language: str) -> Entry:
    indicator = sight.framework.indicators[line.indicator_id]
    answer = sight.result.sheet[line.indicator_id]
    return Entry(
        indicator,
        figure=wording.figure(indicator, answer, language),
        levels=wording.levels(sight.result.levels.get(indicator.id), language),
        reason=str(REASONS[line.not_counted]) if line.not_counted else "",
        answer=answer,
        goalposts=wording.goalposts(indicator, language),
        points=tenth(line.points),
        capped=wording.capped(line.capped),
        share=_share(line),
        adds=tenth(line.contribution),
        sum=tenth(before + line.contribution) if line.contribution is not None else "",
        step=_step(line, before),
        context=line.not_counted is NotCounted.UNSCORED,
        outweighs=line.outweighs,
    )


def _share(line: Line) -> str:
    """Write the planned share and, where it changed, the counted one."""
    planned, counted = percent_tenth(line.planned), percent_tenth(line.counted)
    if line.not_counted is NotCounted.UNSCORED:
        return ""
    if planned == counted:
        return planned
    return _("%(planned)s → %(counted)s", planned=planned, counted=counted)


def _step(line: Line, before: float) -> Step | None:
    """Draw what an answer adds; a blank as an outline as long as its planned share."""
    if line.contribution is not None:
        return Step("wf", _width(before), _width(line.contribution))
    if line.points is None and line.planned:
        return Step("wo", _width(before), _width(min(line.planned * FULL, FULL - before)))
    return None


def _width(points: float) -> str:
    return f"{points:.2f}%"
