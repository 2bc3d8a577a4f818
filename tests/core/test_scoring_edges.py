"""The table of decided cases of the method, row by row, and publication on its edges."""

from __future__ import annotations

import pytest

from lcassess.scoring.profile import Capped, score, score_many
from tests.core.scoring_frameworks import (
    area,
    document,
    feature,
    focus_area,
    framework_of,
    level,
    share,
    sheet_of,
)

LENIENT = {"not_applicable": "with_reason"}


def flat(*leaves, **scoring):
    """Make a framework of one focus area with one feature."""
    return framework_of(document(area("a", focus_area("f", feature("g", *leaves))), **scoring))


def spokes(count, **scoring):
    """Make a framework of focus areas with one indicator each, i0, i1, ..."""
    focus_areas = [
        focus_area(f"f{n}", feature(f"g{n}", share(f"i{n}", **LENIENT))) for n in range(count)
    ]
    return framework_of(document(area("a", *focus_areas), **scoring))


def test_zero_is_a_value():
    profile = score(flat(share("i")), sheet_of({"i": "0"}))
    assert (profile.overall.score, profile.overall.coverage) == (0, 1)


def test_beyond_a_goalpost_is_clipped_and_flagged():
    posts = {"worst": "20", "best": "80"}
    profile = score(flat(share("i", goalposts=posts)), sheet_of({"i": "90"}))
    assert profile.overall.score == 100
    assert profile.indicators["i"].capped is Capped.HIGH


@pytest.mark.parametrize(("order", "lowest"), [(1, 0), (0.5, 0), (0, 1), (-1, 1)])
def test_nothing_answered(order, lowest):
    profile = score(flat(share("i"), mean={"focus_area": order}), sheet_of({}))
    node = profile.overall
    assert (node.score, node.coverage, node.published) == (None, 0, False)
    assert (node.lower_bound, node.upper_bound) == (lowest, 100)
    assert (node.na_share, node.self_rated) == (0, None)
    assert (profile.ranked, profile.rank) == (False, None)


def test_everything_not_applicable():
    profile = score(spokes(2), sheet_of({"i0": "not_applicable", "i1": "60"}))
    gone = profile.focus_areas["f0"]
    assert (gone.score, gone.coverage, gone.lower_bound, gone.upper_bound) == (None,) * 4
    assert (gone.published, gone.na_share, gone.self_rated) == (False, 1, None)
    assert (profile.overall.score, profile.overall.coverage) == (60, 1)
    assert profile.overall.na_share == 0.5
    assert profile.overall.published
    assert profile.ranked


def test_a_city_to_which_nothing_applies():
    said = {"i0": "not_applicable", "i1": "not_applicable"}
    profile = score(spokes(2), sheet_of(said))
    assert (profile.overall.score, profile.overall.coverage, profile.overall.na_share) == (
        *(None, None),
        1,
    )
    assert (profile.overall.published, profile.ranked) == (False, False)


def test_one_city_has_scores_and_no_rank():
    profile = score(spokes(2), sheet_of({"i0": "40", "i1": "60"}))
    assert (profile.overall.score, profile.ranked, profile.rank) == (50, True, None)


def test_ties_share_the_best_rank():
    values = [90, 80, 80, 70, 60, 50, 40, 30, 20, 10]
    profiles = score_many(spokes(1), [sheet_of({"i0": str(v)}) for v in values])
    assert [p.rank for p in profiles] == [1, 2, 2, 4, 5, 6, 7, 8, 9, 10]


def test_ranks_compare_scores_at_six_decimals():
    values = ["50.0000001", "50.0000004", "50.0000006", *(str(n) for n in range(7))]
    profiles = score_many(spokes(1), [sheet_of({"i0": v}) for v in values])
    assert [p.rank for p in profiles[:3]] == [2, 2, 1]


def test_half_goes_to_the_even_neighbour():
    values = ["12.5078125", "12.507812", "12.507813", *(str(n) for n in range(7))]
    framework = spokes(1)
    profiles = score_many(framework, [sheet_of({"i0": v}) for v in values])
    assert profiles[0].overall.score == 12.5078125
    assert [p.rank for p in profiles[:3]] == [2, 2, 1]


