from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lcassess.framework.answers import (
    KINDS,
    Problem,
    Severity,
    Typed,
    Understood,
    check_year,
    show,
    understand,
)
from lcassess.framework.catalogue import in_language, load
from lcassess.framework.model import Kind
from lcassess.framework.numbers import OWN, Reading

LANGUAGES = list(OWN)
INDICATORS = load().indicators
LITERACY = INDICATORS["adult-literacy"]  # 0 to 100, expected 40 to 100
CRIME = INDICATORS["recorded-crime"]
WASTE = INDICATORS["domestic-waste"]
GDP = INDICATORS["gdp-per-capita"]
LEVEL = INDICATORS["leadership"]
SPENDING = INDICATORS["spread-of-spending"]


def codes(understood):
    return {(p.code, p.level.value, p.part) for p in understood.problems}


def read(indicator, language="en", known=None, **typed):
    return understand(indicator, Typed(**typed), language, known)


def test_every_kind_is_known():
    assert set(KINDS) == set(Kind)


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS)
def test_nothing_typed_is_nothing_understood(indicator):
    assert understand(indicator, Typed(), "fr") == Understood()


@pytest.mark.parametrize(
    ("indicator", "figure"),
    [(LITERACY, "69.4587628865979"), (CRIME, "69458.7628865979"), (WASTE, "0.694587628865979")],
)
def test_the_parts_make_the_figure(indicator, figure):
    understood = read(indicator, numerator="4,312", denominator="6,208")
    assert understood.value == Decimal(figure)
    assert (understood.numerator, understood.denominator) == (4312, 6208)


def test_the_parts_decide_over_the_figure_and_a_difference_is_told():
    understood = read(LITERACY, value="74", numerator="71", denominator="100")
    assert understood.value == 71
    assert codes(understood) == {("parts-differ", "warning", "value")}
    assert understood.problems[0].detail == {"typed": 74, "computed": 71}


@pytest.mark.parametrize(("typed", "told"), [("50.25", False), ("50.26", True), ("49.75", False)])
def test_half_a_per_cent_is_no_difference_yet(typed, told):
    understood = read(LITERACY, value=typed, numerator="1", denominator="2")
    assert bool(understood.problems) is told


@pytest.mark.parametrize(
    ("numerator", "denominator", "code"),
    [("0", "0", "zero-of-zero"), ("5", "0", "zero-denominator")],
)
def test_nothing_is_divided_by_zero(numerator, denominator, code):
    understood = read(LITERACY, numerator=numerator, denominator=denominator)
    assert understood.value is None
    assert codes(understood) == {(code, "invalid", "denominator")}


def test_zero_of_some_is_a_value():
    assert read(INDICATORS["poverty"], numerator="0", denominator="500") == Understood(
        Decimal(0), Decimal(0), Decimal(500)
    )


def test_one_part_alone_gives_no_figure():
    assert codes(read(LITERACY, numerator="5")) == {("incomplete", "invalid", "denominator")}
    assert codes(read(LITERACY, denominator="5")) == {("incomplete", "invalid", "numerator")}


def test_one_part_beside_the_figure_is_a_hint_only():
    understood = read(LITERACY, value="70", denominator="500")
    assert understood.value == 70
    assert codes(understood) == {("incomplete", "warning", "numerator")}


def test_negative_parts_do_not_count():
    understood = read(LITERACY, numerator="-71", denominator="-100")
    assert codes(understood) == {
        ("negative-part", "invalid", "numerator"),
        ("negative-part", "invalid", "denominator"),
    }


def test_an_unreadable_part_spoils_the_figure():
    understood = read(LITERACY, numerator="many", denominator="100")
    assert understood.value is None
    assert codes(understood) == {("not-a-number", "invalid", "numerator")}


def test_parts_are_not_asked_of_an_indicator_without_them():
    assert read(GDP, value="12000", numerator="5").problems == ()


@pytest.mark.parametrize(
    ("typed", "code"),
    [("40", None), ("39.9", "outside-expected"), ("100", None), ("100.1", "outside-bounds")],
)
def test_bounds_and_expected_range_include_their_ends(typed, code):
    understood = read(LITERACY, value=typed)
    assert understood.value == Decimal(typed)
    assert [p.code for p in understood.problems] == ([code] if code else [])
    assert understood.invalid is (code == "outside-bounds")


def test_a_problem_brings_the_numbers_for_its_sentence():
    assert read(LITERACY, value="101").problems == (
        Problem("outside-bounds", Severity.INVALID, "value", {"low": 0, "high": 100}),
    )


def test_a_computed_figure_outside_its_bounds_is_kept_and_invalid():
    understood = read(LITERACY, numerator="200", denominator="100")
    assert understood.value == 200
    assert understood.invalid


@pytest.mark.parametrize("part", ["numerator", "denominator"])
def test_a_doubtful_part_asks_and_there_is_no_figure_yet(part):
    typed = {"numerator": "900", "denominator": "950", part: "1.234"}
    understood = read(LITERACY, "fr", value="90", **typed)
    assert understood.value is None
    assert understood.asks
    problem = next(p for p in understood.problems if p.level is Severity.ASK)
    assert problem.part == part
    assert problem.detail == {"decimal": Decimal("1.234"), "grouping": 1234}


def test_the_answer_to_the_question_gives_the_figure():
    reading = Reading.GROUPING
    understood = read(
        LITERACY, "fr", numerator="900", denominator="1.000", denominator_reading=reading
    )
    assert understood == Understood(Decimal(90), Decimal(900), Decimal(1000))


@pytest.mark.parametrize("typed", ["0", "1", "4", "٣", "3.0"])
def test_whole_levels_are_levels(typed):
    assert read(LEVEL, "ar", value=typed).problems == ()


