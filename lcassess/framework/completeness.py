"""What a shipped edition has beyond a valid one: every text, and each in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcassess.framework.checks import NODES, each
from lcassess.framework.guidance import DEFINITION, LABELS
from lcassess.framework.indicators import PER
from lcassess.framework.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lcassess.framework.places import Place

TEXTS = ("unit", "question", "definition", "why", "where", "mistakes", "source_kind", "sdg")
ALWAYS = (*TEXTS, "breakdowns", "wording", "official_code")
TRANSLATED = {
    "areas": ("name",),
    "focus_areas": ("name", "short_name"),
    "features": ("name",),
    "indicators": (
        *("name", "unit", "part_names", "goalpost_note", "question", *LABELS, "definition"),
        *("why", "where", "mistakes", "levels", "source_kind"),
    ),
}
MAY_BE_TRANSLATED = "sdg"  # numbers of targets, now and then with words

Path = tuple[str, ...]


def check_texts(root: Place) -> None:
    """Note every text that a shipped edition still lacks."""
    for focus_area in each(root, "areas", "focus_areas"):
        _demand(focus_area, ("short_name", "texts"))
    for feature in each(root, "areas", "focus_areas", "features"):
        _demand(feature, ("wording", "official_code"))
    for indicator in each(root, *NODES):
        _demand(indicator, _keys(indicator))
        definition = indicator.get("definition")
        if definition:
            _demand(definition, DEFINITION if _counts(indicator) else _without_denominator())


def _keys(indicator: Place) -> Path:
    """List the keys that an indicator of this kind has when complete."""
    kind, per = indicator.choice("kind", Kind), indicator.get("per")
    labels = LABELS if per or kind in PER else ()
    own = {Kind.LEVEL: ("levels",), Kind.SHARES: ("part_names",)}.get(kind or Kind.NUMBER, ())
    return (*ALWAYS, *labels, *own)


def _counts(indicator: Place) -> bool:
    """Tell whether something is counted over something else."""
    return indicator.choice("kind", Kind) in {Kind.SHARE, Kind.RATE, Kind.NUMBER}


def _without_denominator() -> Path:
    return tuple(key for key in DEFINITION if key != "denominator")


def _demand(place: Place, keys: Path) -> None:
    """Note every key that is missing."""
    for key in keys:
        if place.get(key) is None:
            place.note(f"the key {key} is missing, which a shipped edition has")


def check_locale(root: Place, locale: Place, language: str) -> None:
    """Note every text that a locale lacks, and every one that the edition does not have."""
    found = dict(_leaves(locale))
    wanted = {("language",), *_translatable(root)}
    for path in sorted(wanted - found.keys()):
        _nearest(locale, path).note(f"{'.'.join(path)} is not translated")
    for path, place in found.items():
        place.as_text()
        if path not in wanted and (path[0] != "indicators" or path[-1] != MAY_BE_TRANSLATED):
            place.note("the edition has no such text")
    spot = locale.get("language")
    if spot and spot.node.value != language:
        spot.note(f"this file is for {language}")


def _translatable(root: Place) -> Iterator[Path]:
    """List the texts of an edition by their place in a locale file."""
    yield ("title",)
    for depth, kind in enumerate(NODES, 1):
        for node in each(root, *NODES[:depth]):
            for key in TRANSLATED[kind]:
                found = node.get(key)
                for path, _ in _leaves(found) if found else ():
                    yield (kind, node.text("id"), key, *path)
    for focus_area in each(root, "areas", "focus_areas"):
        for text in each(focus_area, "texts"):
            yield ("focus_areas", focus_area.text("id"), "texts", text.text("id"), "name")


def _leaves(place: Place) -> Iterator[tuple[Path, Place]]:
    """Go through all texts below a spot, with the keys that lead there."""
    items = [(str(i), child) for i, child in enumerate(place.children())]
    children = [*place.entries(), *items]
    if not children:
        yield (), place
    for key, child in children:
        for path, leaf in _leaves(child):
            yield (key, *path), leaf


def _nearest(place: Place, path: Path) -> Place:
    """Go as far along a path as the document has it."""
    for key in path:
        found = place.get(key)
        if found is None:
            return place
        place = found
    return place
