"""Frameworks and answers for the tests of scoring: by hand, and drawn by Hypothesis.

A framework is a document in the structure of the framework file, so that the slow reference can
read it without the product's own classes.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import count

from hypothesis import strategies as st

from lcassess.assessment.sheet import Answer, AnswerSheet, State, Territory
from lcassess.framework.model import (
    Area,
    Feature,
    FocusArea,
    Framework,
    Goalposts,
    Indicator,
    Interval,
    Kind,
    NotApplicable,
    Orders,
    OverallOf,
    ScoringRules,
    Thresholds,
)


def share(name, weight=1, **further):
    goalposts = {"worst": "0", "best": "100"}
    bounds = ["0", "100"]
    kept = {"id": name, "kind": "share", "bounds": bounds, "goalposts": goalposts}
    return {**kept, "weight": weight, **further}


def level(name, weight=1, **further):
    return {"id": name, "kind": "level", "weight": weight, **further}


def feature(name, *indicators, weight=1):
    return {"id": name, "weight": weight, "indicators": list(indicators)}


def focus_area(name, *features, weight=1):
    return {"id": name, "weight": weight, "features": list(features)}


def area(name, *focus_areas, weight=1):
    return {"id": name, "weight": weight, "focus_areas": list(focus_areas)}


def document(*areas, **scoring):
    return {"edition": "test", "areas": list(areas), "scoring": scoring}


def framework_of(written):
    """Make the typed framework of a document."""
    scoring = written.get("scoring", {})
    rules = ScoringRules(
        OverallOf(scoring.get("overall_of", "focus_areas")),
        Orders(**scoring.get("mean", {})),
        Thresholds(**scoring.get("coverage", {})),
        tuple(scoring.get("level_points", (0, 25, 50, 75, 100))),
    )
    return Framework(written["edition"], "", tuple(map(_area, written["areas"])), rules)


def sheet_of(answers):
    """Make a sheet of {indicator: value text, state, or (value text, territory)}."""
    return AnswerSheet.of([_answer(name, said) for name, said in answers.items()])


def _answer(name, said):
    text, territory = said if isinstance(said, tuple) else (said, "city")
    if text in set(State):
        return Answer(name, State(text), territory=Territory(territory))
    value = Decimal(text)
    return Answer(name, State.VALUE, text, value, territory=Territory(territory))


def _area(written):
    below = tuple(map(_focus_area, written["focus_areas"]))
    return Area(written["id"], "", "", below, weight=written.get("weight", 1))


def _focus_area(written):
    below = tuple(map(_feature, written["features"]))
    return FocusArea(written["id"], "", "", below, weight=written.get("weight", 1))


def _feature(written):
    below = tuple(map(_indicator, written["indicators"]))
    return Feature(written["id"], "", "", below, weight=written.get("weight", 1))


def _indicator(written):
    kind = Kind(written["kind"])
    low, high = written.get("bounds", ("0", "4" if kind is Kind.LEVEL else "100"))
    return Indicator(
        written["id"],
        "",
        "",
        kind,
        Interval(Decimal(low), Decimal(high)),
        goalposts=_goalposts(written.get("goalposts")),
        scored=written.get("scored", True),
        inclusion_core=written.get("inclusion_core", False),
        not_applicable=NotApplicable(written.get("not_applicable", "never")),
        weight=written.get("weight", 1),
    )


def _goalposts(written):
    if written is None:
        return None
    best = written["best"]
    pair = best if isinstance(best, list) else [best, best]
    above, shift = written.get("worst_above"), written.get("log_shift")
    return Goalposts(
        Decimal(written["worst"]),
        Decimal(pair[0]),
        Decimal(pair[1]),
        None if above is None else Decimal(above),
        None if shift is None else Decimal(shift),
    )


WEIGHTS = st.sampled_from([1, 1, 1, 2, 3, 0.5, 0.1, 0.3, 7.25])
ORDERS = st.sampled_from([1, 1, 1, 1, 0, 0.5, 2, -1, -2.5])
FRACTIONS = st.sampled_from([0, 0.25, 0.5, 2 / 3, 0.65, 0.75, 0.8, 1])
LEVELS_ORDER = ("feature", "focus_area", "area", "overall")
SHAPES = [
    {"worst": "0", "best": "100"},
    {"worst": "60", "best": "100"},
    {"worst": "35.5", "best": "3.25"},
    {"worst": "5", "best": ["45", "55"], "worst_above": "95"},
    {"worst": "1", "best": "50", "log_shift": "0.5"},
    {"worst": "80", "best": "2", "log_shift": "0"},
    {"worst": "0", "best": ["10", "10"], "worst_above": "90", "log_shift": "1"},
]
BOUNDS = [["0", "100"], ["-10", "120"], ["0.1", "99.5"]]
TINY = "0.000000000000000000000000000001"


def _numbers():
    near = [
        *[
            "0",
            "0.1",
            "1",
            "2",
            "3.25",
            "5",
            "10",
            "35.5",
            "45",
            "50",
            "55",
            "60",
            "80",
            "90",
            "95",
            "99.5",
            "100",
            "120",
            "-0.5",
            "-10",
            "-0",
        ]
    ]
    near += ["100.0000000000000000000001", "59." + "9" * 40, "95." + TINY[2:], TINY, "-" + TINY]
    near += ["-0." + "4" + "9" * 30, "1" + "0" * 400]
    plain = st.integers(-1100, 13000).map(lambda n: str(Decimal(n) / 100))
    return st.one_of(plain, st.sampled_from(near))


def _levels():
    usual = ["0", "1", "2", "3", "4", "0.5", "2.5", "3.75", "-1", "4.5"]
    return st.sampled_from([*usual, "4." + "0" * 30 + "1"])


@st.composite
def indicators(draw, names):
    kind = draw(st.sampled_from(["share", "share", "rate", "number", "level", "level", "shares"]))
    written = {
        "id": f"i{next(names)}",
        "kind": kind,
        "weight": draw(WEIGHTS),
        "scored": draw(st.sampled_from([True, True, True, True, False])),
        "inclusion_core": draw(st.booleans()),
        "not_applicable": draw(st.sampled_from(["never", "with_reason", "with_reason"])),
    }
    if kind not in {"level", "shares"}:
        written |= {"bounds": draw(st.sampled_from(BOUNDS))}
        written |= {"goalposts": draw(st.sampled_from(SHAPES))} if written["scored"] else {}
    return written


@st.composite
def documents(draw, orders=ORDERS):
    """Draw a framework in which something is scored."""
    names = count(1)

    def some(make, most):
        return [make() for _ in range(draw(st.integers(1, most)))]

    def part(letter, key, make, most):
        weight = draw(WEIGHTS)
        return {"id": f"{letter}{next(names)}", "weight": weight, key: some(make, most)}

    def a_feature():
        return part("g", "indicators", lambda: draw(indicators(names)), 2)

    def a_focus_area():
        return part("f", "features", a_feature, 3)

    areas = some(lambda: part("a", "focus_areas", a_focus_area, 2), 3)
    areas[0]["focus_areas"][0]["features"][0]["indicators"].append(
        share("sure", not_applicable=draw(st.sampled_from(["never", "with_reason"])))
    )
    scoring = {
        "overall_of": draw(st.sampled_from(["focus_areas", "areas"])),
        "mean": dict.fromkeys(LEVELS_ORDER, 1),
        "coverage": {name: draw(FRACTIONS) for name in (*LEVELS_ORDER, "ranked")},
        "level_points": sorted(draw(st.lists(st.integers(0, 100), min_size=5, max_size=5))),
    }
    if draw(st.booleans()):
        scoring["mean"] = {name: draw(orders) for name in LEVELS_ORDER}
    return {"edition": "drawn", "areas": areas, "scoring": scoring}


def leaves_of(written):
    """List the indicators of a document."""
    for an_area in written["areas"]:
        for a_focus_area in an_area["focus_areas"]:
            for a_feature in a_focus_area["features"]:
                yield from a_feature["indicators"]


@st.composite
def answers(draw, written, *, eager=False):
    """Draw answers to some of the indicators; `eager` cities answer nearly all."""
    said = {}
    for indicator in leaves_of(written):
        states = ["value"] * (9 if eager else 3)
        states += ["no_data", "not_applicable", "later", "unanswered", "absent"]
        state = draw(st.sampled_from(states))
        if state == "value" and indicator["kind"] != "shares":
            text = draw(_levels() if indicator["kind"] == "level" else _numbers())
            territory = draw(st.sampled_from(["city", "city", "city", "wider", "national"]))
            said[indicator["id"]] = (text, territory)
        elif state not in {"absent", "value"}:
            said[indicator["id"]] = state
    return said


@st.composite
def cases(draw, orders=ORDERS):
    """Draw a framework and the answers of one city."""
    written = draw(documents(orders))
    return written, draw(answers(written))
