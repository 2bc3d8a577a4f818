"""Names as they stand in addresses."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MOST = 60


def slug_of(name: str, taken: Container[str]) -> str:
    """Make a slug of a name that nobody has had yet; a name without Latin letters is `city`."""
    base = latin(name)[:MOST].strip("-") or "city"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def latin(name: str) -> str:
    """Write a name in small Latin letters and digits, without accents; empty if it has none."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def is_slug(text: str) -> bool:
    """Tell whether a text may stand in addresses."""
    return SLUG.fullmatch(text) is not None
