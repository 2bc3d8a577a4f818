"""Our pages, turned into the templates of the floor: the same bytes, the answers filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PARTS = "(value|numerator|denominator|year|source|reason|note)"
_TOKEN = re.compile(r'(name="csrf_token" value=")[^"]*')
_INPUT = re.compile(r'(<input id="[\w.-]+" name="([\w.-]+)-' + _PARTS + r'"[^>]* value=")[^"]*')
_VERSION = re.compile(r'(<input type="hidden" name="([\w.-]+)-(version)" value=")[^"]*')
_AREA = re.compile(r'(<textarea id="[\w.-]+" name="([\w.-]+)-' + _PARTS + r'"[^>]*>)[^<]*')


def keep_as_template(page: str, target: Path) -> None:
    """Write a page as a template whose fields show what is kept."""
    assert "{{" not in page
    assert "{%" not in page
    text = _TOKEN.sub(r"\1{{ token }}", page)
    for field in (_INPUT, _VERSION, _AREA):
        text = field.sub(r"\1{{ answers['\2'].\3 }}", text)
    target.parent.mkdir(exist_ok=True)
    target.write_text(text, encoding="utf-8")
