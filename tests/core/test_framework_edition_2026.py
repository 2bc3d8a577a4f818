"""Facts about the shipped edition that its file must keep."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from lcassess.framework.catalogue import check, edition_file, in_language, load
from lcassess.framework.model import Kind

LIST = Path(__file__).parents[2] / "../shared/framework/indicators.csv"
CODES = ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "3.1", "3.2", "3.3"]
FRAMEWORK = load("2026")
INDICATORS = FRAMEWORK.indicators


def test_the_shipped_edition_is_complete_in_every_language():
    assert [str(m) for m in check(edition_file("2026"), shipped=True)] == []


def test_its_size():
    assert len(FRAMEWORK.areas) == 3
    assert len(FRAMEWORK.focus_areas) == 12
    assert len(FRAMEWORK.features) == 42
    assert len(INDICATORS) == 64


def test_what_is_scored():
    assert sum(i.takes_part for i in INDICATORS.values()) == 56
    assert sum(not i.takes_part for i in INDICATORS.values()) == 8
    assert sum(i.inclusion_core for i in INDICATORS.values()) == 26
    assert sum(i.kind is Kind.LEVEL for i in INDICATORS.values()) == 17
    unscored = [f.code for f in FRAMEWORK.features if not any(i.takes_part for i in f.indicators)]
    assert unscored == ["1.2.3", "1.3.1", "3.3.1"]


def test_codes_of_focus_areas_and_their_text_questions():
    assert list(FRAMEWORK.by_code) == CODES
    for focus_area in FRAMEWORK.focus_areas:
        asked = [(text.id, text.words) for text in focus_area.texts]
        assert [name for name, _ in asked] == [
            "done-since-last-time",
            "good-practice",
            "next-steps",
        ]
        assert {words for _, words in asked} == {200}


def test_no_wording_is_presented_as_unescos_own():
    assert all(i.guidance.wording for i in INDICATORS.values())
    assert all(f.wording for f in FRAMEWORK.features)
    assert not any(i.guidance.official_code for i in INDICATORS.values())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_texts_fit_their_fields(language):
    for indicator in in_language(FRAMEWORK, language).indicators.values():
        guidance = indicator.guidance
        assert len(guidance.numerator_label) <= 32
        assert len(guidance.denominator_label) <= 32
        assert len(guidance.question.split()) <= 34
        assert bool(guidance.numerator_label) is indicator.has_parts
        assert len(guidance.levels) == (5 if indicator.kind is Kind.LEVEL else 0)


def rows():
    if not LIST.exists():
        return []
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    return Decimal(text) if text else None


@pytest.mark.skipif(not LIST.exists(), reason="the list of indicators is not beside the project")
def test_the_edition_says_what_the_list_of_indicators_says():
    assert [row["id"] for row in rows()] == list(INDICATORS)
    for row in rows():
        indicator = INDICATORS[row["id"]]
        posts, expected = indicator.goalposts, indicator.expected
        assert indicator.code == row["code"]
        assert indicator.name == row["name"]
        assert indicator.kind == row["kind"]
        assert str(indicator.per or "") == row["per"]
        assert indicator.bounds.low == number(row["hard_min"])
        assert indicator.bounds.high == number(row["hard_max"])
        assert (expected.low if expected else None) == number(row["soft_min"])
        assert (expected.high if expected else None) == number(row["soft_max"])
        assert indicator.scored is (row["scored"] == "yes")
        assert indicator.inclusion_core is (row["inclusion_core"] == "yes")
        assert indicator.not_applicable == row["not_applicable"]
        assert indicator.goalpost_basis == (row["goalpost_basis"] or "untested")
        for key in ("goalpost_note", "source_kind", "sdg", "wording"):
            assert getattr(indicator.guidance, key) == row[key]
        if indicator.kind is Kind.LEVEL or not indicator.scored:
            assert posts is None
            continue
        assert posts.worst == number(row["worst"])
        assert posts.best_from == number(row["best_from"])
        assert posts.best_to == (number(row["best_to"]) or posts.best_from)
        assert posts.worst_above == number(row["worst_above"])
        assert posts.log_shift == number(row["log_shift"])
        assert FRAMEWORK.home[indicator.id].code == row["feature"][:3]