@pytest.mark.parametrize(("cities", "rank"), [(9, None), (10, 1)])
def test_identical_cities_are_all_first_of_ten_and_unranked_below(cities, rank):
    profiles = score_many(spokes(1), [sheet_of({"i0": "33.3"})] * cities)
    assert {p.rank for p in profiles} == {rank}


def test_cities_that_are_not_ranked_take_no_place():
    framework = spokes(2)
    full = [sheet_of({"i0": str(n), "i1": str(n)}) for n in range(10)]
    profiles = score_many(framework, [sheet_of({"i0": "99"}), *full])
    assert [p.rank for p in profiles] == [None, *range(10, 0, -1)]


def test_zero_under_a_geometric_mean_counts_one_point_and_shows_zero():
    profile = score(
        flat(share("i"), share("j"), mean={"feature": 0}), sheet_of({"i": "0", "j": "100"})
    )
    assert profile.overall.score == pytest.approx(10, abs=1e-12)
    assert profile.indicators["i"].points == 0
    assert profile.indicators["i"].contribution is None


def test_bounds_under_a_geometric_mean_hold_the_floor_too():
    profile = score(flat(share("i"), share("j"), mean={"feature": 0}), sheet_of({"j": "100"}))
    assert profile.overall.lower_bound == pytest.approx(10, abs=1e-12)
    assert profile.overall.upper_bound == 100


def test_nodes_without_scored_indicators_do_not_exist():
    shown = focus_area("shown", feature("h", share("x", scored=False)))
    parts = focus_area("parts", feature("p", {"id": "y", "kind": "shares"}))
    kept = focus_area("kept", feature("g", share("i"), share("z", weight=9, scored=False)))
    written = document(area("a", shown, kept), area("b", parts))
    profile = score(framework_of(written), sheet_of({"i": "40", "x": "1"}))
    assert [*profile.areas] == ["a"]
    assert [*profile.focus_areas] == ["kept"]
    assert [*profile.features] == ["g"]
    assert {name: leaf.weight for name, leaf in profile.indicators.items()} == {"i": 1}
    assert profile.overall.published


@pytest.mark.parametrize(
    ("answered", "published"),
    [(1, False), (2, True), (3, True)],
)
def test_a_focus_area_needs_two_features(answered, published):
    features = [feature(f"g{n}", share(f"i{n}"), weight=8 - 3 * n) for n in range(3)]
    written = document(area("a", focus_area("f", *features)))
    said = {f"i{n}": "50" for n in range(answered)}
    node = score(framework_of(written), sheet_of(said)).focus_areas["f"]
    assert node.coverage > 0.5
    assert node.published is published


def test_one_feature_is_enough_where_only_one_applies():
    features = [feature(f"g{n}", share(f"i{n}", **LENIENT)) for n in range(3)]
    framework = framework_of(document(area("a", focus_area("f", *features))))
    said = {"i0": "50", "i1": "not_applicable", "i2": "not_applicable"}
    assert score(framework, sheet_of(said)).focus_areas["f"].published
    assert not score(framework, sheet_of(said | {"i2": "no_data"})).focus_areas["f"].published


@pytest.mark.parametrize("overall_of", ["focus_areas", "areas"])
def test_the_overall_needs_every_area(overall_of):
    areas = [
        area(f"a{n}", focus_area(f"f{n}", feature(f"g{n}", share(f"i{n}", **LENIENT), weight=1)))
        for n in range(4)
    ]
    framework = framework_of(document(*areas, overall_of=overall_of))
    said = {"i0": "50", "i1": "50", "i2": "50"}
    part = score(framework, sheet_of(said)).overall
    assert (part.coverage, part.published) == (0.75, False)
    whole = score(framework, sheet_of(said | {"i3": "not_applicable"}))
    assert (whole.overall.coverage, whole.overall.published) == (1, True)


def test_to_reach_a_threshold_forgives_the_rounding_of_sums():
    leaves = [share(f"i{n}", weight=w) for n, w in enumerate([0.1, 0.2, 0.35, 0.35])]
    framework = flat(*leaves, coverage={"feature": 0.65, "area": 0.65})
    node = score(framework, sheet_of({"i0": "1", "i1": "2", "i2": "3"})).overall
    assert node.published
    short = flat(*leaves, coverage={"area": 0.65 + 1e-8})
    assert not score(short, sheet_of({"i0": "1", "i1": "2", "i2": "3"})).areas["a"].published


