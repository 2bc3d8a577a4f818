"""What the forms of groups post: fields by item, with every conflict settled as was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcassess.assessment.fields import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from werkzeug.datastructures import MultiDict

THEIRS = "theirs"
YOURS = "yours"


def posted(form: MultiDict[str, str], names: Iterable[str]) -> dict[str, dict[str, str]]:
    """Give the fields of each item in a form, by the names of the items."""
    last = {key: clean(values[-1]) for key, values in form.lists()}
    found = {name: _of(name, last) for name in names}
    return {name: _settled(fields) for name, fields in found.items() if "version" in fields}


def _of(name: str, form: Mapping[str, str]) -> dict[str, str]:
    begin = f"{name}-"
    return {key.removeprefix(begin): text for key, text in form.items() if key.startswith(begin)}


def _settled(fields: dict[str, str]) -> dict[str, str]:
    """Keep the other side where it was chosen; without a choice the same conflict comes again."""
    if "seen" not in fields or fields.get("choice") == YOURS:
        return fields
    if fields.get("choice") != THEIRS:
        return fields | {"version": fields["seen"]}
    parts = fields.get("parts", "").split()
    return {
        key: text
        for key, text in fields.items()
        if not any(key == part or key.startswith(f"{part}-") for part in parts)
    }
