"""What is missing, and which answers would be enough to have a focus area published."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from lcassess.assessment.sheet import Answer, AnswerSheet, State
from lcassess.framework.model import NotApplicable
from lcassess.scoring.ledger import ledger
from lcassess.scoring.profile import score_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from lcassess.framework.model import FocusArea, Indicator
    from lcassess.scoring.ledger import NotCounted
    from lcassess.web.results.sight import Sight


@dataclass(frozen=True, slots=True)
class Missing:
    """A scored question without points, and why."""

    indicator: Indicator
    why: NotCounted


@dataclass(frozen=True, slots=True)
class Gap:
    """What a focus area lacks; `enough` are the answers that would have it published."""

    focus_area: FocusArea
    published: bool
    missing: tuple[Missing, ...]
    enough: tuple[Indicator, ...]


def gaps(sight: Sight) -> list[Gap]:
    """List the focus areas that lack answers, in the framework's order."""
    found = (_gap(sight, focus_area) for focus_area in sight.framework.focus_areas)
    return [gap for gap in found if gap.missing]


def _gap(sight: Sight, focus_area: FocusArea) -> Gap:
    node = sight.profile.focus_areas.get(focus_area.id)
    missing = tuple(_missing(sight, focus_area)) if node else ()
    published = node is not None and node.published
    enough = () if published or not missing else _enough(sight, focus_area, missing)
    return Gap(focus_area, published, missing, enough)


def _missing(sight: Sight, focus_area: FocusArea) -> Iterable[Missing]:
    """Go through the unanswered questions, the weightiest first."""
    lines = ledger(sight.framework, sight.result.sheet, sight.result.profile, focus_area).lines
    for line in sorted(lines, key=lambda line: -line.planned):
        indicator = sight.framework.indicators[line.indicator_id]
        excused = (
            line.not_counted == State.NOT_APPLICABLE.value
            and indicator.not_applicable is NotApplicable.WITH_REASON
        )
        if line.points is None and line.not_counted and indicator.takes_part and not excused:
            yield Missing(indicator, line.not_counted)


def _enough(
    sight: Sight, focus_area: FocusArea, missing: Sequence[Missing]
) -> tuple[Indicator, ...]:
    """Answer one question after the other until the engine publishes the focus area."""
    order = _widest_first(sight, focus_area, missing)
    sheets = [_with(sight.result.sheet, order[:count]) for count in range(1, len(order) + 1)]
    for count, profile in enumerate(score_many(sight.framework, sheets), 1):
        if profile.focus_areas[focus_area.id].published:
            return tuple(order[:count])
    return tuple(order)


def _widest_first(
    sight: Sight, focus_area: FocusArea, missing: Sequence[Missing]
) -> list[Indicator]:
    """Put questions of features without any answer first: two features need one."""
    features = {i.id: feature.id for feature in focus_area.features for i in feature.indicators}
    scores = sight.result.profile.features
    taken = Counter(name for name, node in scores.items() if node.score is not None)
    order: list[tuple[int, Indicator]] = []
    for item in missing:
        feature = features[item.indicator.id]
        order.append((taken[feature], item.indicator))
        taken[feature] += 1
    return [indicator for _place, indicator in sorted(order, key=itemgetter(0))]


def _with(sheet: AnswerSheet, indicators: Iterable[Indicator]) -> AnswerSheet:
    given = {i.id: Answer(i.id, State.VALUE, value=_any_value(i)) for i in indicators}
    return AnswerSheet({**sheet.answers, **given})


def _any_value(indicator: Indicator) -> Decimal:
    return indicator.goalposts.worst if indicator.goalposts else indicator.bounds.low