def test_ranked_needs_more_than_published():
    leaves = [share(f"i{n}") for n in range(4)]
    said = {f"i{n}": "50" for n in range(3)}
    profile = score(flat(*leaves), sheet_of(said))
    assert (profile.overall.published, profile.ranked) == (True, False)
    assert score(flat(*leaves, coverage={"ranked": 0.75}), sheet_of(said)).ranked


def test_ranked_needs_published_even_with_all_answers():
    framework = flat(share("i"), coverage={"overall": 1, "ranked": 0})
    assert not score(framework, sheet_of({})).ranked


def test_national_figures_are_not_scored():
    profile = score(
        flat(share("i"), share("j")), sheet_of({"i": ("90", "national"), "j": ("10", "wider")})
    )
    assert (profile.overall.score, profile.overall.coverage) == (10, 0.5)


def test_self_rated_is_the_share_of_levels_in_what_was_scored():
    framework = flat(share("i"), level("k", weight=3), level("m", weight=4))
    profile = score(framework, sheet_of({"i": "50", "k": "2"}))
    assert profile.overall.self_rated == 0.75


def test_overall_of_areas_shares_by_area():
    written = [
        area(
            "a",
            focus_area("f", feature("g", share("i"))),
            focus_area("h", feature("k", share("j"))),
        ),
        area("b", focus_area("m", feature("n", share("o")), weight=5)),
    ]
    said = sheet_of({"i": "0", "j": "30", "o": "90"})
    by_area = score(framework_of(document(*written, overall_of="areas")), said)
    assert by_area.overall.score == pytest.approx((15 + 90) / 2)
    assert by_area.indicators["i"].weight == 0.25
    by_focus_area = score(framework_of(document(*written)), said)
    assert by_focus_area.overall.score == pytest.approx((0 + 30 + 5 * 90) / 7)
    assert by_focus_area.indicators["o"].weight == pytest.approx(5 / 7)


def test_areas_weigh_nothing_under_the_mean_of_focus_areas():
    def weighted(weight):
        areas = [
            area("a", focus_area("f", feature("g", share("i"))), weight=weight),
            area("b", focus_area("h", feature("k", share("j")))),
        ]
        return score(framework_of(document(*areas)), sheet_of({"i": "10", "j": "70"})).overall

    assert weighted(1) == weighted(9)


def test_inclusion_is_scored_on_the_cut_down_framework():
    core = {"inclusion_core": True}
    written = document(
        area("a", focus_area("f", feature("g", share("i", **core), share("j", weight=5)))),
        area("b", focus_area("h", feature("k", share("m")))),
    )
    profile = score(framework_of(written), sheet_of({"i": "80", "j": "20"}))
    assert [*profile.inclusion.focus_areas] == ["f"]
    assert (profile.inclusion.overall.score, profile.inclusion.overall.coverage) == (80, 1)
    assert profile.inclusion.overall.published
    assert not profile.overall.published


def test_inclusion_needs_every_cut_down_area():
    core = {"inclusion_core": True}
    areas = [
        area(f"a{n}", focus_area(f"f{n}", feature(f"g{n}", share(f"i{n}", **core), share(f"j{n}"))))
        for n in range(4)
    ]
    said = {f"i{n}": "50" for n in range(3)} | {f"j{n}": "50" for n in range(4)}
    profile = score(framework_of(document(*areas)), sheet_of(said))
    assert profile.inclusion.overall.coverage == 0.75
    assert not profile.inclusion.overall.published


def test_no_inclusion_where_nothing_of_the_core_is_scored():
    framework = flat(share("i"), share("x", scored=False, inclusion_core=True))
    assert score(framework, sheet_of({"i": "1"})).inclusion is None


def test_inclusion_without_answers_is_there_and_empty():
    framework = flat(share("i", inclusion_core=True), share("j"))
    node = score(framework, sheet_of({"j": "1"})).inclusion.overall
    assert (node.score, node.coverage) == (None, 0)
