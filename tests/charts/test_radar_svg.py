import gzip
import re
from math import atan2, degrees, hypot
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lcassess.charts.radar_svg import RadarWords, radar
from lcassess.charts.series import Series, SeriesRole, Spoke
from tests.charts.drawings import CODES, SPOKES, classed, line, parsed, series_over

GOLDEN = Path(__file__).parent / "golden"
WORDS = RadarWords("Twelve scores of Nueva Ondara", "Highest: 3.1 with 83 points.")
CENTRE = (360.0, 278.0)
RADIUS = 208.0
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")

CURRENT = line("2026", SeriesRole.CURRENT, [75, 55, 55, 74, -75, 51, 66, 64, 56, 83, 50, 41])
OTHER = line("Marisund", SeriesRole.OTHER, [70, 66, 60, 65, 64, 55, 79, 48, 49, 75, 75, None])
EARLIER = line("2023", SeriesRole.EARLIER, [72, 58, 54, 70, 65, 49, 54, 64, 41, 83, 50, 41])


def polar(x, y):
    dx, dy = x - CENTRE[0], y - CENTRE[1]
    return hypot(dx, dy) / RADIUS * 100, degrees(atan2(dx, -dy)) % 360


def numbers(text):
    return [float(found) for found in NUMBER.findall(text)]


def mark_places(tree, role):
    """Read the places of the filled and of the hollow marks of a role."""
    if role is SeriesRole.CURRENT:
        found = {name: classed(tree, name) for name in ("am", "hm")}
        return [[(float(c.get("cx")), float(c.get("cy"))) for c in found[n]] for n in found]
    if role is SeriesRole.OTHER:
        diamonds = classed(tree, "bm", "b")
        ends = [(d, numbers(d.get("d"))) for d in diamonds if d.get("d").endswith("l-7-7z")]
        return [[(n[0], n[1] + 7) for d, n in ends if d.get("class") == c] for c in ("bm", "b")]
    squares = [e for e in classed(tree, "pm", "p") if e.tag == "rect"]
    middle = [(s.get("class"), float(s.get("x")) + 4, float(s.get("y")) + 4) for s in squares]
    return [[(x, y) for name, x, y in middle if name == c] for c in ("pm", "p")]


def corners(tree, role):
    """Read the corners of the runs of a role's line, and which of them are closed."""
    name = {"current": "a", "other": "b", "third": "p", "earlier": "p"}[role]
    lines = [e.get("d") for e in classed(tree, name) if e.tag == "path" and "l7" not in e.get("d")]
    runs = [run for path in lines for run in path.split("M") if run]
    return [(numbers(run), run.endswith("z")) for run in runs]


def close(place, score, spoke, count):
    radius, angle = polar(*place)
    apart = (angle - 360 * spoke / count + 180) % 360 - 180
    return abs(radius - score) < 0.05 and (score < 3 or abs(apart) < 2)


@pytest.mark.parametrize("role", SeriesRole)
@given(data=st.data(), count=st.integers(3, 30))
def test_each_mark_lies_on_its_spoke_at_its_score(role, data, count):
    one = data.draw(series_over(count, role))
    spokes = [Spoke(str(i), (), "") for i in range(count)]
    filled, hollow = mark_places(parsed(radar([one], spokes, WORDS)), role)
    shown = [(i, p.shown) for i, p in enumerate(one.points) if p.shown is not None]
    partial = [(i, p.partial) for i, p in enumerate(one.points) if p.partial is not None]
    assert len(filled) == len(shown)
    assert len(hollow) == len(partial)
    for places, expected in ((filled, shown), (hollow, partial)):
        for place, (spoke, score) in zip(places, expected, strict=True):
            assert close(place, score, spoke, count)