def test_a_level_between_two_counts_with_a_warning():
    understood = read(LEVEL, value="2.5")
    assert codes(understood) == {("not-a-level", "warning", "value")}
    assert not understood.invalid


@pytest.mark.parametrize("typed", ["5", "-1", "4.5"])
def test_nothing_else_is_a_level(typed):
    understood = read(LEVEL, value=typed)
    assert understood.value == Decimal(typed)
    assert codes(understood) == {("not-a-level", "invalid", "value")}


def test_a_level_in_words_is_no_number():
    assert codes(read(LEVEL, value="high")) == {("not-a-number", "invalid", "value")}


def spread(**parts):
    whole = {part.id: "0" for part in SPENDING.parts}
    return Typed(parts=whole | {name.replace("_", "-"): text for name, text in parts.items()})


def test_shares_that_sum_to_a_hundred():
    understood = understand(SPENDING, spread(primary="60,4 %", secondary="40"), "fr")
    assert understood.problems == ()
    assert understood.shares["primary"] == Decimal("60.4")
    assert understood.value is None


def test_shares_that_do_not_sum_to_a_hundred_are_told():
    understood = understand(SPENDING, spread(primary="60.6", secondary="40"), "en")
    assert understood.problems == (
        Problem("shares-sum", Severity.WARNING, "value", {"sum": Decimal("100.6")}),
    )


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", ("incomplete", "invalid", "value-primary")),
        ("x", ("not-a-number", "invalid", "value-primary")),
        ("101", ("outside-bounds", "invalid", "value-primary")),
        ("1,234", ("two-readings", "ask", "value-primary")),
    ],
)
def test_one_unfit_part_spoils_the_shares(typed, problem):
    understood = understand(SPENDING, spread(primary=typed, secondary="40"), "en")
    assert codes(understood) == {problem}
    assert (understood.shares is None) is (problem[1] == "ask")


def test_what_a_colleague_typed_in_another_language_stands():
    typed = Typed(value="1.234", numerator="2.500", denominator="5.000")
    spanish = understand(CRIME, typed, "es")
    assert spanish.value == 50000
    again = understand(CRIME, replace(typed, denominator="10,000"), "en", (typed, spanish))
    assert (again.numerator, again.denominator, again.value) == (2500, 10000, 25000)
    assert not again.asks


def test_a_question_that_is_open_is_not_closed_by_a_colleagues_language():
    typed = Typed(numerator="1.234", denominator="5000")
    french = understand(CRIME, typed, "fr")
    assert french.asks
    english = understand(CRIME, replace(typed, denominator="6000"), "en", (typed, french))
    assert english.asks
    assert english.denominator == 6000


def test_a_text_that_was_no_number_stays_none_beside_a_computed_figure():
    typed = Typed(value="about 70", numerator="70", denominator="100")
    first = understand(LITERACY, typed, "en")
    again = understand(LITERACY, replace(typed, numerator="71"), "en", (typed, first))
    assert again.value == 71
    assert ("not-a-number", "invalid", "value") in codes(again)


def test_a_unit_in_a_colleagues_language_stands():
    french = in_language(load(), "fr").indicators["mean-years-of-schooling"]
    typed = Typed(value=f"9,5 {french.unit.split()[0]}")
    first = understand(french, typed, "fr")
    assert first.value == Decimal("9.5")
    english = INDICATORS["mean-years-of-schooling"]
    assert understand(english, typed, "en", (typed, first)).value == Decimal("9.5")


@given(
    st.sampled_from(list(INDICATORS)),
    st.lists(st.text("0123456789.,  %-", max_size=8), min_size=3, max_size=3),
    st.sampled_from(LANGUAGES),
    st.sampled_from(LANGUAGES),
)
def test_a_save_that_changes_nothing_keeps_the_figure(indicator_id, texts, first, second):
    indicator = INDICATORS[indicator_id]
    parts = {part.id: texts[0] for part in indicator.parts}
    typed = Typed(*texts, parts=parts)
    before = understand(indicator, typed, first)
    after = understand(indicator, typed, second, (typed, before))
    assert (after.value, after.shares) == (before.value, before.shares)
    assert (after.invalid, after.asks) == (before.invalid, before.asks)


@pytest.mark.parametrize(
    ("indicator", "understood", "language", "shown"),
    [
        (LITERACY, Understood(Decimal("69.46")), "fr", ("69,5\u00a0%",)),
        (LEVEL, Understood(Decimal(3)), "ar", ("3",)),
        (LITERACY, Understood(), "en", ()),
        (LEVEL, Understood(), "en", ()),
        (SPENDING, Understood(), "en", ()),
    ],
)
def test_an_answer_is_shown_in_the_persons_language(indicator, understood, language, shown):
    assert show(indicator, understood, language, decimals=1) == shown


def test_shares_are_shown_by_name():
    understood = Understood(shares={"primary": Decimal("60.5"), "early-childhood": Decimal("39.5")})
    assert show(SPENDING, understood, "en") == (
        "Early childhood 39.5\u00a0%",
        "Primary education 60.5\u00a0%",
    )


@pytest.mark.parametrize(
    ("typed", "year", "code"),
    [
        ("", None, None),
        ("2024", 2024, None),
        (" ٢٠٢٤ ", 2024, None),
        ("2026", 2026, None),
        ("2027", 2027, "year-in-future"),
        ("2023/24", None, "year-unreadable"),
        ("24", None, "year-unreadable"),
        ("2.024", None, "year-unreadable"),
    ],
)
def test_a_year_is_read_in_digits_of_any_script_and_only_warned_about(typed, year, code):
    read_year, problem = check_year(typed, 2026)
    assert read_year == year
    assert (problem.code if problem else None) == code
    assert problem is None or problem.level is Severity.WARNING
