"""Sentences are marked by the names that the collector of sentences knows."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2] / "lcassess"
KNOWN = {"_", "gettext", "ngettext"}
MARKERS = {"gettext", "lazy_gettext", "ngettext", "lazy_ngettext"}


def test_no_sentence_is_marked_by_a_name_that_is_not_collected():
    unknown = [
        f"{path.relative_to(ROOT)}: {name.name} as {name.asname or name.name}"
        for path in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "flask_babel"
        for name in node.names
        if name.name in MARKERS and (name.asname or name.name) not in KNOWN
    ]
    assert unknown == []
