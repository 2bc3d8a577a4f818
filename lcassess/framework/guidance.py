"""From a spot of an edition file to the words around a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcassess.framework.model import LEVELS, Definition, Guidance, Kind, Level

if TYPE_CHECKING:
    from lcassess.framework.places import Place

DEFINITION = ("numerator", "denominator", "population", "period")
LABELS = ("numerator_label", "denominator_label")
WORDS = ("question", *LABELS, "why", "where", "mistakes", "sdg", "source_kind", "goalpost_note")
OPTIONAL = ("definition", "levels", "breakdowns", "wording", "official_code", *WORDS)
BREAKDOWNS = ("sex", "age", "disability", "migration", "minority", "income", "education")


def read_guidance(place: Place, kind: Kind | None) -> Guidance:
    """Read the words around the question."""
    words = {key: place.text(key) for key in WORDS}
    return Guidance(
        **words,
        definition=_definition(place),
        breakdowns=_breakdowns(place),
        levels=_levels(place, kind),
        wording=place.text("wording"),
        official_code=read_official_code(place),
    )


def read_official_code(place: Place) -> str:
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
