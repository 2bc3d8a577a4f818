"""A page of a long list that can be searched."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from lcassess.services.administering import PAGE

MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Listing:
    """Which part of a list is shown, and the addresses of the parts before and after it."""

    address: str
    text: str
    number: int
    total: int

    @property
    def first(self) -> int:
        """The place of the first item in the whole list."""
        return (self.number - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """The place of the last item in the whole list."""
        return min(self.number * PAGE, self.total)

    @property
    def before(self) -> str:
        """The address of the part before, if there is one."""
        return self._at(self.number - 1) if self.number > 1 else ""

    @property
    def after(self) -> str:
        """The address of the part after, if there is one."""
        return self._at(self.number + 1) if self.number * PAGE < self.total else ""

    def _at(self, number: int) -> str:
        asked = {"q": self.text} if self.text else {}
        return f"{self.address}?{urlencode(asked | {'page': number})}"


def searched() -> str:
    """Give the text that is looked for."""
    return request.args.get("q", "").strip()


def page_number() -> int:
    """Give the number of the part asked for; whatever is no number means the first."""
    text = request.args.get("page", "")
    good = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return max(1, int(text)) if good else 1


def start() -> int:
    """Give how many items stand before the part asked for."""
    return (page_number() - 1) * PAGE
