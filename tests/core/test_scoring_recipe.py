"""The recipe holds every choice that a score depends on, and its fingerprint tells them apart."""

from __future__ import annotations

import gc
from copy import deepcopy
from dataclasses import replace

import pytest

from lcassess.framework.model import Kind
from lcassess.scoring.profile import score
from lcassess.scoring.recipe import _KNOWN, Recipe
from lcassess.scoring.tree import tree_of
from tests.core.scoring_frameworks import (
    area,
    document,
    feature,
    focus_area,
    framework_of,
    level,
    share,
    sheet_of,
)

WRITTEN = document(
    area(
        "a",
        focus_area(
            "f",
            feature("g", share("i", inclusion_core=True), level("k")),
            feature("h", share("x", scored=False)),
        ),
    )
)


def fingerprint(written):
    return Recipe.of(framework_of(written)).fingerprint


def first_leaf(written):
    return written["areas"][0]["focus_areas"][0]["features"][0]["indicators"][0]


def test_the_same_choices_have_the_same_fingerprint():
    other = deepcopy(WRITTEN)
    first_leaf(other)["weight"] = 1.0
    first_leaf(other)["goalposts"] = {"worst": "0.00", "best": "1e2"}
    other["scoring"] = {"mean": {"feature": 1.0}, "level_points": [0.0, 25.0, 50.0, 75.0, 100.0]}
    assert fingerprint(other) == fingerprint(WRITTEN)


def test_words_and_unscored_indicators_do_not_matter():
    framework = framework_of(WRITTEN)
    named = replace(framework, title="Merkmale", language="de")
    assert Recipe.of(named).fingerprint == fingerprint(WRITTEN)
    other = deepcopy(WRITTEN)
    other["areas"][0]["focus_areas"][0]["features"].pop()
    assert fingerprint(other) == fingerprint(WRITTEN)


@pytest.mark.parametrize(
    "change",
    [
        {"weight": 2},
        {"bounds": ["0", "101"]},
        {"goalposts": {"worst": "1", "best": "100"}},
        {"goalposts": {"worst": "0", "best": "100", "log_shift": "1"}},
        {"not_applicable": "with_reason"},
        {"inclusion_core": False},
        {"id": "other"},
    ],
)
def test_every_term_of_an_indicator_matters(change):
    other = deepcopy(WRITTEN)
    first_leaf(other).update(change)
    assert fingerprint(other) != fingerprint(WRITTEN)


@pytest.mark.parametrize(
    "scoring",
    [
        {"overall_of": "areas"},
        {"mean": {"overall": 0}},
        {"coverage": {"ranked": 0.9}},
        {"level_points": [0, 20, 50, 75, 100]},
    ],
)
def test_every_rule_matters(scoring):
    assert fingerprint(WRITTEN | {"scoring": scoring}) != fingerprint(WRITTEN)


@pytest.mark.parametrize("field", ["floor", "slack", "fewest_features", "fewest_ranked"])
def test_every_convention_matters(field):
    recipe = Recipe.of(framework_of(WRITTEN))
    assert replace(recipe, **{field: 5}) != recipe


def test_weights_of_every_level_matter():
    for depth in range(3):
        other = deepcopy(WRITTEN)
        node = other["areas"][0]
        for key in ("focus_areas", "features")[:depth]:
            node = node[key][0]
        node["weight"] = 2
        assert fingerprint(other) != fingerprint(WRITTEN)


def test_equal_recipes_share_one_tree():
    one, other = (Recipe.of(framework_of(WRITTEN)) for _ in range(2))
    assert one == other
    assert tree_of(one) is tree_of(other)


def test_a_recipe_is_made_once_and_goes_with_its_framework():
    framework = framework_of(WRITTEN)
    assert Recipe.of(framework) is Recipe.of(framework)
    assert framework in _KNOWN
    known = len(_KNOWN)
    del framework
    gc.collect()
    assert len(_KNOWN) < known


def test_another_recipe_gives_other_scores():
    framework = framework_of(WRITTEN)
    recipe = Recipe.of(framework)
    strict = replace(recipe, rules=replace(recipe.rules, level_points=(0, 0, 0, 0, 100)))
    sheet = sheet_of({"k": "2"})
    assert score(framework, sheet).overall.score == 50
    assert score(framework, sheet, strict).overall.score == 0


def test_what_takes_part():
    recipe = Recipe.of(framework_of(WRITTEN))
    assert [i.id for i in recipe.indicators] == ["i", "k"]
    assert [f.id for f in recipe.features] == ["g"]
    assert recipe.indicators[1].kind is Kind.LEVEL
    assert [i.id for i in recipe.inclusion.indicators] == ["i"]
