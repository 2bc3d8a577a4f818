"""What still holds says the same, in whichever language it was typed and is read again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lcassess.assessment import merge
from lcassess.assessment.figure import same_figure
from lcassess.assessment.last_round import asks_year, comparable, holds_still
from lcassess.assessment.sheet import Answer, State
from lcassess.framework import catalogue
from lcassess.framework.model import Kind
from lcassess.framework.showing import show_number

FRAMEWORK = catalogue.load()
LANGUAGES = st.sampled_from(["en", "fr", "es", "ar", "ru", "zh"])
KINDS = [next(i for i in FRAMEWORK.indicators.values() if i.kind is kind) for kind in Kind]
NUMBERS = st.decimals(0, 100, places=3).map(lambda number: number.normalize())
WITH_PARTS = next(i for i in FRAMEWORK.indicators.values() if i.has_parts)


def typed(indicator, number, language):
    """Write a number as somebody does in a language, as the figure that a question asks for."""
    if indicator.kind is Kind.LEVEL:
        return {"value": str(int(number) % 5)}
    if indicator.kind is not Kind.SHARES:
        return {"value": show_number(number, language)}
    first, *others = (f"value-{part.id}" for part in indicator.parts)
    rest = dict.fromkeys(others, "0") | {others[-1]: show_number(100 - number, language)}
    return {first: show_number(number, language), **rest}


@pytest.mark.parametrize("indicator", KINDS, ids=lambda one: one.kind.value)
@given(number=NUMBERS, then=LANGUAGES, now=LANGUAGES)
def test_a_figure_still_holds(indicator, number, then, now):
    last = merge.apply(indicator, Answer(indicator.id), typed(indicator, number, then), then)
    assume(last.state is State.VALUE and last.mark is None)
    again = merge.apply(indicator, Answer(indicator.id), holds_still(last), now)
    assert same_figure(again, last)
    assert asks_year(again, last)
    assert not asks_year(replace(again, year="2025"), last)


@given(st.integers(0, 10**6), st.integers(1, 10**6), LANGUAGES, LANGUAGES)
def test_its_parts_hold_as_well(numerator, denominator, then, now):
    assume(numerator <= denominator)
    parts = {"numerator": str(numerator), "denominator": str(denominator)}
    last = merge.apply(WITH_PARTS, Answer(WITH_PARTS.id), parts, then)
    again = merge.apply(WITH_PARTS, Answer(WITH_PARTS.id), holds_still(last), now)
    assert (again.numerator, again.denominator) == (last.numerator, last.denominator)
    assert again.entered == ""


@pytest.mark.parametrize("state", [State.NO_DATA, State.LATER])
def test_what_had_no_figure_has_none_again(state):
    indicator = KINDS[0]
    posted = {"state": state.value, "reason": "no census", "source": "the office"}
    last = merge.apply(indicator, Answer(indicator.id), posted, "en")
    again = merge.apply(indicator, Answer(indicator.id), holds_still(last), "en")
    assert again == last
    assert not asks_year(again, last)


@pytest.mark.parametrize("change", [{"unit": "km"}, {"per": 7}, {"kind": Kind.LEVEL}])
def test_a_question_that_measures_otherwise_is_not_compared(change):
    indicator = WITH_PARTS
    assert comparable(FRAMEWORK, indicator)
    assert not comparable(FRAMEWORK, replace(indicator, **change))
    assert not comparable(FRAMEWORK, replace(indicator, id="new"))
