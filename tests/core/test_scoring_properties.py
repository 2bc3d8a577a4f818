"""What holds for every framework and every city."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcassess.scoring.packing import pack, pack_all
from lcassess.scoring.profile import score, score_many
from lcassess.scoring.recipe import Recipe
from lcassess.scoring.scores import BLOCK, score_sheets, score_values
from tests.core.scoring_frameworks import (
    LEVELS_ORDER,
    answers,
    cases,
    documents,
    framework_of,
    sheet_of,
)

few = settings(max_examples=30, deadline=None)


def nodes(profile):
    """Name all nodes of a profile, those of the inclusion core too."""
    found = {"overall": profile.overall}
    for tier in ("areas", "focus_areas", "features"):
        found |= {f"{tier} {name}": node for name, node in getattr(profile, tier).items()}
    if profile.inclusion:
        found |= {"core": profile.inclusion.overall}
        core = profile.inclusion.focus_areas
        found |= {f"core {name}": node for name, node in core.items()}
    return found


@few
@given(cases(), st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)))
def test_raising_an_answer_never_lowers_a_score(case, hundredths):
    written, said = case
    framework = framework_of(written)
    low, high = (str(Decimal(number) / 100) for number in sorted(hundredths))
    before = score(framework, sheet_of(said | {"sure": low}))
    after = nodes(score(framework, sheet_of(said | {"sure": high})))
    for place, node in nodes(before).items():
        for field in ("score", "lower_bound", "upper_bound"):
            worse, better = getattr(node, field), getattr(after[place], field)
            assert (worse is None and better is None) or worse <= better + 1e-9


@few
@given(cases())
def test_scores_stay_on_their_scales(case):
    written, said = case
    profile = score(framework_of(written), sheet_of(said))
    for node in nodes(profile).values():
        assert 0 <= node.na_share <= 1
        if node.coverage is None:
            assert (node.score, node.lower_bound, node.upper_bound) == (None, None, None)
            continue
        assert 0 <= node.coverage <= 1
        assert 0 <= node.lower_bound <= node.upper_bound <= 100
        if node.score is not None:
            assert node.lower_bound - 1e-9 <= node.score <= node.upper_bound + 1e-9
            assert 0 <= node.self_rated <= 1


@few
@given(cases())
def test_mean_lies_between_its_parts(case):
    written, said = case
    profile = score(framework_of(written), sheet_of(said))
    for an_area in written["areas"]:
        inside = [profile.focus_areas.get(f["id"]) for f in an_area["focus_areas"]]
        scores = [node.score for node in inside if node and node.score is not None]
        if scores:
            floor = 1 if written["scoring"]["mean"]["area"] <= 0 else 0
            lowest, highest = (max(floor, end(scores)) for end in (min, max))
            assert lowest <= profile.areas[an_area["id"]].score <= highest


@few
@given(cases())
def test_contributions_add_up_to_the_score(case):
    written, said = case
    profile = score(framework_of(written), sheet_of(said))
    contributions = [leaf.contribution for leaf in profile.indicators.values()]
    if any(order != 1 for order in written["scoring"]["mean"].values()):
        assert set(contributions) == {None}
    elif profile.overall.score is not None:
        total = sum(contribution or 0 for contribution in contributions)
        assert total == pytest.approx(profile.overall.score, abs=1e-9)


@few
@given(documents())
def test_planned_weights_add_up_to_one(written):
    profile = score(framework_of(written), sheet_of({}))
    assert sum(leaf.weight for leaf in profile.indicators.values()) == pytest.approx(1, abs=1e-12)


@few
@given(cases())
def test_bounds_of_a_plain_mean_lie_as_far_apart_as_coverage_is_short(case):
    written, said = case
    written["scoring"]["mean"] = dict.fromkeys(LEVELS_ORDER, 1)
    node = score(framework_of(written), sheet_of(said)).overall
    if node.coverage is not None:
        distance = 100 * (1 - node.coverage)
        assert node.upper_bound - node.lower_bound == pytest.approx(distance, abs=1e-9)


@few
@given(st.data())
def test_order_and_company_of_cities_change_nothing(data):
    written = data.draw(documents())
    framework = framework_of(written)
    sheets = [sheet_of(data.draw(answers(written))) for _ in range(4)]
    alone = [pack(score(framework, sheet)) for sheet in sheets]
    together = [pack(profile) for profile in score_many(framework, sheets)]
    backwards = [pack(profile) for profile in score_many(framework, sheets[::-1])]
    assert alone == together == backwards[::-1]


@settings(max_examples=8, deadline=None)
@given(documents(), st.integers(0, 2**32 - 1))
def test_a_city_is_the_same_to_the_last_bit_among_thousands(written, seed):
    framework = framework_of(written)
    draw = np.random.default_rng(seed)
    shape = (2 * BLOCK + 3, len(Recipe.of(framework).indicators))
    values = np.where(draw.random(shape) < 0.2, np.nan, draw.uniform(-5, 110, shape))
    excused = draw.random(shape) < 0.1
    together = pack_all(score_values(framework, values, excused))
    again = pack_all(score_values(framework, values[::-1], excused[::-1]))
    assert again[::-1] == together
    for city in (0, 1, BLOCK - 1, BLOCK, 2 * BLOCK, 2 * BLOCK + 2):
        row = slice(city, city + 1)
        assert pack_all(score_values(framework, values[row], excused[row])) == [together[city]]


@few
@given(cases(), st.sampled_from([0.125, 1 / 3, 3, 1000]))
def test_scale_of_weights_does_not_matter(case, factor):
    written, said = case
    scaled = deepcopy(written)
    for an_area in scaled["areas"]:
        for a_focus_area in an_area["focus_areas"]:
            a_focus_area["weight"] *= factor
            for a_feature in a_focus_area["features"]:
                for leaf in a_feature["indicators"]:
                    leaf["weight"] *= factor
    before = score(framework_of(written), sheet_of(said))
    after = score(framework_of(scaled), sheet_of(said))
    scaled_nodes = nodes(after)
    for place, node in nodes(before).items():
        assert scaled_nodes[place].score == pytest.approx(node.score, abs=1e-9)
        assert scaled_nodes[place].coverage == pytest.approx(node.coverage, abs=1e-9)


@few
@given(cases(), st.sampled_from(LEVELS_ORDER), st.sampled_from([-1e-9, 1e-9]))
def test_an_order_near_one_is_nearly_arithmetic(case, level, step):
    written, said = case
    written["scoring"]["mean"] = dict.fromkeys(LEVELS_ORDER, 1)
    plain = score(framework_of(written), sheet_of(said)).overall.score
    written["scoring"]["mean"][level] = 1 + step
    near = score(framework_of(written), sheet_of(said)).overall.score
    assert near == pytest.approx(plain, abs=1e-5)


@pytest.mark.parametrize("order", [-300, -1e-7, 1e-7, 300])
def test_far_and_near_orders_keep_their_digits(order):
    written = {
        "edition": "test",
        "areas": [
            part("a", "focus_areas", [part("f", "features", [part("g", "indicators", two())])])
        ],
        "scoring": {"mean": {"feature": order}},
    }
    found = score(framework_of(written), sheet_of({"low": "5", "high": "80"})).overall.score
    near = {-300: 5 * 2 ** (1 / 300), -1e-7: 20, 1e-7: 20, 300: 80 * 2 ** (-1 / 300)}
    assert found == pytest.approx(near[order], rel=1e-6)


def part(name, key, below):
    return {"id": name, key: below}


def two():
    goalposts = {"worst": "0", "best": "100"}
    return [{"id": name, "kind": "share", "goalposts": goalposts} for name in ("low", "high")]


@few
@given(st.data())
def test_missing_answers_count_as_missing_whatever_their_state(data):
    written, said = data.draw(cases())
    framework = framework_of(written)
    blank = {"no_data", "later", "unanswered"}
    other = {name: "no_data" if text in blank else text for name, text in said.items()}
    assert score(framework, sheet_of(said)) == score(framework, sheet_of(other))


@few
@given(cases())
def test_scores_do_not_need_the_sheet_in_any_order(case):
    written, said = case
    framework = framework_of(written)
    backwards = dict(reversed(said.items()))
    assert score(framework, sheet_of(said)) == score(framework, sheet_of(backwards))


@few
@given(st.data())
def test_rank_changes_only_with_the_company(data):
    written = data.draw(documents())
    written["scoring"]["coverage"] = dict.fromkeys([*LEVELS_ORDER, "ranked"], 0)
    framework = framework_of(written)
    sheets = [sheet_of({"sure": str(n)} | data.draw(answers(written))) for n in range(12)]
    profiles = score_many(framework, sheets)
    assert [replace(p, rank=None) for p in profiles] == [score(framework, s) for s in sheets]
    order = data.draw(st.permutations(range(12)))
    mixed = score_sheets(framework, [sheets[n] for n in order]).ranks()
    assert [profiles[n].rank for n in order] == mixed
