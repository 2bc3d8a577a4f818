import pytest
from hypothesis import given
from hypothesis import strategies as st

from lcassess.charts.series import Point, SeriesRole
from lcassess.charts.strips import Tick, coverage_ticks, lanes, scale, strip, ticks
from tests.charts.drawings import classed, parsed

scores = st.floats(0, 100)


def percent(text):
    assert text.endswith("%")
    return float(text[:-1])


def holders(tree):
    return tree.findall("svg")


@given(score=scores, lower=scores, upper=scores, earlier=scores, partial=st.booleans())
def test_every_part_lies_at_its_figure(score, lower, upper, earlier, partial):
    tree = parsed(strip(score, lower, upper, earlier, partial=partial))
    before, now = holders(tree)
    assert percent(before.get("x")) == pytest.approx(earlier, abs=0.051)
    assert percent(now.get("x")) == pytest.approx(score, abs=0.051)
    assert before[0].get("class") == "pm"
    assert now[0].get("class") == ("hm" if partial else "am")
    if abs(lower - upper) > 0.1:
        long = classed(tree, "bd")[0]
        assert percent(long.get("x1")) == pytest.approx(lower, abs=0.051)
        assert percent(long.get("x2")) == pytest.approx(upper, abs=0.051)


def test_without_a_score_there_is_no_mark():
    assert holders(parsed(strip(None, None, None))) == []


def test_bounds_that_meet_are_not_drawn():
    assert classed(parsed(strip(50, 50, 50)), "bd") == []


def test_scale_lines_stand_at_the_quarters():
    tree = parsed(strip(50, 40, 60, scaled=True))
    assert [e.get("x1") for e in classed(tree, "g0")] == ["0%", "25%", "50%", "75%", "100%"]
    assert [e.text for e in parsed(scale())] == ["0", "25", "50", "75", "100"]


def test_lanes_keep_the_marks_of_their_roles():
    points = [
        (SeriesRole.CURRENT, Point(50.0, published=True)),
        (SeriesRole.OTHER, Point(75.0, published=True)),
    ]
    first, second = holders(parsed(lanes(points)))
    assert [(e.get("x"), e.get("y"), e[0].get("class")) for e in (first, second)] == [
        ("50%", "9", "am"),
        ("75%", "23", "bm"),
    ]


def test_a_city_without_score_leaves_its_lane_empty():
    points = [
        (SeriesRole.CURRENT, Point(None, published=False)),
        (SeriesRole.OTHER, Point(75.0, published=True)),
    ]
    (only,) = holders(parsed(lanes(points)))
    assert only.get("y") == "23"


@given(states=st.lists(st.sampled_from(Tick), min_size=1, max_size=64))
def test_one_stroke_an_answer_in_order(states):
    tree = parsed(ticks(states))
    names = {Tick.FULL: "y", Tick.HOLLOW: "n", Tick.DASH: "x"}
    assert [e.get("class") for e in tree] == [names[state] for state in states]
    assert tree.get("width") == str(7 * len(states) - 2)


def test_no_answers_no_strokes():
    assert ticks([]) == ""


@pytest.mark.parametrize(
    ("coverage", "full"),
    [(None, 0), (0, 0), (0.09, 0), (0.1, 1), (1 - 0.9, 1), (0.3, 3), (0.7, 7), (0.999, 9), (1, 10)],
)
def test_area_strokes_are_rounded_down(coverage, full):
    tree = parsed(coverage_ticks(coverage))
    assert len(classed(tree, "y")) == full
    assert len(classed(tree, "y", "n")) == 10


@given(score=scores | st.none(), states=st.lists(st.sampled_from(Tick)))
def test_small_pictures_are_hidden_from_readers_and_carry_no_style(score, states):
    for svg in (strip(score, 0, 100), scale(), ticks(states)):
        assert "style" not in svg
        assert not svg or parsed(svg).get("aria-hidden") == "true"
