"""Settling: both levels kept, the scored one between them, the same whatever the order."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from lcassess.assessment.remarks import Remark, Reply, Verdict, threads
from lcassess.assessment.settling import levels, settle, unanswered
from lcassess.assessment.sheet import Answer, AnswerSheet, State, Territory
from lcassess.framework import catalogue
from lcassess.framework.model import Kind
from lcassess.scoring import profile

FRAMEWORK = catalogue.load()
RUBRICS = [i.id for i in FRAMEWORK.indicators.values() if i.kind is Kind.LEVEL]
FIRST, SECOND = RUBRICS[:2]
whole = st.integers(0, 4)
given_levels = st.one_of(whole.map(Decimal), st.sampled_from(["0.5", "2.5", "1.25"]).map(Decimal))


def answered(indicator_id, level, **parts):
    return Answer(indicator_id, State.VALUE, entered=str(level), value=Decimal(level), **parts)


def sheet_of(*answers):
    return AnswerSheet.of(answers)


@st.composite
def reviews(draw):
    """Draw a sheet of rubrics, remarks on it in order, and replies to some of them."""
    named = st.sampled_from(RUBRICS[:3])
    sheet = sheet_of(*(answered(name, draw(given_levels)) for name in RUBRICS[:3]))
    remarks, replies = [], []
    for number in range(1, draw(st.integers(0, 8)) + 1):
        if remarks and draw(st.booleans()):
            to = draw(st.sampled_from(remarks))
            verdict = draw(st.sampled_from(Verdict))
            replies.append(Reply(to.id, verdict, number=number))
            continue
        name, level = draw(named), draw(st.none() | whole)
        stale = draw(st.booleans())
        given_then = sheet[name].value + (1 if stale else 0)
        at = None if level is None else given_then
        remarks.append(Remark(name, "why", level, at, id=number, number=number))
    return sheet, remarks, replies


@given(reviews())
def test_the_scored_level_lies_between_both_and_is_the_reviewers_unless_the_city_disagrees(drawn):
    sheet, remarks, replies = drawn
    found = levels(sheet, threads(remarks, replies))
    settled = settle(sheet, found)
    for name, both in found.items():
        low, high = sorted((both.city, both.reviewer))
        assert low <= both.scored <= high
        assert both.city == sheet[name].value
        if both.verdict is Verdict.DISAGREE:
            assert both.scored * 2 == both.city + both.reviewer
        else:
            assert both.scored == both.reviewer
        assert settled[name].value == both.scored


@given(reviews())
def test_nothing_but_those_levels_changes(drawn):
    sheet, remarks, replies = drawn
    found = levels(sheet, threads(remarks, replies))
    settled = settle(sheet, found)
    assert set(settled.answers) == set(sheet.answers)
    for name in sheet.answers:
        if name not in found:
            assert settled[name] == sheet[name]
        assert settled[name].entered == sheet[name].entered


@given(reviews(), st.randoms())
def test_the_order_in_which_rows_are_read_does_not_matter(drawn, random):
    sheet, remarks, replies = drawn
    first = levels(sheet, threads(remarks, replies))
    random.shuffle(remarks)
    random.shuffle(replies)
    assert levels(sheet, threads(remarks, replies)) == first


@given(reviews())
def test_only_the_last_remark_on_an_answer_and_only_on_the_level_given_now_counts(drawn):
    sheet, remarks, replies = drawn
    last = {remark.indicator_id: remark for remark in remarks}
    expected = {
        name
        for name, remark in last.items()
        if remark.level is not None and remark.level_city == sheet[name].value
    }
    assert set(levels(sheet, threads(remarks, replies))) == expected


@given(reviews())
def test_a_city_is_waited_for_only_where_another_level_stands_unanswered(drawn):
    sheet, remarks, replies = drawn
    found = threads(remarks, replies)
    both = levels(sheet, found)
    expected = {n for n, b in both.items() if b.verdict is None and b.city != b.reviewer}
    assert set(unanswered(sheet, found)) == expected


def test_a_reworded_remark_keeps_the_reply_and_another_level_asks_again():
    sheet = sheet_of(answered(FIRST, 3))
    one = Remark(FIRST, "thin", 2, Decimal(3), id=1, number=1)
    reworded = Remark(FIRST, "little evidence", 2, Decimal(3), id=2, number=3)
    lower = Remark(FIRST, "little evidence", 1, Decimal(3), id=3, number=4)
    reply = Reply(1, Verdict.DISAGREE, number=2)
    assert levels(sheet, threads([one, reworded], [reply]))[FIRST].scored == Decimal("2.5")
    assert unanswered(sheet, threads([one, reworded, lower], [reply])) == (FIRST,)


def test_a_figure_that_does_not_count_is_not_settled():
    for parts in ({"territory": Territory.NATIONAL}, {"mark": "invalid"}):
        sheet = sheet_of(answered(FIRST, 3, **parts))
        thread = threads([Remark(FIRST, "", 2, Decimal(3), id=1, number=1)], [])
        assert levels(sheet, thread) == {}


@given(st.integers(0, 4), st.integers(0, 4))
def test_the_score_is_that_of_the_settled_sheet(city, reviewer):
    sheet = sheet_of(answered(FIRST, city), answered(SECOND, 2))
    remark = Remark(FIRST, "", reviewer, Decimal(city), id=1, number=1)
    found = levels(sheet, threads([remark], [Reply(1, Verdict.DISAGREE, number=2)]))
    scores = profile.score(FRAMEWORK, settle(sheet, found))
    half = sheet_of(answered(FIRST, Decimal(city + reviewer) / 2), answered(SECOND, 2))
    assert scores == profile.score(FRAMEWORK, half)
