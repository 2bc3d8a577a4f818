"""The further fields of a page: which side of a conflict is kept, what is taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcassess.assessment.fields import PARTS
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
    for name in [key.removesuffix(CONFLICT) for key in posted if key.endswith(CONFLICT)]:
        choice = posted.get(f"{name}{CHOICE}")
        if choice == THEIRS:
            given_up = _fields(form, name, posted.get(f"{name}{IN_CONFLICT}", "").split())
            form = {key: value for key, value in form.items() if key not in given_up}
        elif choice != YOURS:
            form[f"{name}-version"] = posted[f"{name}{CONFLICT}"]
    return form


def taken_over(form: Mapping[str, str]) -> int | None:
    """Give the id of the published figure that a person takes over, if any."""
    text = form.get(TAKE, "")
    return int(text) if text.isascii() and text.isdigit() else None


def _fields(form: Mapping[str, str], name: str, parts: Sequence[str]) -> set[str]:
    """Find the fields of some parts of an answer, or of all of it; ids may begin alike."""
    single = {part for part in (parts or PARTS) if part != FIGURE}
    if FIGURE in parts:
        single |= set(OF_THE_FIGURE)
    shares = (
        {key for key in form if key.startswith(f"{name}-value-")} if "value" in single else set()
    )
    return shares | {f"{name}-{part}" for part in single}
