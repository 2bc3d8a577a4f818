"""No template holds a macro, an import or a file that nothing uses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "lcassess"
TEMPLATES = {
    path.relative_to(next(p for p in path.parents if p.name == "templates")).as_posix(): path
    for path in sorted(ROOT.glob("**/templates/**/*.html"))
}
TEXTS = {name: path.read_text(encoding="utf-8") for name, path in TEMPLATES.items()}
PYTHON = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.rglob("*.py"))
MACROS = [
    (name, macro) for name, text in TEXTS.items() for macro in re.findall(r"{%-? macro (\w+)", text)
]


@pytest.mark.parametrize(("template", "macro"), MACROS, ids=lambda part: part)
def test_every_macro_is_used(template, macro):
    used = re.compile(rf"(?<!macro )\b{macro}\(")
    importing = [
        text for name, text in TEXTS.items() if name == template or _imports(text, template)
    ]
    inherited = list(TEXTS.values()) if _imports(TEXTS["base.html"], template) else []
    assert any(used.search(text) for text in [*importing, *inherited])


@pytest.mark.parametrize("template", TEXTS)
def test_every_name_that_is_imported_is_used(template):
    text = TEXTS[template]
    for names in re.findall(r"{%-? from \S+ import (.*?)(?: with(?:out)? context)?\s*-?%}", text):
        for name in re.split(r"\s*,\s*", names):
            own = name.split(" as ")[-1].strip()
            assert len(re.findall(rf"\b{own}\b", text)) > 1, own


@pytest.mark.parametrize("template", TEXTS)
def test_every_template_is_used(template):
    shown = f'"{template}"' in PYTHON
    partial = template.startswith("answering/fields/")  # see test_kinds
    assert shown or partial or any(f'"{template}"' in text for text in TEXTS.values())


def _imports(text, template):
    return re.search(rf'(import|from|include|extends) "{re.escape(template)}"', text)
