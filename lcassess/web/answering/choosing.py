"""The further fields of a page: which side of a conflict is kept, what is taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcassess.assessment.fields import PARTS

if TYPE_CHECKING:
    from collections.abc import Mapping

THEIRS = "theirs"
YOURS = "yours"
CHOICE = "-choice"
CONFLICT = "-conflict"
TAKE = "take-over"
INHABITANTS = "inhabitants"


def chosen(posted: Mapping[str, str]) -> dict[str, str]:
    """Give the form with every conflict settled as the person chose.

    Where the other side is kept, our fields go. Where nothing was chosen, the version goes back
    to the one that the person saw first, so that the same conflict is found again.
    """
    form = dict(posted)
    for name in [key.removesuffix(CONFLICT) for key in posted if key.endswith(CONFLICT)]:
        choice = posted.get(f"{name}{CHOICE}")
        if choice == THEIRS:
            form = {key: value for key, value in form.items() if not _belongs(key, name)}
        elif choice != YOURS:
            form[f"{name}-version"] = posted[f"{name}{CONFLICT}"]
    return form


def taken_over(form: Mapping[str, str]) -> int | None:
    """Give the id of the published figure that a person takes over, if any."""
    text = form.get(TAKE, "")
    return int(text) if text.isascii() and text.isdigit() else None


def _belongs(key: str, name: str) -> bool:
    """Tell whether a field is one of an answer; ids may begin with one another."""
    return key in {f"{name}-{part}" for part in PARTS} or key.startswith(f"{name}-value-")
