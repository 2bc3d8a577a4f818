"""The one rule of saving."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lcassess.assessment.merge import (
    OTHER_PARTS,
    UnknownChoiceError,
    as_shown,
    merge,
)
from lcassess.assessment.sheet import Answer, State
from lcassess.framework.catalogue import load

SHARE = load().indicators["adult-literacy"]
LEVEL = load().indicators["leadership"]
REASONED = load().indicators["election-turnout"]

FORMS = st.fixed_dictionaries(
    {},
    optional={
        "state": st.sampled_from(("value", "no_data", "later", "unanswered")),
        "value": st.sampled_from(("", "80", "80,0", "81.5", "1.234", "many", "101")),
        "numerator": st.sampled_from(("", "10", "12")),
        "denominator": st.sampled_from(("", "20", "0")),
        "year": st.sampled_from(("", "2024", "2025")),
        "source": st.sampled_from(("", "register", "survey")),
        "grade": st.sampled_from(("", "official", "survey")),
        "territory": st.sampled_from(("city", "wider", "national")),
        "note": st.sampled_from(("", "a note")),
        "unsure": st.sampled_from(("yes", "no")),
    },
)
LANGUAGES = st.sampled_from(("en", "fr", "es", "ar"))


def start(**form: str) -> Answer:
    empty = Answer(SHARE.id)
    return merge(SHARE, empty, empty, form, "en").answer or empty


def figure(answer: Answer) -> tuple[object, ...]:
    shown = as_shown(answer)
    return (
        shown.state,
        shown.entered,
        shown.value,
        shown.numerator,
        shown.denominator,
        shown.mark,
    )


def parts(answer: Answer) -> dict[str, object]:
    return {"figure": figure(answer)} | {name: getattr(answer, name) for name in OTHER_PARTS}


@given(first=FORMS, theirs=FORMS, yours=FORMS, one=LANGUAGES, other=LANGUAGES)
def test_a_part_changed_since_to_another_value_is_never_overwritten(
    first, theirs, yours, one, other
):
    seen = start(**first)
    now = merge(SHARE, seen, seen, theirs, one).answer or seen
    merged = merge(SHARE, now, seen, yours, other)
    after = merged.answer or now
    changed = {n for n in parts(now) if parts(now)[n] != parts(seen)[n]}
    for name in changed:
        assert parts(after)[name] == parts(now)[name]


@given(first=FORMS, theirs=FORMS, yours=FORMS, language=LANGUAGES)
def test_a_conflict_writes_nothing_and_anything_written_is_the_next_version(
    first, theirs, yours, language
):
    seen = start(**first)
    now = merge(SHARE, seen, seen, theirs, language).answer or seen
    merged = merge(SHARE, now, seen, yours, language)
    if merged.conflicts:
        assert merged.answer is None
    if merged.answer:
        assert merged.answer.version == now.version + 1
        assert parts(merged.answer) != parts(now)


@given(first=FORMS, yours=FORMS, language=LANGUAGES)
def test_saving_the_same_again_changes_nothing(first, yours, language):
    seen = start(**first)
    saved = merge(SHARE, seen, seen, yours, language).answer or seen
    assert merge(SHARE, saved, seen, yours, language).answer is None
    assert merge(SHARE, saved, seen, yours, language).conflicts == ()


def test_a_form_left_as_it_was_touches_nothing():
    empty = Answer(SHARE.id)
    form = dict.fromkeys(("value", "numerator", "denominator", "year", "source", "note"), "")
    form |= {"state": "unanswered", "territory": "city", "grade": "", "unsure": "no"}
    assert merge(SHARE, empty, empty, form, "en").answer is None


def test_different_parts_merge():
    seen = start(value="80", year="2024")
    now = merge(SHARE, seen, seen, {"year": "2025"}, "en").answer
    merged = merge(SHARE, now, seen, {"value": "82"}, "en").answer
    assert (merged.year, str(merged.value), merged.version) == ("2025", "82", 3)


def test_the_same_part_to_another_value_is_a_conflict():
    seen = start(value="80")
    now = merge(SHARE, seen, seen, {"value": "82"}, "en").answer
    merged = merge(SHARE, now, seen, {"value": "84", "note": "mine"}, "en")
    assert merged.answer is None
    assert merged.conflicts == ("figure",)


def test_the_same_value_in_another_language_already_stands():
    seen = start(value="80")
    now = merge(SHARE, seen, seen, {"value": "82.5"}, "en").answer
    merged = merge(SHARE, now, seen, {"value": "82,5"}, "fr")
    assert (merged.answer, merged.conflicts) == (None, ())


@pytest.mark.parametrize(
    ("before", "form", "state"),
    [
        ({}, {"value": "80"}, State.VALUE),
        ({"value": "80"}, {"value": ""}, State.UNANSWERED),
        ({"value": "80"}, {"state": "no_data", "value": "80"}, State.NO_DATA),
        ({"state": "no_data"}, {"state": "no_data", "value": "80"}, State.VALUE),
        ({"state": "later"}, {"state": "later", "value": ""}, State.LATER),
        ({}, {"state": "value", "value": ""}, State.UNANSWERED),
        ({"value": "80"}, {"state": "unanswered"}, State.UNANSWERED),
    ],
)
def test_a_state_that_was_changed_wins_else_the_figure_decides(before, form, state):
    seen = start(**before)
    assert (merge(SHARE, seen, seen, form, "en").answer or seen).state is state


def test_under_another_state_the_figure_is_history_only():
    seen = start(value="80")
    saved = merge(SHARE, seen, seen, {"state": "no_data"}, "en").answer
    assert as_shown(saved).entered == ""
    assert as_shown(saved).value is None


def test_a_reading_chosen_for_another_text_is_dropped():
    crime = load().indicators["recorded-crime"]
    empty = Answer(crime.id)
    asked = merge(crime, empty, empty, {"value": "1,234"}, "ar").answer
    assert asked.mark.value == "ask"
    chosen = merge(crime, asked, asked, {"reading": "grouping"}, "ar").answer
    assert str(chosen.value) == "1234"
    typed = merge(crime, chosen, chosen, {"value": "2,345", "reading": "grouping"}, "ar").answer
    assert typed.mark.value == "ask"


def test_not_applicable_only_where_the_framework_says_so():
    empty = Answer(REASONED.id)
    form = {"state": "not_applicable", "reason": "appointed"}
    assert merge(REASONED, empty, empty, form, "en").answer.state is State.NOT_APPLICABLE
    with pytest.raises(UnknownChoiceError):
        merge(SHARE, Answer(SHARE.id), Answer(SHARE.id), form, "en")


@pytest.mark.parametrize("field", ["state", "grade", "territory", "unsure", "reading"])
def test_a_choice_that_no_page_offers_is_refused(field):
    empty = Answer(SHARE.id)
    with pytest.raises(UnknownChoiceError):
        merge(SHARE, empty, empty, {field: "nonsense"}, "en")


def test_an_invalid_value_is_kept_as_typed():
    saved = start(value="101")
    assert (saved.entered, saved.mark.value) == ("101", "invalid")
    assert replace(saved).counts is False


def test_a_level_is_read():
    empty = Answer(LEVEL.id)
    saved = merge(LEVEL, empty, empty, {"value": "3"}, "en").answer
    assert str(saved.value) == "3"
    assert saved.counts
