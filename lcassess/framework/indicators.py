"""From a spot of an edition file to an indicator, noting every rule that it breaks."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from lcassess.framework import guidance
from lcassess.framework.goalposts import read_goalposts
from lcassess.framework.guidance import LABELS, read_guidance
from lcassess.framework.model import (
    LEVELS,
    GoalpostBasis,
    Indicator,
    Interval,
    Kind,
    NotApplicable,
    Part,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcassess.framework.places import Place

REQUIRED = ("id", "code", "name", "kind")
OPTIONAL = (
    *("unit", "per", "bounds", "expected", "goalposts", "goalpost_basis", "scored"),
    *("inclusion_core", "not_applicable", "weight", "parts", "part_names"),
    *guidance.OPTIONAL,
)

PER: Mapping[Kind, int] = {Kind.SHARE: 100, Kind.RATE: 100_000}
FIXED_BOUNDS: Mapping[Kind, Interval] = {
    Kind.LEVEL: Interval(Decimal(0), Decimal(LEVELS - 1)),
    Kind.SHARES: Interval(Decimal(0), Decimal(100)),
}
NO_BOUNDS = Interval(Decimal(0), Decimal(0))  # stands for bounds that were noted as a mistake


def read_indicator(place: Place) -> Indicator:
    """Read one indicator; where something was noted, a stand-in takes its place."""
    place.keys(REQUIRED, OPTIONAL)
    kind = place.choice("kind", Kind)
    bounds = _bounds(place, kind)
    per = _per(place, kind)
    if kind and per is None and not place.get("per"):
        _forbid(place, LABELS, "only an indicator with per has labels for its parts")
    scored = place.flag("scored", default=True)
    return Indicator(
        id=place.text("id"),
        code=place.text("code"),
        name=place.text("name"),
        kind=kind or Kind.NUMBER,
        bounds=bounds or NO_BOUNDS,
        unit=place.text("unit"),
        per=per,
        expected=_expected(place, bounds),
        goalposts=read_goalposts(place, kind, bounds, scored=scored),
        goalpost_basis=place.choice("goalpost_basis", GoalpostBasis) or GoalpostBasis.UNTESTED,
        scored=scored,
        inclusion_core=place.flag("inclusion_core", default=False),
        not_applicable=place.choice("not_applicable", NotApplicable) or NotApplicable.NEVER,
        weight=place.weight(),
        parts=_parts(place, kind),
        guidance=read_guidance(place, kind),
    )


def _per(place: Place, kind: Kind | None) -> int | None:
    """Read what the figure is counted per: 100 of a share, 100000 of a rate, 1 of a number."""
    given, per = place.get("per"), place.number("per")
    if given is None:
        return PER.get(kind) if kind else None
    if kind is None or per is None:
        return None
    allowed = PER.get(kind, 1 if kind is Kind.NUMBER else None)
    if allowed is None:
        given.note(f"the kind {kind} has no per")
        return None
    if per != allowed:
        given.note(f"per is {allowed} for the kind {kind}")
    return allowed


def _bounds(place: Place, kind: Kind | None) -> Interval | None:
    """Read the hard bounds, which are fixed for levels and shares."""
    given, bounds = place.get("bounds"), place.interval("bounds")
    fixed = FIXED_BOUNDS.get(kind) if kind else None
    if fixed:
        if given and bounds and bounds != fixed:
            given.note(f"the bounds of the kind {kind} are {fixed.low} and {fixed.high}")
        return fixed
    if given is None and kind:
        place.note("the key bounds is missing")
    return bounds


def _expected(place: Place, bounds: Interval | None) -> Interval | None:
    """Read the expected range, which lies inside the bounds."""
    given, expected = place.get("expected"), place.interval("expected")
    outside = expected and bounds and not (expected.low in bounds and expected.high in bounds)
    if given and outside:
        given.note("the expected range lies inside the bounds")
    return expected


def _forbid(place: Place, keys: tuple[str, ...], reason: str) -> None:
    """Note each of the keys that stands here all the same."""
    for found in map(place.get, keys):
        if found:
            found.note(reason)


def _parts(place: Place, kind: Kind | None) -> tuple[Part, ...]:
    """Read the parts of a `shares` answer with their names."""
    given, names = place.get("parts"), place.get("part_names")
    if kind is not Kind.SHARES:
        if kind:
            _forbid(place, ("parts", "part_names"), f"the kind {kind} has no parts")
        return ()
    if given is None:
        place.note("the key parts is missing")
    ids = [item.as_text() or "" for item in place.list_of("parts")]
    if names:
        names.keys((), ids)
    return tuple(Part(part, (names and names.text(part)) or part) for part in ids)
