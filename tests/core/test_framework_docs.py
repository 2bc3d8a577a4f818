from __future__ import annotations

from pathlib import Path

import pytest

from lcassess.framework import completeness, indicators, structure
from lcassess.framework.guidance import BREAKDOWNS, DEFINITION
from lcassess.framework.model import Kind

DOCS = (Path(__file__).parents[2] / "docs" / "framework-file.md").read_text("utf-8")
KEYS = {
    *indicators.REQUIRED,
    *indicators.OPTIONAL,
    *completeness.ALWAYS,
    *structure.THRESHOLDS,
    *DEFINITION,
    *BREAKDOWNS,
    *Kind,
}


@pytest.mark.parametrize("key", sorted(KEYS))
def test_every_key_of_the_file_is_in_the_documentation(key):
    assert f"`{key}`" in DOCS
