"""A cursor over a document: it reads values of the expected kind and notes what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from lcassess.framework.documents import Mistake, Node, NotANumber
from lcassess.framework.model import Interval
from lcassess.framework.precision import keepable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from enum import StrEnum

E = TypeVar("E", bound="StrEnum")


@dataclass(frozen=True, slots=True)
class Place:
    """One spot of a document; a reader notes an unfit value and then gives None."""

    node: Node
    where: str
    mistakes: list[Mistake]

    def note(self, reason: str) -> None:
        """Note a mistake at this spot."""
        self.mistakes.append(Mistake(self.node.line, self.where, reason))

    def get(self, key: str) -> Place | None:
        """Go to a key, or None where it is absent."""
        match self.node.value:
            case dict() as mapping if key in mapping:
                return Place(mapping[key], f"{self.where}.{key}".lstrip("."), self.mistakes)
            case _:
                return None

    def keys(self, required: Iterable[str] = (), optional: Iterable[str] = ()) -> bool:
        """Check that this is a mapping with the required keys and no others than the optional."""
        required = tuple(required)
        if not isinstance(self.node.value, dict):
            self.note("a mapping of keys is expected here")
            return False
        for key in required:
            if key not in self.node.value:
                self.note(f"the key {key} is missing")
        for key in self.node.value.keys() - {*required, *optional}:
            found = self.get(key)
            assert found  # noqa: S101 - it is among the keys
            found.note(f"the key {key} is not known here")
        return True

    def entries(self) -> Iterator[tuple[str, Place]]:
        """Go through the keys of a mapping; of anything else there are none."""
        match self.node.value:
            case dict() as mapping:
                for key, child in mapping.items():
                    yield key, Place(child, f"{self.where}.{key}".lstrip("."), self.mistakes)

    def children(self) -> tuple[Place, ...]:
        """Go through the items of a list; of anything else there are none."""
        match self.node.value:
            case list() as items:
                return tuple(
                    Place(item, f"{self.where}.{i}", self.mistakes) for i, item in enumerate(items)
                )
            case _:
                return ()

    def items(self, key: str) -> tuple[Place, ...]:
        """Go through the list under a key; of anything else there are none."""
        found = self.get(key)
        return found.children() if found else ()

    def list_of(self, key: str) -> tuple[Place, ...]:
        """Go through the list under a key, noting one that is empty or no list."""
        found, items = self.get(key), self.items(key)
        if found and not items:
            found.note("a list with at least one item is expected here")
        return items

    def as_text(self) -> str | None:
        """Read a text that is not empty."""
        match self.node.value:
            case str() as text if text.strip():
                return text.strip()
            case str() | None:
                self.note("is empty")
                return None
            case Decimal() | bool() | NotANumber():
                self.note("a text is expected here: put it in quotes")
                return None
            case _:
                self.note("a text is expected here")
                return None

    def as_number(self) -> Decimal | None:
        """Read a number of at most 15 significant digits."""
        match self.node.value:
            case Decimal() as number if keepable(number):
                return number
            case Decimal():
                self.note("a number has at most 15 significant digits")
                return None
            case _:
                self.note("a number in plain digits is expected here")
                return None

    def text(self, key: str) -> str:
        """Read the text under a key; empty if it is absent or unfit."""
        found = self.get(key)
        return (found and found.as_text()) or ""

    def number(self, key: str) -> Decimal | None:
        """Read the number under a key."""
        found = self.get(key)
        return found.as_number() if found else None

    def whole(self, key: str) -> int | None:
        """Read the whole number above 0 under a key."""
        found, number = self.get(key), self.number(key)
        if found is None or number is None:
            return None
        if number != number.to_integral_value() or number <= 0:
            found.note("a whole number above 0 is expected here")
            return None
        return int(number)

    def flag(self, key: str, *, default: bool) -> bool:
        """Read true or false under a key."""
        found = self.get(key)
        if found is None:
            return default
        if not isinstance(found.node.value, bool):
            found.note("true or false is expected here")
            return default
        return found.node.value

    def choice(self, key: str, words: type[E]) -> E | None:
        """Read one of some words under a key."""
        found = self.get(key)
        if found is None:
            return None
        if found.node.value in list(words):
            return words(str(found.node.value))
        found.note(f"one of {', '.join(words)} is expected here")
        return None

    def interval(self, key: str) -> Interval | None:
        """Read a pair of numbers under a key, the lower first."""
        found = self.get(key)
        if found is None:
            return None
        ends = [end.as_number() for end in self.items(key)]
        match ends:
            case [Decimal() as low, Decimal() as high] if low < high:
                return Interval(low, high)
            case [Decimal(), Decimal()]:
                found.note("the lower number comes first and the two differ")
                return None
            case [_, _]:
                return None
            case _:
                found.note("two numbers are expected here, the lower first")
                return None

    def weight(self) -> float:
        """Read the weight, which is 1 if absent and always above 0."""
        found, number = self.get("weight"), self.number("weight")
        if found is None or number is None:
            return 1.0
        if number <= 0:
            found.note("a weight is above 0")
        return float(number)
