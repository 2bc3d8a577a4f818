"""The names of form fields: `<indicator-id>-<part>`, and `<focus-area-id>-<text-id>-value`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcassess.framework.model import FocusArea, Indicator

PARTS = (
    "value",
    "state",
    "numerator",
    "denominator",
    "year",
    "source",
    "grade",
    "territory",
    "note",
    "reason",
    "unsure",
    "reading",
    "numerator-reading",
    "denominator-reading",
    "version",
)
OF_A_FRACTION = ("numerator", "denominator", "numerator-reading", "denominator-reading")
LONGEST = 9  # digits: more than any version or id, and few enough for any database


def parts_of(indicator: Indicator | None) -> frozenset[str]:
    """Name the parts that an answer may be saved by; a text, of no indicator, has one."""
    if indicator is None:
        return frozenset({"value"})
    absent = {"version", *(() if indicator.has_parts else OF_A_FRACTION)}
    if indicator.parts:
        absent.add("value")
    return frozenset({*PARTS, *(f"value-{part.id}" for part in indicator.parts)} - absent)


def answer_fields(indicator: Indicator, form: Mapping[str, str]) -> dict[str, str]:
    """Pick the fields of one answer out of a form, by part; absent ones stay absent."""
    parts = [*PARTS, *(f"value-{part.id}" for part in indicator.parts)]
    return _pick(indicator.id, parts, form)


def text_fields(focus_area: FocusArea, form: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Pick the texts of a focus area out of a form, by name."""
    names = [focus_area.text_name(text) for text in focus_area.texts]
    return {name: _pick(name, ("value", "version"), form) for name in names}


def version(fields: Mapping[str, str]) -> int:
    """Read the version that the page showed; a page that names none saw nothing yet."""
    return number(fields.get("version", "")) or 0


def number(text: str) -> int | None:
    """Read a version or an id that a page posts; None for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else None


def _pick(name: str, parts: tuple[str, ...] | list[str], form: Mapping[str, str]) -> dict[str, str]:
    found = {part: form.get(f"{name}-{part}") for part in parts}
    return {part: clean(text) for part, text in found.items() if text is not None}


def clean(text: str) -> str:
    """Give a text its plain line ends, without the one character that no database keeps."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
