"""The further fields of a page: which side of a conflict is kept, what is taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcassess.assessment.fields import PARTS, number
from lcassess.assessment.merge import FIGURE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

THEIRS = "theirs"
YOURS = "yours"
CHOICE = "-choice"
CONFLICT = "-conflict"
IN_CONFLICT = "-parts"
TAKE = "take-over"
INHABITANTS = "inhabitants"
STILL_TRUE = "still-true"
NO_LONGER_KNOWN = "no-longer-known"
OF_THE_FIGURE = (
    *("state", "value", "numerator", "denominator"),
    *("reading", "numerator-reading", "denominator-reading"),
)


def chosen(posted: Mapping[str, str]) -> dict[str, str]:
    """Give the form with every conflict settled as the person chose.

    Where the other side is kept, our fields in conflict go, the rest stays. Where nothing was
    chosen, the version goes back to the one that the person saw first, so that the same conflict
    is found again.
    """
    form = dict(posted)
    given_up: set[str] = set()
    for name in [key.removesuffix(CONFLICT) for key in posted if key.endswith(CONFLICT)]:
        choice = posted.get(f"{name}{CHOICE}")
        if choice == THEIRS:
            given_up |= _fields(name, posted.get(f"{name}{IN_CONFLICT}", "").split())
        elif choice != YOURS:
            form[f"{name}-version"] = posted[f"{name}{CONFLICT}"]
    return {key: value for key, value in form.items() if _whole(key) not in given_up}


def taken_over(form: Mapping[str, str]) -> int | None:
    """Give the id of the published figure that a person takes over, if any."""
    return number(form.get(TAKE, ""))


def _fields(name: str, parts: Sequence[str]) -> set[str]:
    """Name the fields of some parts of an answer, or of all of it."""
    single = {part for part in (parts or PARTS) if part != FIGURE}
    if FIGURE in parts:
        single |= set(OF_THE_FIGURE)
    return {f"{name}-{part}" for part in single}


def _whole(field: str) -> str:
    """Give the field that a share is a part of, else the field itself."""
    name, share, _part = field.partition("-value-")
    return f"{name}-value" if share else field
