"""Numbers for the eye: whole points and shares on pages, one decimal in the ledger only."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from flask_babel import get_locale

from lcassess.framework.showing import percent_pattern, show_by
from lcassess.web.words import points, tenths

if TYPE_CHECKING:
    from lcassess.scoring.profile import Node

MEGABYTE = 1_000_000


def whole(value: float | None) -> str:
    """Write points as whole ones, half to even; nothing where there is none."""
    return "" if value is None else points(value)


def tenth(value: float | None) -> str:
    """Write points with one decimal; nothing where there is none."""
    return "" if value is None else tenths(value)


def percent(share: float | None) -> str:
    """Write a share from 0 to 1 as whole per cent; nothing where there is none."""
    return "" if share is None else _percent(share, get_locale().language)


@lru_cache(maxsize=4096)  # coverages are fractions of few questions, so few differ
def _percent(share: float, language: str) -> str:
    return show_by(percent_pattern(language), share, language)


def percent_tenth(share: float) -> str:
    """Write a share from 0 to 1 as per cent with one decimal."""
    language = get_locale().language
    return show_by(percent_pattern(language, ".0"), share, language)


def bounds(node: Node | None) -> str:
    """Write where a score would lie with every blank at 0 and at 100; nothing without blanks."""
    if node is None or node.lower_bound is None or node.lower_bound == node.upper_bound:
        return ""
    return f"{whole(node.lower_bound)}–{whole(node.upper_bound)}"


def megabytes(size: int) -> str:
    """Write the size of a file."""
    return tenth(size / MEGABYTE)
