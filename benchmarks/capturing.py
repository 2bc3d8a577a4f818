"""Our pages, turned into the templates of the floor: the same bytes, the answers filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_NAME = r'name="([\w.-]+)-(value|numerator|denominator|year|source|reason|note)"'
_FIELDS = (
    re.compile(rf'(<input id="[\w.-]+" {_NAME}[^>]* value=")[^"]*'),
    re.compile(rf'(<textarea id="[\w.-]+" {_NAME}[^>]*>)[^<]*'),
    re.compile(r'(<input type="hidden" name="([\w.-]+)-(version)" value=")[^"]*'),
)
_REPORT = re.compile(r"(/assessments/)[0-9a-f-]{36}")
_TOKEN = re.compile(r'(name="csrf_token" value=")[^"]*')


def keep_as_template(page: str, folder: Path, code: str) -> None:
    """Write the page of a focus area as a template whose fields show what is kept."""
    assert "{{" not in page
    assert "{%" not in page
    text = _TOKEN.sub(r"\1{{ token }}", page)
    text = _REPORT.sub(r"\1{{ report }}", text)
    for field in _FIELDS:
        text = field.sub(r"\1{{ answers['\2'].\3 }}", text)
    folder.mkdir(exist_ok=True)
    (folder / f"{code}.html").write_text(text, encoding="utf-8")
