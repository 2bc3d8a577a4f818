"""Cities side by side as a page: picture and table for up to three, one row a city for more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from lcassess.charts.radar_svg import RadarWords, radar
from lcassess.charts.series import Point, Series, SeriesRole, spokes
from lcassess.charts.strips import lanes
from lcassess.framework.catalogue import in_language
from lcassess.web.scores.figures import Figure
from lcassess.web.scores.heat import Cell, cells
from lcassess.web.scores.numbers import bounds, percent
from lcassess.web.scores.states import short_state
from lcassess.web.scores.veil import shown
from lcassess.web.words import listed, titled

if TYPE_CHECKING:
    from lcassess.framework.model import Area, FocusArea, Framework
    from lcassess.scoring.comparison import CityScores, Comparison

ROLES = (SeriesRole.CURRENT, SeriesRole.OTHER, SeriesRole.THIRD)
IN_ONE_PICTURE = len(ROLES)


@dataclass(frozen=True, slots=True)
class CityRow:
    """One city with its overall score, what it rests on, and its focus areas as cells."""

    city: CityScores
    state: str
    figure: Figure
    coverage: str
    bounds: str
    self_rated: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One focus area, or area, with the score and coverage of every city."""

    place: Area | FocusArea
    lanes: str
    scores: tuple[tuple[CityScores, Figure, str], ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Everything on the page; without a radar there are too many cities for one picture."""

    framework: Framework
    comparison: Comparison
    names: str
    lede: str
    cities: tuple[CityRow, ...]
    radar: str
    roles: tuple[SeriesRole, ...]
    rows: tuple[tuple[Row, tuple[Row, ...]], ...]


def page_of(comparison: Comparison, language: str, *, partial: bool, every: bool) -> ComparePage:
    """Make the page of a comparison, with a picture unless every city is asked for.

    `partial` tells whether unpublished scores may be seen.
    """
    seen = replace(
        comparison,
        framework=in_language(comparison.framework, language),
        cities=tuple(
            replace(city, profile=shown(city.profile, partial=partial))
            for city in comparison.cities
        ),
    )
    few = not every and len(seen.cities) <= IN_ONE_PICTURE
    return ComparePage(
        framework=seen.framework,
        comparison=seen,
        names=titled(city.name for city in seen.cities) if few else "",
        lede=_in_common(seen) if few else _published(seen),
        cities=tuple(_city_row(seen, city) for city in seen.cities),
        radar=_radar(seen) if few else "",
        roles=ROLES,
        rows=_rows(seen) if few else (),
    )


def _published(seen: Comparison) -> str:
    return ngettext(
        "The overall score of %(num)s of these cities is published.",
        "The overall scores of %(num)s of these cities are published.",
        sum(city.profile.overall.published for city in seen.cities),
    )


def _in_common(seen: Comparison) -> str:
    common = sum(
        all(city.profile.focus_areas[f.id].published for city in seen.cities)
        for f in seen.framework.focus_areas
    )
    return ngettext(
        "Of %(all)s focus areas %(num)s is published for every city here.",
        "Of %(all)s focus areas %(num)s are published for every city here.",
        common,
        all=len(seen.framework.focus_areas),
    )


def _city_row(seen: Comparison, city: CityScores) -> CityRow:
    overall = city.profile.overall
    return CityRow(
        city,
        short_state(city.state),
        Figure.of(overall),
        percent(overall.coverage),
        bounds(overall),
        percent(overall.self_rated),
        cells(seen.framework, city.profile),
    )


def _radar(seen: Comparison) -> str:
    series = [
        Series.of(city.name, role, city.profile, seen.framework)
        for city, role in zip(seen.cities, ROLES, strict=False)
    ]
    names = listed(city.name for city in seen.cities)
    title = _("Scores of %(names)s by focus area, %(round)s", names=names, round=seen.round_name)
    words = RadarWords(
        title, f"{_in_common(seen)} {_('All values are in the table that follows.')}"
    )
    return radar(series, spokes(seen.framework), words)


def _rows(seen: Comparison) -> tuple[tuple[Row, tuple[Row, ...]], ...]:
    return tuple(
        (
            _row(seen, area, "areas"),
            tuple(_row(seen, focus_area, "focus_areas") for focus_area in area.focus_areas),
        )
        for area in seen.framework.areas
    )


def _row(seen: Comparison, place: Area | FocusArea, level: str) -> Row:
    nodes = [getattr(city.profile, level).get(place.id) for city in seen.cities]
    points = [Point.of(node) for node in nodes]
    return Row(
        place,
        lanes(list(zip(ROLES, points, strict=False))),
        tuple(
            (city, Figure.of(node), percent(node.coverage) if node else "")
            for city, node in zip(seen.cities, nodes, strict=True)
        ),
    )
