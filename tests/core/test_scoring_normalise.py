"""From a value to points, on the edges."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcassess.scoring.normalise import faithful, landmarks
from lcassess.scoring.profile import Capped, score
from lcassess.scoring.recipe import Recipe
from lcassess.scoring.scores import score_values
from tests.core.scoring_frameworks import (
    SHAPES,
    area,
    document,
    feature,
    focus_area,
    framework_of,
    level,
    share,
    sheet_of,
)


def worth(leaf, said, **scoring):
    written = document(area("a", focus_area("f", feature("g", leaf))), **scoring)
    return score(framework_of(written), sheet_of({leaf["id"]: said})).indicators[leaf["id"]]


def number(worst, best, bounds=("0", "100"), **further):
    goalposts = {"worst": worst, "best": best, **further}
    return share("i", bounds=list(bounds), goalposts=goalposts)


@pytest.mark.parametrize(
    ("said", "points", "capped"),
    [
        ("0", 0, Capped.LOW),
        ("59.9", 0, Capped.LOW),
        ("60", 0, None),
        ("70", 25, None),
        ("100", 100, None),
        ("60.0000", 0, None),
        ("59." + "9" * 50, 0, Capped.LOW),
    ],
)
def test_higher_is_better(said, points, capped):
    leaf = worth(number("60", "100"), said)
    assert (leaf.points, leaf.capped) == (points, capped)


@pytest.mark.parametrize(
    ("said", "points", "capped"),
    [("23", 0, None), ("23.1", 0, Capped.LOW), ("11.5", 50, None), ("0", 100, None)],
)
def test_lower_is_better(said, points, capped):
    leaf = worth(number("23", "0"), said)
    assert (leaf.points, leaf.capped) == (points, capped)
    assert math.copysign(1, leaf.points) == 1  # never -0.0


def test_beyond_the_best_of_a_single_best():
    assert worth(number("23", "8.1"), "8").capped is Capped.HIGH
    assert worth(number("23", "8.1"), "8").points == 100
    assert worth(number("10", "50"), "50." + "0" * 40 + "1").capped is Capped.HIGH
    assert worth(number("10", "50"), "50").capped is None


@pytest.mark.parametrize(
    ("said", "points", "capped"),
    [
        ("4", 0, Capped.LOW),
        ("5", 0, None),
        ("25", 50, None),
        ("45", 100, None),
        ("50", 100, None),
        ("55", 100, None),
        ("75", 50, None),
        ("95", 0, None),
        ("95.5", 0, Capped.LOW),
    ],
)
def test_two_sided_optimum_is_never_capped_high(said, points, capped):
    leaf = worth(number("5", ["45", "55"], worst_above="95"), said)
    assert (leaf.points, leaf.capped) == (points, capped)


def test_logarithm():
    middle = worth(number("1", "100", log_shift="0"), "10")
    assert middle.points == pytest.approx(50, abs=1e-12)
    shifted = worth(number("0", "99", log_shift="1"), "9")
    assert shifted.points == pytest.approx(50, abs=1e-12)
    assert worth(number("1", "100", log_shift="0"), "1").points == 0
    assert worth(number("1", "100", log_shift="0"), "100").points == 100


def test_logarithm_of_a_two_sided_optimum():
    leaf = number("1", ["10", "20"], worst_above="80", log_shift="0")
    assert worth(leaf, "40").points == pytest.approx(50, abs=1e-12)
    assert worth(leaf, "15").points == 100
    assert worth(leaf, "2").points == pytest.approx(100 * math.log10(2), abs=1e-12)


def test_outside_the_domain_of_the_logarithm_is_no_answer():
    leaf = number("1", "50", bounds=("-10", "100"), log_shift="0.5")
    assert worth(leaf, "-0.5").points is None
    assert worth(leaf, "-0.6").points is None
    assert worth(leaf, "-0.4" + "9" * 40).points == 0
    assert worth(leaf, "-0.4" + "9" * 40).capped is Capped.LOW


@pytest.mark.parametrize("said", ["-0.1", "100.1", "100." + "0" * 60 + "1", "9" * 400])
def test_outside_the_hard_bounds_is_no_answer(said):
    leaf = worth(number("0", "100"), said)
    assert (leaf.points, leaf.contribution, leaf.capped) == (None, None, None)


@pytest.mark.parametrize("said", ["0", "100", "-0", "+100.00", "00000"])
def test_the_ends_of_the_hard_bounds_count(said):
    assert worth(number("0", "100"), said).points is not None


@pytest.mark.parametrize(
    ("said", "points"),
    [("0", 0), ("1", 20), ("2", 50), ("2.5", 60), ("3", 70), ("3.25", 77.5), ("4", 100)],
)
def test_levels_are_linear_between_whole_levels(said, points):
    leaf = worth(level("i"), said, level_points=[0, 20, 50, 70, 100])
    assert leaf.points == pytest.approx(points, abs=1e-12)
    assert leaf.capped is None


@pytest.mark.parametrize("said", ["-1", "4.1", "5", "4." + "0" * 40 + "1"])
def test_no_level_is_no_answer(said):
    assert worth(level("i"), said).points is None


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SHAPES), st.decimals(-20, 130, places=30))
def test_a_long_number_stays_on_its_side_of_every_landmark(shape, value):
    leaf = share("i", bounds=["-10", "120"], goalposts=shape)
    written = document(area("a", focus_area("f", feature("g", leaf))))
    marks = landmarks(framework_of(written).indicators["i"])
    near = faithful(value, marks)
    for mark, exact in marks.items():
        assert (near > mark, near < mark) == (value > exact, value < exact)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(SHAPES), st.integers(-1000, 12000))
def test_floats_and_decimals_of_fifteen_digits_score_alike(shape, hundredths):
    leaf = share("i", bounds=["-10", "120"], goalposts=shape)
    framework = framework_of(document(area("a", focus_area("f", feature("g", leaf)))))
    value = Decimal(hundredths) / 100
    from_array = score_values(framework, np.array([[float(value)]]), np.array([[False]]))
    from_sheet = score(framework, sheet_of({"i": str(value)})).indicators["i"].points
    found = from_array.points[0, 0]
    assert (from_sheet is None and math.isnan(found)) or from_sheet == found


def test_excuses_that_the_framework_does_not_allow_are_missing():
    strict, lenient = share("i"), share("i", not_applicable="with_reason")
    for leaf, coverage in ((strict, 0), (lenient, None)):
        written = document(area("a", focus_area("f", feature("g", leaf))))
        node = score(framework_of(written), sheet_of({"i": "not_applicable"})).overall
        assert node.coverage == coverage


def test_an_array_with_both_a_value_and_an_excuse_counts_as_excused():
    leaf = share("i", not_applicable="with_reason")
    framework = framework_of(document(area("a", focus_area("f", feature("g", leaf)))))
    assert [i.id for i in Recipe.of(framework).indicators] == ["i"]
    scores = score_values(framework, np.array([[50.0]]), np.array([[True]]))
    assert math.isnan(scores.overall[0, 0])
    assert scores.overall[0, 5] == 1
