"""Long lists in pages, with plain links."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from flask import abort, request


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of a list is shown, and how many there are; pages count from 1."""

    number: int
    count: int

    @property
    def before(self) -> int | None:
        """Give the page before this one, if any."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """Give the page after this one, if any."""
        return self.number + 1 if self.number < self.count else None


def page_asked() -> int:
    """Read the page that is asked for; anything that is no page is the first."""
    asked = request.args.get("page", "")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() else 1


def paging(total: int, size: int) -> Paging:
    """Say where the present page stands; 404 beyond the last one."""
    found = Paging(page_asked(), max(1, ceil(total / size)))
    if found.number > found.count:
        abort(404)
    return found
