"""From a spot of an edition file to goalposts, noting every rule that they break."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from lcassess.framework.model import Goalposts, Interval, Kind

if TYPE_CHECKING:
    from lcassess.framework.places import Place

WITHOUT_GOALPOSTS = {Kind.LEVEL, Kind.SHARES}


def read_goalposts(
    place: Place, kind: Kind | None, bounds: Interval | None, *, scored: bool
) -> Goalposts | None:
    """Read the goalposts, which every scored number has and nothing else."""
    given = place.get("goalposts")
    none_for = "an indicator that is not scored" if not scored else f"the kind {kind}"
    wanted = scored and kind not in WITHOUT_GOALPOSTS
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
