"""Soft checks ask about what is odd beside others, and about nothing else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lcassess.assessment.sheet import Answer, Mark, State, Territory
from lcassess.assessment.soft_checks import Beside, PublishedFigure, soft_problems
from lcassess.framework.catalogue import load
from lcassess.framework.understanding import Severity

INDICATORS = load().indicators
LITERACY = INDICATORS["adult-literacy"]
LEVEL = INDICATORS["support-for-disadvantaged-learners"]
RATE = INDICATORS["recorded-crime"]
numbers = st.decimals(0, 1000, places=2)


def answer(value="50", indicator=LITERACY, **parts):
    return Answer(indicator.id, State.VALUE, value, Decimal(value), **parts)


def codes(found):
    return [problem.code for problem in found]


@pytest.mark.parametrize(
    ("indicator", "before", "now", "asked"),
    [
        (LITERACY, "71", "7.4", True),
        (LITERACY, "60", "86", True),
        (LITERACY, "60", "85", False),
        (LITERACY, "2", "8", False),
        (LITERACY, "2", "8.1", True),
        (LITERACY, "0", "20", False),
        (RATE, "900", "3600", False),
        (RATE, "900", "3601", True),
        (RATE, "900", "224", True),
        (LEVEL, "1", "3", False),
        (LEVEL, "1", "4", True),
    ],
)
def test_a_jump_since_last_round_is_asked_about(indicator, before, now, asked):
    beside = Beside(2026, last=answer(before, indicator))
    found = soft_problems(indicator, answer(now, indicator), beside)
    assert codes(found) == (["jump"] if asked else [])


@given(numbers, numbers)
def test_a_jump_is_a_jump_both_ways(one, other):
    there, back = (
        soft_problems(RATE, answer(str(a), RATE), Beside(2026, last=answer(str(b), RATE)))
        for a, b in ((one, other), (other, one))
    )
    assert codes(there) == codes(back)


def test_what_did_not_count_last_round_is_no_measure():
    now = answer("7")
    for last in (
        replace(answer("70"), territory=Territory.NATIONAL),
        replace(answer("70"), mark=Mark.INVALID),
        Answer("adult-literacy", State.NO_DATA),
        None,
    ):
        assert soft_problems(LITERACY, now, Beside(2026, last=last)) == []


@pytest.mark.parametrize(
    ("indicator", "now", "published", "asked"),
    [
        (LITERACY, "80", [("91", 2022)], True),
        (LITERACY, "80", [("90", 2022)], False),
        (LITERACY, "80", [("20", 2001), ("81", 2022)], False),
        (RATE, "900", [("1351", 2022)], True),
        (RATE, "900", [("1349", 2022)], False),
        (LITERACY, "80", [], False),
    ],
)
def test_far_from_the_newest_published_figure_is_asked_about(indicator, now, published, asked):
    figures = [PublishedFigure(Decimal(value), year) for value, year in published]
    found = soft_problems(indicator, answer(now, indicator), Beside(2026, published=figures))
    assert codes(found) == (["far-from-published"] if asked else [])


@pytest.mark.parametrize(
    ("year", "asked"),
    [("2020", True), ("2021", False), ("2027", False), ("", False), ("about 2010", False)],
)
def test_a_figure_much_older_than_the_round_is_asked_about(year, asked):
    found = soft_problems(LITERACY, answer(year=year), Beside(2026))
    assert codes(found) == (["year-outside"] if asked else [])
    assert all(problem.part == "year" for problem in found)


def test_a_part_over_its_whole_is_asked_about_where_that_may_be():
    tertiary = INDICATORS["tertiary-participation"]
    parts = {"numerator": Decimal(110), "denominator": Decimal(100)}
    assert tertiary.bounds.high > 100
    assert codes(soft_problems(tertiary, answer("110", tertiary, **parts), Beside(2026))) == [
        "part-over-whole"
    ]
    assert soft_problems(LITERACY, answer("110", **parts), Beside(2026)) == []
    assert soft_problems(RATE, answer("110", RATE, **parts), Beside(2026)) == []


@given(st.sampled_from([state for state in State if state is not State.VALUE]))
def test_without_a_figure_nothing_is_asked(state):
    beside = Beside(2026, answer("1"), [PublishedFigure(Decimal(99), 2020)])
    assert soft_problems(LITERACY, Answer("adult-literacy", state, year="1990"), beside) == []


@given(numbers, numbers, numbers)
def test_nothing_of_it_ever_blocks(now, before, published):
    beside = Beside(2026, answer(str(before)), [PublishedFigure(published, 2020)])
    found = soft_problems(LITERACY, answer(str(now), year="1990"), beside)
    assert {problem.level for problem in found} <= {Severity.WARNING}
