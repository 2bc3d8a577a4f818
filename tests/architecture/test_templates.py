"""What holds for every template, opened by a test or not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "lcassess").glob("**/templates/**/*.html"))

FORBIDDEN = {
    "an inline style": r"\sstyle\s*=",
    "an inline handler": r"\son\w+\s*=",
    "an inline script": r"<script(?![^>]*\bsrc=)",
    "an address of somebody else": r"""(src|href|action)=["']https?:""",
    "a placeholder": r"\splaceholder\s*=",
    "a disabled control": r"<(button|input|select|textarea)[^>]*\sdisabled",
    "a number field": r"""type=["']number["']""",
}

# SVG from lcassess.charts, which escapes every name that it writes.
DRAWN_BY_US = {"radar", "strip", "ticks", "lanes"}


def test_there_are_templates():
    assert len(TEMPLATES) > 10


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_template_holds_what_no_page_may_have(template):
    text = template.read_text(encoding="utf-8")
    assert "autoescape" not in text
    assert set(re.findall(r"(\w+)\s*\|\s*safe\b", text)) <= DRAWN_BY_US
    html = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
    assert [what for what, pattern in FORBIDDEN.items() if re.search(pattern, html)] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_import_is_used(template):
    text = template.read_text(encoding="utf-8")
    for name in re.findall(r"{% import [^%]* as (\w+)", text):
        if template.name != "base.html":  # its imports are for the pages
            assert f"{name}." in text
