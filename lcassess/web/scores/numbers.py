"""Numbers for the eye: whole points and shares on pages, one decimal in the ledger only."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from flask_babel import get_locale

from lcassess.web.words import points

if TYPE_CHECKING:
    from collections.abc import Iterable

    from babel import Locale

    from lcassess.scoring.profile import Node

MEGABYTE = 1_000_000


def whole(value: float | None) -> str:
    """Write points as whole ones, half to even; nothing where there is none."""
    return "" if value is None else points(value)


def tenth(value: float | None) -> str:
    """Write points with one decimal; nothing where there is none."""
    return "" if value is None else str(format_decimal(value, "#,##0.0", locale=get_locale()))


def percent(share: float | None) -> str:
    """Write a share from 0 to 1 as whole per cent; nothing where there is none."""
    return "" if share is None else _percent(share, get_locale())


@lru_cache(maxsize=4096)  # coverages are fractions of few questions, so few differ
def _percent(share: float, locale: Locale) -> str:
    return str(format_percent(share, locale=locale))


def percent_tenth(share: float) -> str:
    """Write a share from 0 to 1 as per cent with one decimal."""
    pattern = get_locale().percent_formats[None].pattern.replace("#,##0", "#,##0.0")
    return str(format_percent(share, pattern, locale=get_locale()))


def bounds(node: Node | None) -> str:
    """Write where a score would lie with every blank at 0 and at 100; nothing without blanks."""
    if node is None or node.lower_bound is None or node.lower_bound == node.upper_bound:
        return ""
    return f"{whole(node.lower_bound)}–{whole(node.upper_bound)}"


def megabytes(size: int) -> str:
    """Write the size of a file."""
    return tenth(size / MEGABYTE)


def listed(names: Iterable[str]) -> str:
    """Write a list of names as a sentence does."""
    return str(format_list(list(names), locale=get_locale()))
