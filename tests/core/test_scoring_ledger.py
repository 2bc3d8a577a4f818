"""The ledger opens a score to the answers that made it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from lcassess.assessment.sheet import Answer, AnswerSheet, Mark, State
from lcassess.scoring.balance import balance_penalty
from lcassess.scoring.ledger import NotCounted, ledger
from lcassess.scoring.profile import score
from tests.core.scoring_frameworks import (
    area,
    cases,
    document,
    feature,
    focus_area,
    framework_of,
    level,
    share,
    sheet_of,
)

FRAMEWORK = framework_of(
    document(
        area(
            "a",
            focus_area(
                "f",
                feature("g", share("i"), share("j", not_applicable="with_reason"), weight=3),
                feature("h", level("k"), share("x", scored=False)),
            ),
            focus_area("m", feature("n", share("o"))),
        )
    )
)
FOCUS_AREA = FRAMEWORK.focus_areas[0]


def opened(sheet, part=FOCUS_AREA, framework=FRAMEWORK):
    return ledger(framework, sheet, score(framework, sheet), part)


@settings(max_examples=40, deadline=None)
@given(cases())
def test_contributions_add_up_to_every_score(case):
    written, said = case
    framework, sheet = framework_of(written), sheet_of(said)
    parts = [framework, *framework.areas, *framework.focus_areas]
    additive = set(written["scoring"]["mean"].values()) == {1}
    for part in parts:
        book = opened(sheet, part, framework)
        if book.node is None or book.node.score is None:
            assert not any(line.counted for line in book.lines)
            continue
        assert sum(line.planned for line in book.lines) == pytest.approx(1, abs=1e-12)
        assert sum(line.counted for line in book.lines) == pytest.approx(1, abs=1e-12)
        if additive:
            total = sum(line.contribution or 0 for line in book.lines)
            assert total == pytest.approx(book.node.score, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(cases())
def test_the_whole_ledger_is_that_of_the_profile(case):
    written, said = case
    framework, sheet = framework_of(written), sheet_of(said)
    profile = score(framework, sheet)
    lines = {line.indicator_id: line for line in opened(sheet, framework, framework).lines}
    for name, leaf in profile.indicators.items():
        assert lines[name].points == leaf.points
        assert lines[name].planned == pytest.approx(leaf.weight, abs=1e-12)
        assert (lines[name].contribution is None) == (leaf.contribution is None)
        if leaf.contribution is not None:
            assert lines[name].contribution == pytest.approx(leaf.contribution, abs=1e-9)
    unscored = {name for name, line in lines.items() if line.not_counted is NotCounted.UNSCORED}
    assert unscored == set(framework.indicators) - set(profile.indicators)


def test_lines_of_a_focus_area():
    book = opened(sheet_of({"i": "80", "j": "not_applicable", "k": "3"}))
    assert [line.indicator_id for line in book.lines] == ["i", "j", "k", "x"]
    assert [line.planned for line in book.lines] == [0.375, 0.375, 0.25, 0]
    assert [line.counted for line in book.lines] == [0.75, 0, 0.25, 0]
    assert [line.contribution for line in book.lines] == [60, None, 18.75, None]
    assert book.node.score == 78.75
    assert book.lines[0].goalposts == FRAMEWORK.indicators["i"].goalposts
    assert str(book.lines[0].value) == "80"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("no_data", "no_data"),
        ("later", "later"),
        ("unanswered", "unanswered"),
        ("not_applicable", "not_applicable"),
        (("50", "national"), "national"),
        ("101", "invalid"),
        ("50", None),
    ],
)
def test_why_an_answer_did_not_count(said, reason):
    assert opened(sheet_of({"j": said})).lines[1].not_counted == reason


@pytest.mark.parametrize("mark", list(Mark))
def test_marked_figures_do_not_count(mark):
    sheet = AnswerSheet.of([replace(Answer("i", State.VALUE, "1,234"), mark=mark)])
    line = opened(sheet).lines[0]
    assert (line.not_counted, line.counted) == (NotCounted(mark), 0)


def test_one_answer_may_stand_for_many():
    few = opened(sheet_of({"k": "2"}))
    assert [line.counted for line in few.lines] == [0, 0, 1, 0]
    assert [line.outweighs for line in few.lines] == [False, False, True, False]
    more = opened(sheet_of({"k": "2", "i": "5"}))
    assert not any(line.outweighs for line in more.lines)


def test_a_part_where_nothing_is_scored():
    shown = focus_area("s", feature("t", share("u", scored=False)))
    framework = framework_of(document(area("a", shown, focus_area("f", feature("g", share("i"))))))
    book = opened(sheet_of({"u": "5"}), framework.focus_areas[0], framework)
    assert book.node is None
    assert [line.not_counted for line in book.lines] == [NotCounted.UNSCORED]


def test_no_contributions_where_a_mean_on_the_way_is_not_arithmetic():
    written = document(
        area("a", focus_area("f", feature("g", share("i"), share("j")))), mean={"area": 0}
    )
    framework = framework_of(written)
    sheet = sheet_of({"i": "10", "j": "30"})
    area_, focus_area_ = framework.areas[0], framework.focus_areas[0]
    assert [x.contribution for x in opened(sheet, focus_area_, framework).lines] == [5, 15]
    assert [x.contribution for x in opened(sheet, area_, framework).lines] == [None, None]
    assert [x.contribution for x in opened(sheet, framework, framework).lines] == [None, None]


def penalty(**said):
    sheet = sheet_of(said)
    return balance_penalty(FRAMEWORK, score(FRAMEWORK, sheet))


def test_balance_penalty():
    assert penalty() is None
    assert penalty(o="64") == pytest.approx(0, abs=1e-12)
    assert penalty(i="36", o="64") == pytest.approx(50 - 48, abs=1e-9)
    assert penalty(i="0", o="100") == pytest.approx(50 - 10, abs=1e-9)
    assert penalty(i="0", o="0") == 0


@settings(max_examples=30, deadline=None)
@given(cases())
def test_balance_penalty_is_never_below_zero(case):
    written, said = case
    framework = framework_of(written)
    found = balance_penalty(framework, score(framework, sheet_of(said)))
    assert found is None or found >= 0
