"""The engine gives what the worked examples expect."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from lcassess.assessment.sheet import Answer, AnswerSheet, State, Territory
from lcassess.framework.catalogue import read
from lcassess.scoring.document import city_document
from lcassess.scoring.profile import score_many

EXAMPLES = sorted(Path(__file__).parent.glob("*.yaml"))
DECIMALS = 6


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example(path, tmp_path):
    example = YAML(typ="safe").load(path)
    assert example.keys() == {"shows", "framework", "cities"}
    copy = tmp_path / "framework.yaml"
    copy.write_text(json.dumps(example["framework"]), encoding="utf-8")
    cities = example["cities"]
    sheets = [sheet_of(city["answers"]) for city in cities.values()]
    found = [city_document(profile) for profile in score_many(read(copy), sheets)]
    wrong = [
        line
        for (name, city), document in zip(cities.items(), found, strict=True)
        for line in differences(document, city["expected"], name)
    ]
    assert wrong == []


def sheet_of(answers):
    return AnswerSheet.of([answer(name, said) for name, said in answers.items()])


def answer(name, said):
    if isinstance(said, str):
        return Answer(name, State(said))
    if isinstance(said, dict):
        territory = Territory(said["territory"])
        return Answer(name, State.VALUE, value=Decimal(str(said["value"])), territory=territory)
    return Answer(name, State.VALUE, value=Decimal(str(said)))


def differences(found, expected, place):
    """List where what is found differs from what is expected, field by field."""
    if isinstance(expected, dict):
        return [
            line
            for key, value in expected.items()
            for line in differences(found[key], value, f"{place}, {key}")
        ]
    near = round(found, DECIMALS) if isinstance(found, float) else found
    return [] if near == expected else [f"{place}: expected {expected}, found {found}"]


def test_differences_are_seen():
    assert differences({"score": 50.4}, {"score": 50}, "Fez") == [
        "Fez, score: expected 50, found 50.4"
    ]
    assert differences({"score": None}, {"score": 0}, "Fez")
