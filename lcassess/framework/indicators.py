"""From a spot of an edition file to an indicator, noting every rule that it breaks."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from lcassess.framework.model import (
    LEVELS,
    Definition,
    GoalpostBasis,
    Goalposts,
    Guidance,
    Indicator,
    Interval,
    Kind,
    Level,
    NotApplicable,
    Part,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcassess.framework.places import Place

REQUIRED = ("id", "code", "name", "kind")
DEFINITION = ("numerator", "denominator", "population", "period")
LABELS = ("numerator_label", "denominator_label")
WORDS = ("question", *LABELS, "why", "where", "mistakes", "sdg", "source_kind", "goalpost_note")
OPTIONAL = (
    *("unit", "per", "bounds", "expected", "goalposts", "goalpost_basis", "scored"),
    *("inclusion_core", "not_applicable", "weight", "parts", "part_names"),
    *("definition", "levels", "breakdowns", "wording", "official_code", *WORDS),
)
BREAKDOWNS = ("sex", "age", "disability", "migration", "minority", "income", "education")

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
    scored = place.flag("scored", default=True)
    return Indicator(
        id=place.text("id"),
        code=place.text("code"),
        name=place.text("name"),
        kind=kind or Kind.NUMBER,
        bounds=bounds or NO_BOUNDS,
        unit=place.text("unit"),
        per=_per(place, kind),
        expected=_expected(place, bounds),
        goalposts=_goalposts(place, kind, bounds, scored=scored),
        goalpost_basis=place.choice("goalpost_basis", GoalpostBasis) or GoalpostBasis.UNTESTED,
        scored=scored,
        inclusion_core=place.flag("inclusion_core", default=False),
        not_applicable=place.choice("not_applicable", NotApplicable) or NotApplicable.NEVER,
        weight=place.weight(),
        parts=_parts(place, kind),
        guidance=_guidance(place, kind),
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


def _goalposts(
    place: Place, kind: Kind | None, bounds: Interval | None, *, scored: bool
) -> Goalposts | None:
    """Read the goalposts, which every scored number has and nothing else."""
    given = place.get("goalposts")
    none_for = "an indicator that is not scored" if not scored else f"the kind {kind}"
    wanted = scored and kind not in FIXED_BOUNDS
    if given is None:
        if wanted and kind:
            place.note("the key goalposts is missing")
        return None
    if not wanted:
        given.note(f"{none_for} has no goalposts")
        return None
    if not given.keys(("worst", "best"), ("worst_above", "log_shift")):
        return None
    return _posts(given, bounds)


def _posts(place: Place, bounds: Interval | None) -> Goalposts | None:
    """Read goalposts that are there, and check their order, bounds and logarithm."""
    worst, best = place.number("worst"), _best(place)
    above, shift = place.number("worst_above"), place.number("log_shift")
    if worst is None or best is None:
        return None
    posts = Goalposts(worst, *best, above, shift)
    _check_order(place, posts)
    values = [v for v in (worst, *best, above) if v is not None]
    if bounds and any(v not in bounds for v in values):
        place.note("every goalpost lies inside the bounds")
    if shift is not None and any(v + shift <= 0 for v in values):
        place.note("the logarithm needs every goalpost plus log_shift above 0")
    return posts


def _best(place: Place) -> tuple[Decimal, Decimal] | None:
    """Read the best value, or the pair of a two-sided optimum."""
    best = place.get("best")
    if best is None:
        return None
    if not isinstance(best.node.value, list):
        single = best.as_number()
        return None if single is None else (single, single)
    pair = [end.as_number() for end in place.items("best")]
    match pair:
        case [Decimal() as low, Decimal() as high]:
            return low, high
        case [_, _]:
            return None
        case _:
            best.note("one best value or a pair is expected here")
            return None


def _check_order(place: Place, posts: Goalposts) -> None:
    """Check that the goalposts differ and, where there are two sides, their order."""
    best = place.get("best")
    pair = best is not None and isinstance(best.node.value, list)
    if pair != (place.get("worst_above") is not None):
        place.note("worst_above and a pair of best values go together")
    elif posts.worst_above is not None:
        if not posts.worst < posts.best_from <= posts.best_to < posts.worst_above:
            place.note("the order is worst, best from, best to, worst_above")
    elif posts.worst == posts.best_from:
        place.note("worst and best are equal")


def _parts(place: Place, kind: Kind | None) -> tuple[Part, ...]:
    """Read the parts of a `shares` answer with their names."""
    given, names = place.get("parts"), place.get("part_names")
    if kind is not Kind.SHARES:
        for found in (given, names):
            if found and kind:
                found.note(f"the kind {kind} has no parts")
        return ()
    if given is None:
        place.note("the key parts is missing")
    ids = [item.as_text() or "" for item in place.list_of("parts")]
    if names:
        names.keys((), ids)
    return tuple(Part(part, (names and names.text(part)) or part) for part in ids)


def _guidance(place: Place, kind: Kind | None) -> Guidance:
    """Read the words around the question."""
    takes_parts = kind is None or kind in PER or place.get("per") is not None
    for label in LABELS:
        found = place.get(label)
        if found and not takes_parts:
            found.note("only an indicator with per has labels for its parts")
    words = {key: place.text(key) for key in WORDS}
    return Guidance(
        **words,
        definition=_definition(place),
        breakdowns=_breakdowns(place),
        levels=_levels(place, kind),
        wording=place.text("wording"),
        official_code=official_code(place),
    )


def official_code(place: Place) -> str:
    """Read UNESCO's own code, which may stay empty."""
    found = place.get("official_code")
    return "" if found is None or found.node.value == "" else found.as_text() or ""


def _definition(place: Place) -> Definition:
    """Read what exactly is counted."""
    found = place.get("definition")
    if found is None or not found.keys((), DEFINITION):
        return Definition()
    return Definition(**{key: found.text(key) for key in DEFINITION})


def _breakdowns(place: Place) -> tuple[str, ...]:
    """Read the groups by which a figure may be broken down; there may be none."""
    found = place.get("breakdowns")
    if found and not isinstance(found.node.value, list):
        found.note("a list is expected here")
    for item in place.items("breakdowns"):
        if item.node.value not in BREAKDOWNS:
            item.note(f"one of {', '.join(BREAKDOWNS)} is expected here")
    return tuple(str(item.node.value) for item in place.items("breakdowns"))


def _levels(place: Place, kind: Kind | None) -> tuple[Level, ...]:
    """Read the five steps of a rubric."""
    given, items = place.get("levels"), place.items("levels")
    if given is None:
        return ()
    if kind and kind is not Kind.LEVEL:
        given.note(f"the kind {kind} has no levels")
    if len(items) != LEVELS:
        given.note("five levels are expected here, from 0 to 4")
    for item in items:
        item.keys(("description", "evidence"))
    return tuple(Level(item.text("description"), item.text("evidence")) for item in items)
