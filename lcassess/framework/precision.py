"""How exactly numbers are kept: 15 significant digits, which no file format or program loses."""

from __future__ import annotations

from decimal import Context, Decimal

DIGITS = 15
LARGEST = 30  # powers of ten, up and down
EXACT = Context(prec=200)


def keepable(number: Decimal) -> bool:
    """Tell whether a number has at most 15 significant digits and a sensible size."""
    digits = "".join(map(str, number.as_tuple().digits)).strip("0")
    return len(digits) <= DIGITS and (not number or abs(number.adjusted()) <= LARGEST)


def share_of(numerator: Decimal, denominator: Decimal, per: int) -> Decimal:
    """Compute `per` times numerator by denominator, rounded once to 15 significant digits."""
    return Context(prec=DIGITS).divide(EXACT.multiply(numerator, Decimal(per)), denominator)


def canonical(number: Decimal) -> str:
    """Write a number in plain digits: no exponent, no zeros at the end of the fraction."""
    if not number:
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
