"""Numbers shown as a person's language writes them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from babel.numbers import format_decimal

from lcassess.framework.precision import canonical

if TYPE_CHECKING:
    from decimal import Decimal

# Arabic pages show the marks that are Arabic's own, so that what is shown can be typed again.
DIGITS_OF = {"ar": "arab"}
BIDI_MARKS = dict.fromkeys(map(ord, "\u061c\u200e\u200f"))


@lru_cache(maxsize=4096)  # pages show the same numbers again and again
def show_number(
    value: Decimal, language: str, *, unit: str = "", decimals: int | None = None
) -> str:
    """Write a number in a language with its unit; `decimals` rounds for the eye, half to even."""
    shown = value if decimals is None else round(value, decimals)
    text = format_decimal(
        canonical(shown),
        locale=language,
        decimal_quantization=False,
        numbering_system=DIGITS_OF.get(language, "default"),
    )
    number = str(text).translate(BIDI_MARKS)
    return f"{number}\u00a0{unit}" if unit else number
