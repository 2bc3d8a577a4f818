import json

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lcassess.charts.plotly_radar import DARK, LIGHT, figure
from lcassess.charts.series import SeriesRole, Spoke
from tests.charts.drawings import CODES, SPOKES, line, series_over

PARTIAL = "{}: partial, not published".format
CURRENT = line("2026", SeriesRole.CURRENT, [75, 55, 55, 74, -75, 51, 66, 64, 56, 83, 50, None])


@given(one=series_over(12))
def test_lines_hold_the_published_scores_in_order_and_close(one):
    trace = figure([one], SPOKES, PARTIAL)["data"][0]
    shown = [point.shown for point in one.points]
    assert trace["r"] == [*shown, shown[0]]
    assert [name.partition("<br>")[0] for name in trace["theta"]] == [*CODES, CODES[0]]


@given(one=series_over(12))
def test_partial_scores_stand_alone(one):
    _, *others = figure([one], SPOKES, PARTIAL)["data"]
    partial = [point.partial for point in one.points]
    assert [trace["r"] for trace in others] == ([partial] if any_number(partial) else [])
    assert all(trace["mode"] == "markers" for trace in others)
    assert all(trace["marker"]["symbol"].endswith("-open") for trace in others)


def any_number(values):
    return any(value is not None for value in values)


def test_gaps_are_null_and_stay_open():
    (trace, _) = figure([CURRENT], SPOKES, PARTIAL)["data"]
    assert trace["r"][4] is None
    assert trace["r"][11] is None
    assert trace["connectgaps"] is False
    assert trace["fill"] == "none"


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_plotly_takes_it_and_changes_nothing(palette):
    other = line("B", SeriesRole.OTHER, [50] * 12)
    earlier = line("2023", SeriesRole.EARLIER, [40] * 11 + [-30])
    drawn = json.loads(json.dumps(figure([CURRENT, other, earlier], SPOKES, PARTIAL, palette)))
    taken = go.Figure(data=drawn["data"], layout=drawn["layout"]).to_dict()
    assert json.loads(json.dumps(taken["data"], default=list)) == drawn["data"]
    layout = {key: value for key, value in taken["layout"].items() if key != "template"}
    assert json.loads(json.dumps(layout, default=list)) == drawn["layout"]


def test_the_cloud_button_is_off():
    config = figure([CURRENT], SPOKES, PARTIAL)["config"]
    assert config == {
        "showSendToCloud": False,
        "displayModeBar": False,
        "displaylogo": False,
        "responsive": True,
    }


def test_axes_are_those_of_the_page():
    polar = figure([CURRENT], SPOKES, PARTIAL)["layout"]["polar"]
    assert polar["radialaxis"]["range"] == [0, 100]
    assert polar["angularaxis"]["direction"] == "clockwise"
    assert polar["angularaxis"]["rotation"] == 90
    assert [name.partition("<br>")[0] for name in polar["angularaxis"]["categoryarray"]] == CODES


@given(name=st.text(), short=st.text())
def test_names_carry_no_tags(name, short):
    one = line(name, SeriesRole.CURRENT, [50] * 12)
    drawn = figure([one], (Spoke("1.1", (short,)), *SPOKES[1:]), PARTIAL)
    trace = drawn["data"][0]
    assert "<" not in trace["name"] + "".join(trace["theta"]).replace("<br>", "")


def test_roles_keep_colour_dash_and_mark():
    series = [line("x", role, [50] * 12) for role in SeriesRole]
    traces = figure(series, SPOKES, PARTIAL)["data"]
    colours = [t["line"]["color"] for t in traces]
    assert colours == ["#0072b2", "#d55e00", "#000000", "#000000"]  # a third city or a round
    assert len({t["line"]["dash"] for t in traces}) == 3
    assert len({t["marker"]["symbol"] for t in traces}) == 3
