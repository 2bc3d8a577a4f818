"""Numbers as people write them in six languages: read without guessing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from lcassess.framework.precision import keepable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcassess.framework.model import Interval

LONGEST = 100  # characters; nobody types a longer number
SAME_SIGNS = {
    **dict.fromkeys("’‘ʼ＇", "'"),
    **dict.fromkeys("،，", ","),
    **dict.fromkeys("٪％﹪", "%"),
    "．": ".",
    "−": "-",
}
ALWAYS_DECIMAL = "٫"
ALWAYS_GROUP = " '٬"
DOUBTFUL = ",."
NUMBER = re.compile(rf"(?=.*[0-9])[0-9{ALWAYS_DECIMAL}{ALWAYS_GROUP}{DOUBTFUL}]+")
GROUPS = re.compile(r"[0-9]{1,3}( [0-9]{3})+|[0-9]{1,2}( [0-9]{2})+ [0-9]{3}")  # or Indian ones
AFTER_MARK = 3  # digits that make one mark doubtful


class Reading(StrEnum):
    """The two ways to read one comma or point before three digits."""

    DECIMAL = "decimal"
    GROUPING = "grouping"


class Unread(StrEnum):
    """Why a text gives no number."""

    NOT_A_NUMBER = "not-a-number"
    BAD_GROUPS = "bad-groups"
    TOO_MANY_DIGITS = "too-many-digits"
    TWO_READINGS = "two-readings"


OWN: Mapping[str, Mapping[str, Reading]] = {
    "en": {",": Reading.GROUPING, ".": Reading.DECIMAL},
    "zh": {",": Reading.GROUPING, ".": Reading.DECIMAL},
    "es": {".": Reading.GROUPING, ",": Reading.DECIMAL},
    "fr": {",": Reading.DECIMAL},
    "ru": {",": Reading.DECIMAL},
    "ar": {},
}


@dataclass(frozen=True, slots=True)
class NumberRead:
    """What a text was read as; `readings` are given if the text alone allows both."""

    value: Decimal | None = None
    unread: Unread | None = None
    readings: Mapping[Reading, Decimal] | None = None


def read_number(
    text: str,
    language: str,
    *,
    unit: str = "",
    bounds: Interval | None = None,
    expected: Interval | None = None,
    reading: Reading | None = None,
) -> NumberRead:
    """Read a number typed in a language; an empty text gives neither value nor problem.

    The unit or its first words may be typed along, so a per cent sign where the unit begins with
    one. `reading` is what the person chose for a text that has two.
    """
    tidy = _tidy(text)
    if not tidy:
        return NumberRead()
    understood = _understood(tidy, unit)
    match understood:
        case Unread():
            return NumberRead(unread=understood)
        case Decimal():
            return _kept(understood)
    mark = next(m for m in tidy if m in DOUBTFUL)
    own = OWN.get(language, {}).get(mark)
    chosen = reading or _decided(understood, own, bounds, expected)
    if chosen is None:
        return NumberRead(None, Unread.TWO_READINGS, understood)
    return _kept(understood[chosen], understood)


def _kept(value: Decimal, readings: Mapping[Reading, Decimal] | None = None) -> NumberRead:
    """Give the value, unless it has more digits than can be kept."""
    if keepable(value):
        return NumberRead(value, None, readings)
    return NumberRead(unread=Unread.TOO_MANY_DIGITS)


def _decided(
    readings: Mapping[Reading, Decimal],
    own: Reading | None,
    bounds: Interval | None,
    expected: Interval | None,
) -> Reading | None:
    """Choose between two readings, or None where the person must be asked.

    `own` is the reading of the person's language, None for a mark that it does not use.
    """
    if bounds is None:
        return own
    possible = [r for r, value in readings.items() if value in bounds]
    likely = [r for r in possible if expected and readings[r] in expected]
    match possible:
        case []:
            return own or Reading.DECIMAL
        case [only]:
            return only if only is own or only in likely else None
        case _:
            return own if likely == [own] else None


def _tidy(text: str) -> str:
    """Bring digits of any script, marks, signs and spaces of all kinds to one form."""
    if len(text) > LONGEST:
        return "too long"
    if text.isascii():
        return " ".join(text.split())
    visible = (c for c in text if unicodedata.category(c) != "Cf")
    return " ".join("".join(map(_plain, visible)).split())


def _plain(character: str) -> str:
    """Bring one character to the form that the rules know."""
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.decimal(character))
    return SAME_SIGNS.get(character, character)


def _understood(tidy: str, unit: str) -> Mapping[Reading, Decimal] | Decimal | Unread:
    """Read a tidy text: one value, two readings, or why there is none."""
    bare = _without_unit(tidy, unit)
    digits = bare.removeprefix("-").strip()
    if not NUMBER.fullmatch(digits):
        return Unread.NOT_A_NUMBER
    marks = re.sub(r"[0-9]", "", digits)
    found = _one_mark(digits, marks) if marks in {",", "."} else _many_marks(digits, marks)
    if not bare.startswith("-") or isinstance(found, Unread):
        return found
    if isinstance(found, Decimal):
        return found.copy_negate()
    return {reading: value.copy_negate() for reading, value in found.items()}


def _without_unit(tidy: str, unit: str) -> str:
    """Take away the unit, or its first words, before or after the number."""
    for form in _forms_with(unit):
        if found := form.fullmatch(tidy):
            return str(found["after"] or found["before"])
    return tidy


@cache
def _forms_with(unit: str) -> list[re.Pattern[str]]:
    """Give the forms of a number with its unit, or with the first words of it, longest first."""
    words = _tidy(unit).split()
    names = [re.escape(" ".join(words[:count])) for count in range(len(words), 0, -1)]
    return [re.compile(rf"(?i:{name} ?(?P<after>.+)|(?P<before>.+?) ?{name})") for name in names]


def _one_mark(digits: str, mark: str) -> Mapping[Reading, Decimal] | Decimal:
    """Read a number with a single comma or point."""
    whole, _, rest = digits.partition(mark)
    value = _value(whole, rest)
    groups = len(rest) == AFTER_MARK and 1 <= len(whole) <= AFTER_MARK and whole != "0"
    if not groups:
        return value
    return {Reading.DECIMAL: value, Reading.GROUPING: Decimal(whole + rest)}


def _many_marks(digits: str, marks: str) -> Decimal | Unread:
    """Read a number with no mark, several, or one that has one meaning in every language."""
    decimal = _decimal_mark(marks)
    whole, _, rest = digits.partition(decimal) if decimal else (digits, "", "")
    grouping = {mark for mark in whole if not mark.isdigit()}
    clear = len(grouping) == 1 or grouping <= set(ALWAYS_GROUP)
    if not clear or not (rest.isdigit() or not rest):
        return Unread.NOT_A_NUMBER
    if grouping and not GROUPS.fullmatch(re.sub(r"[^0-9]", " ", whole)):
        return Unread.BAD_GROUPS
    return _value(re.sub(r"[^0-9]", "", whole), rest)


def _value(whole: str, rest: str) -> Decimal:
    """Put the digits before and after the decimal mark together; either side may be empty."""
    return Decimal(f"{whole or 0}.{rest}" if rest else whole or "0")


def _decimal_mark(marks: str) -> str | None:
    """Tell which mark is decimal: `٫` always, else the last of two kinds; one kind groups."""
    if ALWAYS_DECIMAL in marks:
        return ALWAYS_DECIMAL
    last = marks[-1:]
    return last if last and last in DOUBTFUL and len(set(marks)) > 1 else None
