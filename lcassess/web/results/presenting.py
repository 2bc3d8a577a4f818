"""The page of a city's results: picture, areas, table, inclusion, gaps and context figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from lcassess.assessment import figure as figures
from lcassess.assessment.sheet import State
from lcassess.charts.radar_svg import RadarWords, radar
from lcassess.charts.series import Series, SeriesRole, spokes
from lcassess.charts.strips import coverage_ticks
from lcassess.framework.answers import show
from lcassess.scoring.balance import balance_penalty
from lcassess.scoring.ledger import NotCounted
from lcassess.web.results import advice, sentences
from lcassess.web.results.numbers import bounds, percent, tenth
from lcassess.web.results.reasons import REASONS
from lcassess.web.results.rows import Figure, Row, focus_area_row, inclusion_row, picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lcassess.exports.nodes import NodeLine
    from lcassess.framework.model import Area, Indicator
    from lcassess.scoring.profile import Node
    from lcassess.web.results.advice import Gap
    from lcassess.web.results.sight import Sight

SHOWN_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Summary:
    """An area, or all focus areas together, with what the score rests on."""

    name: str
    figure: Figure
    beside: Figure | None
    strip: str
    ticks: str
    scored: int
    asked: int
    coverage: str
    bounds: str
    self_rated: str


@dataclass(frozen=True, slots=True)
class ContextFigure:
    """A figure that is shown and not scored."""

    indicator: Indicator
    text: str
    source: str = ""
    year: str = ""
    given: bool = False


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """Everything on the page, ready to be written."""

    lede: str
    radar: str
    areas: tuple[Summary, ...]
    overall: Summary
    why_not: str
    balance: str
    rows: tuple[tuple[Area, tuple[Row, ...]], ...]
    inclusion: tuple[Row, ...]
    inclusion_lede: str
    inclusion_overall: Summary | None
    gaps: tuple[Gap, ...]
    context: tuple[ContextFigure, ...]


def page_of(sight: Sight, language: str) -> ResultsPage:
    """Make the page of what a person sees."""
    return ResultsPage(
        lede=sentences.lede(sight),
        radar=radar(series(sight), spokes(sight.framework), _radar_words(sight)),
        areas=tuple(_area(sight, area) for area in sight.framework.areas),
        overall=_overall(sight),
        why_not=sentences.why_not_overall(sight),
        balance=_balance(sight),
        rows=tuple((area, _rows(sight, area)) for area in sight.framework.areas),
        inclusion=_inclusion_rows(sight),
        inclusion_lede=_inclusion_lede(sight),
        inclusion_overall=_inclusion_overall(sight),
        gaps=tuple(advice.gaps(sight)),
        context=tuple(_context(sight, language)),
    )


def series(sight: Sight) -> list[Series]:
    """Give the lines of the radar: this round and, where there is one, the round before."""
    found = [_series(sight, sight.result.round, SeriesRole.CURRENT)]
    if sight.before:
        found.append(_series(sight, sight.before.round, SeriesRole.EARLIER))
    return found


def _series(sight: Sight, name: str, role: SeriesRole) -> Series:
    profile = sight.earlier if role is SeriesRole.EARLIER else sight.profile
    return Series.of(name, role, profile or sight.profile, sight.framework)


def _radar_words(sight: Sight) -> RadarWords:
    city, now = sight.result.name, sight.result.round
    title = _("Scores of %(city)s by focus area, round %(now)s", city=city, now=now)
    if sight.before:
        title = _(
            "Scores of %(city)s by focus area, rounds %(now)s and %(before)s",
            city=city,
            now=now,
            before=sight.before.round,
        )
    return RadarWords(title, sentences.described(sight))


def _rows(sight: Sight, area: Area) -> tuple[Row, ...]:
    asked = (f for f in area.focus_areas if f.id in sight.profile.focus_areas)
    return tuple(focus_area_row(sight, focus_area) for focus_area in asked)


def _inclusion_rows(sight: Sight) -> tuple[Row, ...]:
    rows = (inclusion_row(sight, focus_area) for focus_area in sight.framework.focus_areas)
    return tuple(row for row in rows if row)


def _inclusion_lede(sight: Sight) -> str:
    inclusion = sight.profile.inclusion
    if inclusion is None:
        return ""
    said = sentences.extremes(sight.framework, inclusion.focus_areas)
    return said or _("No focus area can be shown on these questions yet.")


def _area(sight: Sight, area: Area) -> Summary:
    line = sight.lines["area", area.id]
    return _summary(area.name, sight.profile.areas[area.id], sight.earlier_area(area.id), line)


def _overall(sight: Sight) -> Summary:
    earlier = sight.earlier.overall if sight.earlier else None
    line = sight.lines["overall", "overall"]
    return _summary(_("All focus areas together"), sight.profile.overall, earlier, line)


def _inclusion_overall(sight: Sight) -> Summary | None:
    if sight.profile.inclusion is None:
        return None
    line = sight.lines["inclusion", "overall"]
    return _summary(
        _("All inclusion questions together"),
        sight.profile.inclusion.overall,
        sight.profile.overall,
        line,
    )


def _summary(name: str, node: Node, beside: Node | None, line: NodeLine) -> Summary:
    return Summary(
        name,
        Figure.of(node),
        Figure.of(beside) if beside else None,
        picture(node, beside, scaled=True),
        coverage_ticks(node.coverage),
        line.scored,
        line.asked,
        percent(node.coverage),
        bounds(node),
        percent(node.self_rated),
    )


def _balance(sight: Sight) -> str:
    if sight.profile.overall.score is None:
        return ""
    return tenth(balance_penalty(sight.framework, sight.result.profile))


def _context(sight: Sight, language: str) -> Sequence[ContextFigure]:
    asked = (i for i in sight.framework.indicators.values() if not i.takes_part)
    return [_context_figure(sight, indicator, language) for indicator in asked]


def _context_figure(sight: Sight, indicator: Indicator, language: str) -> ContextFigure:
    answer = sight.result.sheet[indicator.id]
    if answer.state is not State.VALUE:
        return ContextFigure(indicator, str(REASONS[NotCounted(answer.state)]))
    understood = figures.understood(answer)
    shown = show(indicator, understood, language, decimals=SHOWN_DECIMALS)
    return ContextFigure(indicator, shown or answer.entered, answer.source, answer.year, given=True)
