"""The page of a city's results: picture, areas, table, inclusion, gaps and context figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from lcassess.charts.radar_svg import RadarWords, radar
from lcassess.charts.series import Series, SeriesRole, spokes
from lcassess.scoring.balance import balance_penalty
from lcassess.web.results import advice, sentences, summaries
from lcassess.web.results.context import ContextFigure, context_figures
from lcassess.web.results.rows import Row, focus_area_row, inclusion_row
from lcassess.web.scores.numbers import tenth

if TYPE_CHECKING:
    from lcassess.framework.model import Area
    from lcassess.web.results.advice import Gap
    from lcassess.web.results.sight import Sight
    from lcassess.web.results.summaries import Summary

SHOWN_DECIMALS = 2


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
        areas=tuple(summaries.of_area(sight, area) for area in sight.framework.areas),
        overall=summaries.of_everything(sight),
        why_not=sentences.why_not_overall(sight),
        balance=_balance(sight),
        rows=tuple((area, _rows(sight, area)) for area in sight.framework.areas),
        inclusion=_inclusion_rows(sight),
        inclusion_lede=_inclusion_lede(sight),
        inclusion_overall=summaries.of_inclusion(sight),
        gaps=tuple(advice.gaps(sight)),
        context=tuple(context_figures(sight, language)),
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


def _balance(sight: Sight) -> str:
    if sight.profile.overall.score is None:
        return ""
    return tenth(balance_penalty(sight.framework, sight.result.profile))
