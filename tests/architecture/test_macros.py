"""No template holds a macro, an import or a file that nothing uses.

A template uses a macro where it, or one that becomes part of it, names the macro and the file it
is in: cards name theirs for the second time they are filled (lcassess/web/answering/cards.py).
"""

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
    importing = {name for name, text in TEXTS.items() if _imports(text, template)}
    inherited = set(TEXTS) if "base.html" in importing else set()
    places = {template} | inherited | {part for name in importing for part in _parts(name)}
    assert any(used.search(TEXTS[place]) for place in places)


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


def _parts(template, found=frozenset()):
    """Name a template and all whose text becomes part of its own; of some only a folder is told."""
    taken = re.findall(r'(?:include|from) "([^"]+)"', TEXTS[template])
    new = {name for name in TEXTS if name.startswith(tuple(taken))} - found - {template}
    found = found | {template} | new
    return found.union(*(_parts(name, found) for name in new))


def _imports(text, template):
    return re.search(rf'(import|from|include|extends) "{re.escape(template)}"', text)
