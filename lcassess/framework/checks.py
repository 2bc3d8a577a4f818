"""The rules that hold across an edition: names that are unique and fit addresses and forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lcassess.framework.places import Place

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Begins with a digit, so that it is never a word of an address such as /check.
ADDRESS_CODE = re.compile(r"[0-9][A-Za-z0-9]*(?:[._-][A-Za-z0-9]+)*")
FIELD_PARTS = (
    *("value", "state", "numerator", "denominator", "year", "source", "grade", "territory"),
    *("note", "reason", "unsure", "reading", "version"),
)
FORM_ATTRIBUTES = {
    *("data", "errors", "meta", "form", "fields", "process", "validate", "populate-obj"),
    *("hidden-tag", "is-submitted", "validate-on-submit", "csrf-token"),
}
NODES = ("areas", "focus_areas", "features", "indicators")


def check_names(root: Place) -> None:
    """Note every id and code that is doubled or unfit."""
    for depth in range(1, len(NODES) + 1):
        nodes = list(each(root, *NODES[:depth]))
        _note_doubled(nodes, "id")
        _note_doubled(nodes, "code")
        _check_pattern(nodes)
    _check_address_codes([*each(root, "areas"), *each(root, "areas", "focus_areas")])
    _check_indicator_ids(each(root, *NODES))
    _check_parts(each(root, *NODES))
    _check_texts(root)


def each(place: Place, *keys: str) -> Iterator[Place]:
    """Go through the lists under a chain of keys."""
    if not keys:
        yield place
        return
    for item in place.items(keys[0]):
        yield from each(item, *keys[1:])


def _texts_under(places: Iterable[Place], key: str) -> Iterator[tuple[Place, str]]:
    """Go through the texts under a key, leaving out what is none."""
    for place in places:
        found = place.get(key)
        if found and isinstance(found.node.value, str) and found.node.value.strip():
            yield found, found.node.value.strip()


def _note_doubled(places: Iterable[Place], key: str) -> None:
    """Note every second use of an id or code."""
    seen: dict[str, int] = {}
    for spot, text in _texts_under(places, key):
        if text in seen:
            spot.note(f"the {key} {text} stands on line {seen[text]} already")
        seen.setdefault(text, spot.node.line)


def _check_pattern(places: Iterable[Place]) -> None:
    """Note ids that are no lower-case words joined by hyphens."""
    for spot, text in _texts_under(places, "id"):
        if not ID.fullmatch(text):
            spot.note("an id is made of lower-case letters a-z, digits and single hyphens")


def _check_address_codes(places: Iterable[Place]) -> None:
    """Note codes of areas and focus areas that cannot stand in an address."""
    for spot, text in _texts_under(places, "code"):
        if not ADDRESS_CODE.fullmatch(text):
            spot.note("this code stands in addresses: a digit, then letters, digits and points")


def unfit_for_forms(name: str) -> str | None:
    """Say why a name cannot stand before `-<part>` in a form, or None if it can."""
    if name in FORM_ATTRIBUTES:
        return f"{name} is taken by the forms themselves"
    for part in FIELD_PARTS:
        if name.endswith(f"-{part}"):
            return f"ends in -{part}, which names a field of the form"
    return None


def _check_indicator_ids(indicators: Iterable[Place]) -> None:
    """Note ids of indicators that would be mistaken for a field of another one."""
    for spot, text in _texts_under(indicators, "id"):
        reason = unfit_for_forms(text)
        if reason:
            spot.note(reason)


def _check_parts(indicators: Iterable[Place]) -> None:
    """Note parts of `shares` that are doubled or unfit for a form field."""
    for indicator in indicators:
        seen: set[object] = set()
        for item in indicator.items("parts"):
            part = item.node.value
            if isinstance(part, str) and (not ID.fullmatch(part) or unfit_for_forms(f"-{part}")):
                item.note("a part is named in lower-case letters, digits and single hyphens")
            if isinstance(part, str) and part in seen:
                item.note(f"the part {part} stands here twice")
            seen.add(str(part))


def _check_texts(root: Place) -> None:
    """Note text questions whose names are doubled, unfit or taken by an indicator."""
    taken = {text: spot.node.line for spot, text in _texts_under(each(root, *NODES), "id")}
    for focus_area in each(root, "areas", "focus_areas"):
        focus_area_id = next((text for _, text in _texts_under([focus_area], "id")), "")
        texts = list(each(focus_area, "texts"))
        _note_doubled(texts, "id")
        _check_pattern(texts)
        for spot, text in _texts_under(texts, "id"):
            name = f"{focus_area_id}-{text}"
            reason = unfit_for_forms(name)
            if name in taken:
                reason = f"the name {name} is taken on line {taken[name]} already"
            if reason:
                spot.note(reason)
            taken[name] = spot.node.line
