"""What is odd about a saved figure is the same, however quickly it is told."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from lcassess.assessment import figure
from lcassess.assessment.merge import apply
from lcassess.assessment.sheet import Answer, State
from lcassess.framework.answers import understand
from lcassess.framework.catalogue import load

INDICATORS = st.sampled_from(sorted(load().indicators.values(), key=lambda one: one.id))
TEXTS = st.one_of(
    st.just(""),
    st.integers(-5, 200_000).map(str),
    st.decimals(-10, 400, places=2).map(str),
    st.sampled_from(["1,234", "1.234", "2.5", "many", "12 345", "0", "3", "4"]),
)
LANGUAGES = st.sampled_from(["en", "fr", "es", "ar"])


@settings(max_examples=600)
@given(
    indicator=INDICATORS,
    value=TEXTS,
    numerator=TEXTS,
    denominator=TEXTS,
    typed_in=LANGUAGES,
    seen_in=LANGUAGES,
)
def test_a_figure_that_is_not_read_again_has_nothing_odd(
    indicator, value, numerator, denominator, typed_in, seen_in
):
    typed = {"value": value, "numerator": numerator, "denominator": denominator}
    answer = apply(indicator, Answer(indicator.id), typed, typed_in)
    found = figure.typed(indicator, answer)
    read = understand(indicator, found, seen_in, (found, figure.understood(answer)))
    wanted = read.problems if answer.state is State.VALUE else ()
    assert figure.problems(indicator, answer, seen_in) == wanted
