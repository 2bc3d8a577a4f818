from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lcassess.framework.model import Interval
from lcassess.framework.numbers import OWN, Reading, Unread, read_number
from lcassess.framework.precision import canonical, keepable, share_of
from lcassess.framework.showing import show_number

LANGUAGES = list(OWN)
TABLE = Path(__file__).with_name("numbers.csv")


def cases():
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line[0] != "#"]
    for row in csv.DictReader(lines, delimiter=";", quoting=csv.QUOTE_NONE):
        for language in LANGUAGES:
            wanted = row["en"] if row[language] == "=" else row[language]
            yield pytest.param(row["text"], row["limits"], language, wanted)


def limits(text):
    unit, bounds, expected = "", None, None
    for word in text.split():
        if word == "%":
            unit = word
        elif word.startswith("("):
            expected = Interval(*map(Decimal, word.strip("()").split("..")))
        else:
            bounds = Interval(*map(Decimal, word.split("..")))
    return {"unit": unit, "bounds": bounds, "expected": expected}


def told(read):
    if read.unread is Unread.TWO_READINGS:
        return "ask " + " ".join(canonical(read.readings[r]) for r in Reading)
    return str(read.unread) if read.unread else canonical(read.value)


@pytest.mark.parametrize(("text", "limit", "language", "wanted"), list(cases()))
def test_every_case_of_the_table_is_read_as_written_there(text, limit, language, wanted):
    typed = text.encode("ascii", "backslashreplace").decode("unicode_escape")
    assert told(read_number(typed, language, **limits(limit))) == wanted


def test_the_table_has_sixty_cases_and_more():
    assert len(list(cases())) >= 60 * 6


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("reading", "value"), [("decimal", "1.234"), ("grouping", "1234")])
def test_the_reading_that_a_person_chose_is_taken(language, reading, value):
    chosen = Reading(reading)
    bounds = Interval(Decimal(0), Decimal(100))
    assert read_number("1,234", language, reading=chosen).value == Decimal(value)
    assert read_number("1,234", language, bounds=bounds, reading=chosen).value == Decimal(value)


def test_a_reading_changes_nothing_where_there_is_one_only():
    assert read_number("12,5", "en", reading=Reading.GROUPING).value == Decimal("12.5")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("12 kg", "kg per inhabitant per year"),
        ("12kg per inhabitant per year", "kg per inhabitant per year"),
        ("USD 12", "USD (PPP) per inhabitant"),
        ("12 Ans", "ans"),
        ("12 per 100,000 inhabitants", "per 100,000 inhabitants"),
        ("level 12", "level 0-4"),
        ("12 % de la masse salariale", "%\u00a0de la masse salariale"),
    ],
)
def test_the_unit_or_its_first_words_may_be_typed_along(text, unit):
    assert read_number(text, "en", unit=unit).value == 12


@pytest.mark.parametrize(("text", "unit"), [("12 kg", "t"), ("12 %", "years"), ("12 tt", "t")])
def test_another_unit_is_not_skipped(text, unit):
    assert read_number(text, "en", unit=unit).unread is Unread.NOT_A_NUMBER


def test_no_text_is_no_number_and_no_problem():
    assert read_number(" \u00a0\u200f", "ar").unread is None
    assert read_number("", "ar").value is None


def test_marks_that_only_steer_the_direction_of_text_are_passed_over():
    assert read_number("\u200e-12.5\u200f", "ar").value == Decimal("-12.5")


def test_what_nobody_would_type_as_a_number_is_none():
    assert read_number("1" * 101, "en").unread is Unread.NOT_A_NUMBER


@given(st.text(), st.sampled_from([*LANGUAGES, "xx"]), st.text(max_size=9))
def test_no_text_makes_the_reader_fail(text, language, unit):
    read = read_number(text, language, unit=unit)
    assert read.value is None or (read.value.is_finite() and keepable(read.value))


@given(st.text("0123456789.,'٫٬ -%١٢\u00a0", max_size=12), st.sampled_from(LANGUAGES))
def test_what_looks_like_a_number_never_makes_the_reader_fail(text, language):
    bounds = Interval(Decimal(0), Decimal(100))
    read = read_number(text, language, unit="%", bounds=bounds, expected=bounds)
    assert (read.value is None) or (read.unread is None)


def numbers():
    digits = st.integers(-(10**15) + 1, 10**15 - 1)
    return st.builds(lambda n, e: Decimal(n).scaleb(e), digits, st.integers(-12, 6))


@given(numbers(), st.sampled_from(LANGUAGES), st.sampled_from(["", "%", "ans"]))
def test_what_is_shown_reads_as_the_same_number(number, language, unit):
    shown = show_number(number, language, unit=unit)
    assert read_number(shown, language, unit=unit).value == number


@given(numbers())
def test_canonical_text_is_plain_and_says_the_same(number):
    text = canonical(number)
    assert Decimal(text) == number
    assert not set(text) - set("-0123456789.")
    assert text == canonical(Decimal(text))
    assert "." not in text or not text.endswith(("0", "."))


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_computed_figure_is_exact_to_fifteen_digits(numerator, denominator):
    figure = share_of(Decimal(numerator), Decimal(denominator), 100)
    assert keepable(figure)
    assert abs(figure * denominator - 100 * numerator) <= Decimal("1e-14") * 100 * numerator


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "1,234.5\u00a0%"),
        ("fr", "1\u202f234,5\u00a0%"),
        ("es", "1.234,5\u00a0%"),
        ("ar", "1٬234٫5\u00a0%"),
        ("ru", "1\u00a0234,5\u00a0%"),
        ("zh", "1,234.5\u00a0%"),
    ],
)
def test_a_number_is_shown_in_the_marks_of_the_language(language, shown):
    assert show_number(Decimal("1234.5"), language, unit="%") == shown


def test_a_number_may_be_rounded_for_the_eye():
    assert show_number(Decimal("69.4587628865979"), "fr", decimals=1) == "69,5"
