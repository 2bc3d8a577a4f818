"""From the spots of an edition file to areas, focus areas, features and the rules of scoring."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from lcassess.framework.guidance import read_official_code
from lcassess.framework.indicators import read_indicator
from lcassess.framework.model import (
    LEVELS,
    Area,
    Feature,
    FocusArea,
    Framework,
    Orders,
    OverallOf,
    ScoringRules,
    TextQuestion,
    Thresholds,
)

if TYPE_CHECKING:
    from lcassess.framework.places import Place

NAMED = ("id", "code", "name")
ORDERS = ("feature", "focus_area", "area", "overall")
THRESHOLDS = (*ORDERS, "ranked")


def read_framework(place: Place, language: str = "en") -> Framework:
    """Read a whole edition; it may be used only if nothing was noted."""
    place.keys(("edition", "title", "areas"), ("scoring",))
    return Framework(
        edition=place.text("edition"),
        title=place.text("title"),
        areas=tuple(_area(p) for p in place.list_of("areas")),
        scoring=_scoring(place.get("scoring")),
        language=language,
    )


def _area(place: Place) -> Area:
    place.keys((*NAMED, "focus_areas"), ("weight",))
    return Area(
        id=place.text("id"),
        code=place.text("code"),
        name=place.text("name"),
        focus_areas=tuple(_focus_area(p) for p in place.list_of("focus_areas")),
        weight=place.weight(),
    )


def _focus_area(place: Place) -> FocusArea:
    place.keys((*NAMED, "features"), ("short_name", "weight", "texts"))
    texts = place.get("texts")
    if texts and not isinstance(texts.node.value, list):
        texts.note("a list is expected here")
    return FocusArea(
        id=place.text("id"),
        code=place.text("code"),
        name=place.text("name"),
        features=tuple(_feature(p) for p in place.list_of("features")),
        short_name=place.text("short_name"),
        weight=place.weight(),
        texts=tuple(_text(p) for p in place.items("texts")),
    )


def _text(place: Place) -> TextQuestion:
    place.keys(("id", "name", "words"))
    return TextQuestion(place.text("id"), place.text("name"), place.whole("words") or 0)


def _feature(place: Place) -> Feature:
    place.keys((*NAMED, "indicators"), ("weight", "wording", "official_code"))
    return Feature(
        id=place.text("id"),
        code=place.text("code"),
        name=place.text("name"),
        indicators=tuple(read_indicator(p) for p in place.list_of("indicators")),
        weight=place.weight(),
        wording=place.text("wording"),
        official_code=read_official_code(place),
    )


def _scoring(place: Place | None) -> ScoringRules:
    """Read the choices on which scores depend; what is absent keeps its usual value."""
    if place is None or not place.keys((), ("overall_of", "mean", "coverage", "level_points")):
        return ScoringRules()
    usual = ScoringRules()
    return ScoringRules(
        overall_of=place.choice("overall_of", OverallOf) or usual.overall_of,
        mean=Orders(**_numbers(place, "mean", ORDERS)),
        coverage=_thresholds(place),
        level_points=_level_points(place) or usual.level_points,
    )


def _numbers(place: Place, key: str, names: tuple[str, ...]) -> dict[str, float]:
    """Read the numbers under a key, by name."""
    found = place.get(key)
    if found is None or not found.keys((), names):
        return {}
    numbers = {name: found.number(name) for name in names}
    return {name: float(number) for name, number in numbers.items() if number is not None}


def _thresholds(place: Place) -> Thresholds:
    """Read the coverage that each level needs."""
    thresholds = _numbers(place, "coverage", THRESHOLDS)
    found = place.get("coverage")
    for name, number in thresholds.items():
        spot = found and found.get(name)
        if spot and not 0 <= number <= 1:
            spot.note("a threshold lies between 0 and 1")
    return Thresholds(**thresholds)


def _level_points(place: Place) -> tuple[float, ...] | None:
    """Read the points of the five levels."""
    found = place.get("level_points")
    if found is None:
        return None
    read = [item.as_number() for item in place.items("level_points")]
    points = [number for number in read if number is not None]
    rising = all(a <= b for a, b in pairwise([Decimal(0), *points, Decimal(100)]))
    if len(read) != LEVELS or (len(points) == LEVELS and not rising):
        found.note("five numbers from 0 to 100 are expected here, none below the one before")
    return tuple(float(number) for number in points)
