import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lcassess.assessment.sheet import Answer, AnswerSheet, Grade, Mark, State
from lcassess.assessment.snapshot import plain
from lcassess.exports.documents import (
    answer_document,
    results_document,
    write_comparison,
    write_network,
    write_results,
)
from lcassess.scoring.document import city_document
from tests.exports.reading import as_json, written
from tests.exports.samples import FRAMEWORK, SHARES, city, comparison, divided, full_sheet, network

ANSWER_KEYS = [
    "indicator",
    "state",
    "value",
    "entered",
    "numerator",
    "denominator",
    "year",
    "source",
    "grade",
    "territory",
    "note",
    "reason",
    "unsure",
    "invalid",
    "level_city",
    "level_reviewer",
]
SHEET = full_sheet()
CITY = city("Nueva Ondara", SHEET)
# at most 15 significant digits, as an answer may have
figures = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.integers(0, 12),
)


def said(answer):
    return answer_document(answer.indicator_id, plain(answer))


def test_results_have_exactly_the_keys_agreed_on():
    document = as_json(write_results, FRAMEWORK, CITY)
    scores = {"overall", "areas", "focus_areas", "features", "inclusion", "indicators"}
    about = {"edition", "round", "city", "fictional", "state", "answers"}
    assert set(document) == scores | about
    assert not {"ranked", "rank", "rank_interval"} & set(document["overall"])
    assert [list(answer) for answer in document["answers"]] == [ANSWER_KEYS] * 64
    assert document["city"] == "nueva-ondara"
    assert document["fictional"] is True
    assert (document["edition"], document["round"]) == ("2026", "2026")


def test_scores_are_those_of_the_engine():
    document = json.loads(written(write_results, FRAMEWORK, CITY))
    scores = json.loads(json.dumps(city_document(CITY.profile, ranks=False)))
    assert {key: document[key] for key in scores} == scores


def test_answers_stand_in_the_order_of_the_framework():
    document = results_document(FRAMEWORK, CITY)
    assert [a["indicator"] for a in document["answers"]] == list(FRAMEWORK.indicators)


def test_states_are_told_apart():
    states = {a["state"] for a in as_json(write_results, FRAMEWORK, CITY)["answers"]}
    assert states == {state.value for state in State}


@given(value=figures, numerator=figures, denominator=figures)
def test_numbers_are_the_decimals_that_were_understood(value, numerator, denominator):
    answer = Answer(
        "adult-literacy",
        State.VALUE,
        entered="as typed",
        value=value,
        numerator=numerator,
        denominator=denominator,
    )
    sheet = AnswerSheet.of([answer])
    given = as_json(write_results, FRAMEWORK, city("X", sheet))["answers"][0]
    assert (given["value"], given["numerator"], given["denominator"]) == (
        value,
        numerator,
        denominator,
    )


def test_a_divided_figure_is_an_object_by_part():
    answers = as_json(write_results, FRAMEWORK, CITY)["answers"]
    given = next(a for a in answers if a["indicator"] == SHARES.id)
    assert given["value"] == dict(divided(SHARES).shares)


@pytest.mark.parametrize(
    ("typed", "given"),
    [("2024", 2024), (" 2024 ", 2024), ("٢٠٢٤", 2024), ("", None), ("2023/24", "2023/24")],
)
def test_a_year_is_a_number_where_it_reads_as_one(typed, given):
    assert said(Answer("x", State.VALUE, year=typed))["year"] == given


def test_what_is_missing_is_null():
    empty = said(Answer("x"))
    kept = ("indicator", "state", "territory", "unsure", "invalid")
    assert all(value is None for key, value in empty.items() if key not in kept)


def test_a_figure_that_asks_is_not_called_invalid():
    asks = said(Answer("x", State.VALUE, entered="1,234", mark=Mark.ASK))
    invalid = said(Answer("x", State.VALUE, entered="340", mark=Mark.INVALID))
    assert (asks["invalid"], invalid["invalid"]) == (False, True)


@given(note=st.text(), source=st.text(), entered=st.text())
def test_any_text_comes_back(note, source, entered):
    answer = Answer(
        "adult-literacy",
        State.VALUE,
        entered=entered,
        note=note,
        source=source,
        grade=Grade.SURVEY,
    )
    document = results_document(FRAMEWORK, city("X", AnswerSheet.of([answer])))
    given = document["answers"][0]
    assert (given["entered"] or "", given["note"] or "", given["source"] or "") == (
        entered,
        note,
        source,
    )
    assert given["grade"] == "survey"


def test_a_comparison_holds_the_cities_by_slug_without_notes():
    sheet = AnswerSheet.of([Answer("adult-literacy", State.VALUE, note="secret")])
    cities = comparison(city("Arn", sheet), city("Bo", SHEET))
    document = as_json(write_comparison, cities)
    assert (document["edition"], document["round"]) == ("2026", "2026")
    assert list(document["cities"]) == ["arn", "bo"]
    keys = [key for key in ANSWER_KEYS if key != "note"]
    for slug, one in document["cities"].items():
        assert one["city"] == slug
        assert [list(answer) for answer in one["answers"]] == [keys] * 64
    assert "secret" not in written(write_comparison, cities).decode()


def test_a_comparison_of_no_cities_is_still_a_document():
    assert as_json(write_comparison, comparison())["cities"] == {}


def test_of_a_draft_the_network_shows_only_state_and_counts():
    document = as_json(write_network, network(CITY))
    draft = document["cities"]["quiet-town"]
    assert set(draft) == {
        "city",
        "name",
        "country",
        "region",
        "fictional",
        "state",
        "answered",
        "asked",
    }
    assert (draft["state"], draft["answered"], draft["asked"]) == ("draft", 7, 64)
    sent = document["cities"]["nueva-ondara"]
    assert sent["overall"]["score"] == Decimal(repr(CITY.profile.overall.score))
