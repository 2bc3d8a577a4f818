"""A profile as the JSON object that files and addresses give out; missing is null."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcassess.scoring.profile import Inclusion, Leaf, Node, Profile


def city_document(profile: Profile, *, ranks: bool = True) -> dict[str, Any]:
    """Give the object of one city, numbers unrounded; with `ranks` also its place."""
    overall: dict[str, Any] = _plain(profile.overall)
    if ranks:
        overall |= {"ranked": profile.ranked, "rank": profile.rank}
    return {
        "overall": overall,
        "areas": _nodes(profile.areas),
        "focus_areas": _nodes(profile.focus_areas),
        "features": _nodes(profile.features),
        "inclusion": _inclusion(profile.inclusion),
        "indicators": {name: _plain(leaf) for name, leaf in profile.indicators.items()},
    }


def scores_document(edition: str, profiles: Mapping[str, Profile]) -> dict[str, Any]:
    """Give the document of all cities, by the name that each goes by."""
    cities = {city: city_document(profile) for city, profile in profiles.items()}
    return {"edition": edition, "cities": cities}


def _inclusion(inclusion: Inclusion | None) -> dict[str, Any] | None:
    if inclusion is None:
        return None
    focus_areas = _nodes(inclusion.focus_areas)
    return {"overall": _plain(inclusion.overall), "focus_areas": focus_areas}


def _nodes(nodes: Mapping[str, Node]) -> dict[str, Any]:
    return {name: _plain(node) for name, node in nodes.items()}


def _plain(record: Node | Leaf) -> dict[str, Any]:
    """Give the fields by name; `asdict` would copy each value, ten times slower."""
    return {name: getattr(record, name) for name in record.__slots__}
