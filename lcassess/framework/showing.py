"""Numbers shown as a person's language writes them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.numbers import format_decimal

from lcassess.framework.precision import canonical

if TYPE_CHECKING:
    from decimal import Decimal

# Arabic pages show the marks that are Arabic's own, so that what is shown can be typed again; the
# per cent sign is the one of the units, behind a space, so that it has one place in a line.
MARKS_OF = {"ar": "arab"}
PERCENT_OF = {"ar": "#,##0\u00a0%"}
PLAIN = {**dict.fromkeys(map(ord, "\u061c\u200e\u200f")), ord("\u066a"): "%"}


@lru_cache(maxsize=4096)  # pages show the same numbers again and again
def show_number(
    value: Decimal, language: str, *, unit: str = "", decimals: int | None = None
) -> str:
    """Write a number in a language with its unit; `decimals` rounds for the eye, half to even."""
    shown = value if decimals is None else round(value, decimals)
    number = show_by(None, canonical(shown), language, exact=True)
    return f"{number}\u00a0{unit}" if unit else number


def show_by(
    pattern: str | None, value: Decimal | float | str, language: str, *, exact: bool = False
) -> str:
    """Write a number in a language by a CLDR pattern; `exact` keeps every digit."""
    text = format_decimal(
        value,
        pattern,
        locale=language,
        decimal_quantization=not exact,
        numbering_system=MARKS_OF.get(language, "default"),
    )
    return str(text).translate(PLAIN)


@lru_cache(maxsize=64)
def percent_pattern(language: str, decimals: str = "") -> str:
    """Give the CLDR pattern of a share in per cent, with decimals such as `.#`."""
    pattern = PERCENT_OF.get(language) or Locale.parse(language).percent_formats[None].pattern
    return str(pattern).replace("#,##0", f"#,##0{decimals}")
