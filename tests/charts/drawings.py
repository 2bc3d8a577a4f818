"""Reading drawings back, and series to draw."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import strategies as st

from lcassess.charts.series import Point, Series, SeriesRole, Spoke

NAMES = (
    "Empowerment, cohesion",
    "Economy, culture",
    "Sustainability",
    "Education|system",
    "Families,|communities",
    "Workplace",
    "Learning technologies",
    "Quality in|learning",
    "Culture of|learning",
    "Political will",
    "Governance",
    "Resources",
)
CODES = [f"{area}.{i}" for area, size in ((1, 3), (2, 6), (3, 3)) for i in range(1, size + 1)]
SPOKES = tuple(
    Spoke(code, tuple(name.split("|")), code[0]) for code, name in zip(CODES, NAMES, strict=True)
)

points = st.builds(
    Point,
    st.none() | st.floats(0, 100),
    st.booleans(),
).filter(lambda point: point.score is not None or not point.published)


def series_over(count, role=SeriesRole.CURRENT):
    every = st.lists(points, min_size=count, max_size=count).map(tuple)
    return st.builds(Series, st.text(), st.just(role), every)


def line(name, role, scores):
    """Make a series: a number is published, a negative one is partial, None is no score."""
    made = (Point(None if s is None else abs(s), s is not None and s >= 0) for s in scores)
    return Series(name, role, tuple(made))


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own drawing


def classed(tree: ET.Element, *names: str) -> list[ET.Element]:
    return [element for element in tree.iter() if element.get("class") in names]
