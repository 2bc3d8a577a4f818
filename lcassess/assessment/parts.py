"""The one rule of saving, for what is made of parts by name.

See `lcassess.assessment.merge`, which does the same for an answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

Part = TypeVar("Part")


def merge(
    now: Mapping[str, Part], seen: Mapping[str, Part], meant: Mapping[str, Part]
) -> tuple[dict[str, Part] | None, tuple[str, ...]]:
    """Give all parts as they are to be written, or None, and the names of those in conflict.

    `seen` is what stood when the author looked, `meant` what they want. Only a part that somebody
    changed since to another value is in conflict; then nothing is written.
    """
    touched = [name for name in meant if meant[name] != seen.get(name)]
    changing = [name for name in touched if meant[name] != now.get(name)]
    conflicts = tuple(name for name in changing if now.get(name) != seen.get(name))
    if conflicts or not changing:
        return None, conflicts
    return {**now, **{name: meant[name] for name in changing}}, ()
