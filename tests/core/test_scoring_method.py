"""The numbers of the worked example in docs/method.md are those of the engine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lcassess.framework.catalogue import read
from lcassess.framework.model import Thresholds
from lcassess.scoring.answer_file import read_answers
from lcassess.scoring.balance import balance_penalty
from lcassess.scoring.ledger import ledger
from lcassess.scoring.profile import score

DOCS = (Path(__file__).parents[2] / "docs" / "method.md").read_text("utf-8")
ANSWER_HEADS = ("answer", "figure", "points", "weight", "counted", "contribution")
NODE_HEADS = ("node", "score", "coverage", "lower_bound", "upper_bound", "published")


@pytest.fixture
def example(tmp_path):
    """The framework and the sheet of the document's own blocks, and their profile."""
    path = tmp_path / "framework.yaml"
    path.write_text(block("yaml"), encoding="utf-8")
    framework = read(path)
    file = read_answers(block("csv").encode(), framework)
    assert not file.faults
    sheet = file.sheets["Example"]
    return framework, sheet, score(framework, sheet)


def block(language):
    return re.search(rf"```{language}\n(.*?)```", DOCS, re.DOTALL)[1]


def table(heads, rows):
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(cell, line))} |" for line in lines) + "\n"


def cell(value):
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def test_answers(example):
    framework, sheet, profile = example
    rows = [
        (
            *(line.indicator_id, line.value, line.points),
            *(line.planned, line.counted, line.contribution),
        )
        for line in ledger(framework, sheet, profile, framework).lines
    ]
    assert table(ANSWER_HEADS, rows) in DOCS


def test_nodes(example):
    _, _, profile = example
    nodes = {**profile.features, **profile.focus_areas, "overall": profile.overall}
    rows = [
        (name, *(getattr(node, field) for field in NODE_HEADS[1:])) for name, node in nodes.items()
    ]
    assert table(NODE_HEADS, rows) in DOCS


def test_balance_penalty(example):
    framework, _, profile = example
    penalty = balance_penalty(framework, profile)
    assert f"The balance penalty is {penalty:.3f} points" in DOCS


@pytest.mark.parametrize("name", ["feature", "focus_area", "area", "overall", "ranked"])
def test_thresholds(name):
    title = name.replace("_", " ")
    assert f"| {title} | {getattr(Thresholds(), name)} |" in DOCS
