"""The one shape of everything tabular: columns with names, rows of plain values."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from lcassess.exports.words import Words

Value = str | int | float | None
Item = TypeVar("Item")
Item_contra = TypeVar("Item_contra", contravariant=True)


class CellKind(Enum):
    """What a column holds; the value is its usual width in characters."""

    CODE = 12
    TEXT = 24
    LONG_TEXT = 60
    NUMBER = 14
    FLAG = 11


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` stays the same in every language, `title` is what people read."""

    key: str
    title: str
    kind: CellKind = CellKind.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a stable name and a title; the rows may be a generator, used up once.

    Nothing is written for an empty row: tables of one stream of items that are filled in step
    have as many rows, and so each says that it has none for an item.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Field(Generic[Item_contra]):
    """A column together with how its value is taken from what a row is about."""

    key: str
    title: str
    kind: CellKind
    of: Callable[[Item_contra], Value | Decimal]


def table_of(
    name: str,
    title: str,
    fields: Sequence[Field[Item]],
    items: Iterable[Item],
    words: Words,
) -> Table:
    """Make a table with a row for each item and a column for each field."""
    rows = (values(fields, item) for item in items)
    return Table(name, words(title), columns(fields, words), rows)


def columns(fields: Sequence[Field[Item]], words: Words) -> tuple[Column, ...]:
    """Give the columns of fields in the reader's language."""
    return tuple(Column(field.key, words(field.title), field.kind) for field in fields)


def values(fields: Sequence[Field[Item]], item: Item) -> list[Value]:
    """Take the value of every field from one item: a row."""
    return [value_of(field.of(item)) for field in fields]


def value_of(found: Value | Decimal) -> Value:
    """Give what was found as files hold it: flags are words, decimals are numbers."""
    if isinstance(found, bool):
        return yes_or_no(found)
    return number(found) if isinstance(found, Decimal) else found


def yes_or_no(flag: bool) -> str:  # noqa: FBT001 - the flag is the value
    """Give a flag as a word: LibreOffice would read a workbook's own true as a formula."""
    return "yes" if flag else "no"


def number(value: Decimal) -> int | float:
    """Give a decimal of at most 15 significant digits as the number that prints the same."""
    return int(value) if value == value.to_integral_value() else float(value)


def number_of(digits: str | None) -> int | float | None:
    """Read a number in plain digits as what `number` gives for its decimal; None stays None."""
    if digits is None:
        return None
    return float(digits) if "." in digits else int(digits)