@pytest.mark.parametrize("role", SeriesRole)
@given(data=st.data(), count=st.integers(3, 30))
def test_the_line_joins_published_neighbours_and_nothing_else(role, data, count):
    one = data.draw(series_over(count, role))
    spokes = [Spoke(str(i), (), "") for i in range(count)]
    runs = corners(parsed(radar([one], spokes, WORDS)), role)
    joined = sum(len(n) // 2 - (0 if closed else 1) for n, closed in runs)
    neighbours = sum(
        one.points[i].shown is not None and one.points[(i + 1) % count].shown is not None
        for i in range(count)
    )
    assert joined == neighbours
    assert all(closed == (neighbours == count) for _, closed in runs)


def test_a_blank_is_never_drawn_as_zero():
    blank = line("none", SeriesRole.CURRENT, [None] * 12)
    tree = parsed(radar([blank], SPOKES, WORDS))
    assert classed(tree, "a", "am", "hm") == []
    assert len(classed(tree, "void")) == 12


@given(gap=st.integers(0, 11))
def test_a_gap_opens_the_line_and_dots_the_spoke(gap):
    scores = [50.0 + i for i in range(12)]
    scores[gap] = None
    tree = parsed(radar([line("x", SeriesRole.CURRENT, scores)], SPOKES, WORDS))
    (spoke,) = classed(tree, "void")
    assert close(numbers(spoke.get("d"))[2:], 100, gap, 12)
    ((path, closed),) = corners(tree, SeriesRole.CURRENT)
    assert len(path) == 22
    assert not closed
    assert close(path[:2], scores[(gap + 1) % 12], (gap + 1) % 12, 12)


def test_a_true_zero_is_drawn_in_the_centre():
    svg = radar([line("x", SeriesRole.CURRENT, [0] + [50] * 11)], SPOKES, WORDS)
    assert '<circle class="am" cx="360" cy="278" r="5.5"/>' in svg


def test_spokes_keep_the_order_they_are_given_clockwise_from_the_top():
    tree = parsed(radar([CURRENT], SPOKES, WORDS))
    assert [e.text for e in classed(tree, "cd")] == CODES
    ends = [numbers(e.get("d"))[2:] for e in classed(tree, "g0", "void") if e.tag == "path"]
    turns = [polar(*end)[1] for end in ends]
    assert turns == pytest.approx([30 * i for i in range(12)], abs=0.1)


def test_arcs_mark_the_areas_of_the_framework():
    arcs = [e for e in parsed(radar([CURRENT], SPOKES, WORDS)).iter() if e.get("stroke-width")]
    ends = [numbers(arc.get("d")) for arc in arcs]
    spans = [(polar(n[0], n[1])[1], polar(n[-2], n[-1])[1]) for n in ends]
    expected = [(349, 71), (79, 251), (259, 341)]
    assert [span for pair in spans for span in pair] == pytest.approx(
        [end for pair in expected for end in pair], abs=0.1
    )


@given(
    title=st.text(),
    description=st.text(),
    code=st.text(),
    names=st.lists(st.text(), max_size=3),
    name=st.text(),
)
def test_hostile_words_stay_words(title, description, code, names, name):
    spokes = (Spoke(code, tuple(names), "1"), *SPOKES[1:])
    one = Series(name, SeriesRole.CURRENT, CURRENT.points)
    tree = parsed(radar([one], spokes, RadarWords(title, description)))
    assert {e.tag for e in tree.iter()} <= {
        "svg", "title", "desc", "circle", "path", "rect", "text", "tspan"
    }  # fmt: skip


def test_markup_in_names_is_text():
    bad = '</title><script>alert("1")</script><a href="javascript:x" onload=x>\x00'
    svg = radar([CURRENT], (Spoke(bad, (bad,), ""), *SPOKES[1:]), RadarWords(bad, bad))
    assert "<script" not in svg
    assert "<a " not in svg
    assert "\x00" not in svg
    assert parsed(svg).find("title").text == bad.replace("\x00", "\ufffd")


def test_two_radars_on_a_page_share_no_id():
    first, second = (
        set(re.findall(r'id="([^"]+)"', radar([CURRENT], SPOKES, RadarWords("", "", name))))
        for name in ("own", "group")
    )
    assert len(first) == len(second) == 2
    assert not first & second


def test_the_names_of_title_and_description_are_those_of_the_drawing():
    tree = parsed(radar([CURRENT], SPOKES, WORDS))
    names = tree.get("aria-labelledby").split()
    assert names == [tree.find("title").get("id"), tree.find("desc").get("id")]
    assert tree.get("role") == "img"


def test_nothing_that_a_strict_content_policy_refuses():
    svg = radar([CURRENT, OTHER, EARLIER], SPOKES, WORDS)
    assert not re.search(r"style|script|href|url\(|\son\w+=|http", svg)


def test_the_first_city_lies_on_top():
    svg = radar([CURRENT, EARLIER, OTHER], SPOKES, WORDS)
    assert svg.index('class="p"') < svg.index('class="b"') < svg.index('class="a"')


def test_three_series_weigh_at_most_three_kilobytes():
    svg = radar([CURRENT, OTHER, EARLIER], SPOKES, WORDS)
    assert len(gzip.compress(svg.encode(), 6)) <= 3000


def test_drawing_needs_no_library():
    code = Path(radar.__globals__["__file__"]).parent
    used = re.findall(r"^\s*(?:from|import) (\w+)", _sources(code), re.MULTILINE)
    assert not set(used) & {"plotly", "numpy", "lxml", "openpyxl"}


def _sources(folder):
    return "\n".join(path.read_text("utf-8") for path in folder.glob("*.py"))


@pytest.mark.parametrize(
    ("name", "series"),
    [
        ("one-city-two-rounds", [CURRENT, EARLIER]),
        ("two-cities", [CURRENT, OTHER]),
    ],
)
def test_golden(name, series):
    assert radar(series, SPOKES, WORDS) + "\n" == (GOLDEN / f"{name}.svg").read_text("utf-8")
