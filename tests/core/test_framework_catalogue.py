from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from lcassess.framework import catalogue
from lcassess.framework.catalogue import in_language, load, read
from lcassess.framework.model import (
    GoalpostBasis,
    Goalposts,
    Interval,
    Kind,
    NotApplicable,
    OverallOf,
    Part,
)

D = Decimal
MINI = Path(__file__).with_name("mini-edition.yaml")


@pytest.fixture(scope="module")
def mini():
    return read(MINI)


def test_an_edition_becomes_typed_objects(mini):
    literacy = mini.indicators["literacy"]
    assert mini.edition == "mini"
    assert literacy.kind is Kind.SHARE
    assert literacy.per == 100
    assert literacy.bounds == Interval(D(0), D(100))
    assert literacy.expected == Interval(D(40), D(99))
    assert literacy.goalposts == Goalposts(D(60), D(100), D(100))
    assert literacy.goalpost_basis is GoalpostBasis.NORMATIVE
    assert literacy.not_applicable is NotApplicable.WITH_REASON
    assert literacy.guidance.numerator_label == "Readers"
    assert literacy.guidance.breakdowns == ("sex", "age")
    assert mini.focus_areas[0].weight == 2
    assert mini.focus_areas[0].texts[0].words == 200


def test_goalposts_may_be_two_sided_or_on_a_logarithm(mini):
    assert mini.indicators["women"].goalposts == Goalposts(D(5), D(45), D(55), D(95))
    assert mini.indicators["places"].goalposts == Goalposts(D(1), D(50), D(50), log_shift=D("0.5"))


def test_what_is_absent_has_its_usual_value(mini):
    wealth = mini.indicators["wealth"]
    assert (wealth.weight, wealth.per, wealth.expected, wealth.goalposts) == (1, None, None, None)
    assert wealth.goalpost_basis is GoalpostBasis.UNTESTED
    assert wealth.not_applicable is NotApplicable.NEVER
    assert not wealth.inclusion_core
    assert mini.indicators["plan"].bounds == Interval(D(0), D(4))
    assert mini.indicators["plan"].scored
    assert mini.indicators["spending"].bounds == Interval(D(0), D(100))
    assert mini.indicators["spending"].parts == (
        Part("primary", "Primary school"),
        Part("other", "All else"),
    )


def test_per_follows_from_the_kind(tmp_path):
    path = tmp_path / "edition.yaml"
    text = MINI.read_text("utf-8")
    path.write_text(text.replace("per: 100\n", "weight: 1\n").replace("per: 100000", "weight: 1"))
    indicators = read(path).indicators
    assert (indicators["literacy"].per, indicators["places"].per) == (100, 100000)


def test_scoring_rules_are_read_and_have_usual_values(mini, tmp_path):
    assert mini.scoring.overall_of is OverallOf.AREAS
    assert mini.scoring.mean.overall == 0
    text = MINI.read_text("utf-8")
    path = tmp_path / "edition.yaml"
    path.write_text(text[: text.index("scoring:")])
    assert read(path).scoring == load().scoring


def test_numbers_keep_the_digits_that_are_written(tmp_path):
    path = tmp_path / "edition.yaml"
    path.write_text(MINI.read_text("utf-8").replace("best: 50,", "best: 49.1234567890123,"))
    posts = read(path).indicators["places"].goalposts
    assert posts.best_from == D("49.1234567890123")


def test_no_stays_text(tmp_path):
    path = tmp_path / "edition.yaml"
    path.write_text(MINI.read_text("utf-8").replace("name: People", "name: NO"))
    assert read(path).areas[0].name == "NO"


def test_a_byte_order_mark_is_skipped(tmp_path):
    path = tmp_path / "edition.yaml"
    path.write_text(MINI.read_text("utf-8"), encoding="utf-8-sig")
    assert read(path).edition == "mini"


def test_a_language_changes_texts_and_nothing_else():
    english, french = load(), in_language(load(), "fr")
    assert french.language == "fr"
    assert french.title != english.title
    for indicator_id, here in english.indicators.items():
        there = french.indicators[indicator_id]
        assert (here.code, here.kind, here.bounds, here.goalposts, here.weight, here.per) == (
            *(there.code, there.kind, there.bounds, there.goalposts, there.weight, there.per),
        )
        assert [p.id for p in here.parts] == [p.id for p in there.parts]
    assert english.scoring == french.scoring


def test_a_language_without_a_locale_falls_back_to_english():
    russian = in_language(load(), "ru")
    assert russian.language == "ru"
    assert russian.areas == load().areas


def test_english_and_foreign_editions_stay_as_they_are(mini):
    assert in_language(load(), "en") is load()
    assert in_language(mini, "fr") is mini


def test_french_texts_stand_where_they_belong():
    french = in_language(load(), "fr")
    literacy = french.indicators["adult-literacy"]
    assert literacy.name == "Alphabétisation des adultes"
    assert literacy.guidance.question.endswith("?")
    assert french.by_code["1.1"].name != load().by_code["1.1"].name
    assert french.indicators["leadership"].guidance.levels[4].description
    names = {text.name for focus_area in french.focus_areas for text in focus_area.texts}
    assert len(names) == 3
    assert not names & {text.name for f in load().focus_areas for text in f.texts}


def test_a_shipped_file_with_a_doubled_key_is_not_used(tmp_path, monkeypatch):
    (tmp_path / "broken").mkdir()
    text = MINI.read_text("utf-8") + "title: Twice\n"
    (tmp_path / "broken" / "framework.yaml").write_text(text)
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    with pytest.raises(catalogue.FrameworkMistakes, match="stands here twice"):
        load("broken")
