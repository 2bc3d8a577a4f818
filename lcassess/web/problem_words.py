"""The words for what is odd about a number that somebody typed."""

from __future__ import annotations

from lcassess.web.languages import gettext as _


def plain(code: str) -> str:
    """Say what is odd, where the sentence needs no figures."""
    return {
        "not-a-number": _("This is no number that we can read. Write it in figures, such as 34.5."),
        "bad-groups": _("The groups of digits are not of three. Write the number without spaces."),
        "too-many-digits": _("This number has more than 15 digits. Round it."),
        "two-readings": _("This can be read as two numbers. Which one do you mean?"),
        "not-a-level": _("A level is a whole number from 0 to 4."),
        "incomplete": _("One of the numbers that belong together is missing."),
        "negative-part": _("A count cannot be below zero."),
        "zero-denominator": _("Nothing can be a share of zero. Check the second number."),
        "zero-of-zero": _("Zero out of zero says nothing. Is it “No data here”?"),
        "year-unreadable": _("This is no year that we can read. Write four digits, such as 2025."),
        "year-in-future": _("This year is still to come. Which year is the figure of?"),
    }[code]
