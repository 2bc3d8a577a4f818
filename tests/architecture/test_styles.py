"""The one style sheet mirrors by itself, keeps its contrasts and stays small."""

from __future__ import annotations

import gzip
import re

import pytest

from lcassess.web.assets import SOURCES

SHEET = (SOURCES / "app.css").read_text(encoding="utf-8")
RULES = re.sub(r"/\*.*?\*/", "", SHEET, flags=re.DOTALL)
BUDGET = 15_000

PHYSICAL = re.compile(
    r"\b(left|right)\b|(?<![-\w])(top|bottom|width|height|margin-(top|bottom)|padding-(top|bottom)"
    r"|border-(top|bottom)[\w-]*|(min|max)-(width|height)|float\s*:\s*(?!inline)|clear\s*:\s*(?!both))\s*:"
)

# Foreground, background, least ratio: 4.5 for text, 3 for marks, lines and borders of fields.
PAIRS = [
    *(("ink", paper, 7) for paper in ("paper", "raise", "sunk")),
    *(("soft", paper, 4.5) for paper in ("paper", "raise", "sunk")),
    *(("act", paper, 4.5) for paper in ("paper", "raise")),
    ("on", "act", 4.5),
    ("err", "errbg", 4.5),
    ("err", "paper", 4.5),
    ("warn", "warnbg", 4.5),
    ("ok", "paper", 4.5),
    ("edge", "raise", 3),
    *((series, "paper", 3) for series in ("s1", "s2", "s3")),
    *(("ink", f"h{step}", 4.5) for step in range(4)),
    ("hx", "h4", 4.5),
]


def test_only_logical_properties_are_used():
    without_queries = re.sub(r"@media[^{]*", "", RULES)
    assert [found[0] for found in PHYSICAL.finditer(without_queries)] == []


def test_nothing_is_fetched_and_nothing_is_forced():
    assert "url(" not in RULES
    assert "@import" not in RULES
    assert "!important" not in RULES


def test_the_sheet_stays_within_its_budget():
    assert len(gzip.compress(SHEET.encode())) < BUDGET


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_colours_stand_out(scheme, front, back, least):
    light, dark = (dict(re.findall(r"--(\w+): (#\w+)", part)) for part in _schemes())
    colours = light if scheme == "light" else light | dark
    assert _contrast(colours[front], colours[back]) >= least


def _schemes():
    head, tail = SHEET.split("prefers-color-scheme: dark", 1)
    return head, tail.split(":lang(ar)", 1)[0]


def _contrast(one, other):
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour):
    """WCAG 2.2's relative luminance of `#rgb` or `#rrggbb`."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    shares = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
