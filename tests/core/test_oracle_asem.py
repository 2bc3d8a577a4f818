"""The engine reproduces COINr 1.1.14 on its ASEM data: normalisation, aggregation, weights, ranks.

COINr's thresholds count direct children, ours count weights: here a node that COINr leaves out has
its answers taken away before the engine sees them.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lcassess.scoring.profile import profile_at
from lcassess.scoring.ranks import ranks
from lcassess.scoring.recipe import Recipe
from lcassess.scoring.scores import score_values
from tests.core.scoring_frameworks import area, document, feature, focus_area, framework_of

FOLDER = Path(__file__).parents[2] / "../shared/oracle/asem"
TOLERANCE = 1e-9
WIDE = ["-999999999999999", "999999999999999"]

pytestmark = pytest.mark.skipif(
    not FOLDER.exists(), reason="the oracle (../shared/oracle/asem) is not beside the project"
)


def rows_of(name):
    with (FOLDER / f"{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return sorted(rows, key=lambda row: row.get("uCode", ""))  # the files differ in their order


def matrix(rows, columns):
    return np.array([[float(row[c]) if row[c] else np.nan for c in columns] for row in rows])


def tree(weights, orders, goalposts):
    """Make the framework of ASEM: index, sub-indexes as areas, pillars as focus areas."""
    meta = rows_of("meta")

    def below(parent):
        return [row for row in meta if row["Parent"] == parent]

    def weight(row):
        return float(row["Weight2"]) if weights == "weight2" else 1

    def leaf(row):
        known = {"id": row["iCode"], "kind": "number", "bounds": WIDE, "weight": weight(row)}
        return known | {"goalposts": goalposts(row)}

    def pillar(row):
        inside = feature("of-" + row["iCode"], *map(leaf, below(row["iCode"])))
        return focus_area(row["iCode"], inside, weight=weight(row))

    def sub_index(row):
        return area(row["iCode"], *map(pillar, below(row["iCode"])), weight=weight(row))

    mean = dict(zip(("feature", "focus_area", "area", "overall"), orders, strict=True))
    written = document(*map(sub_index, below("Index")), overall_of="areas", mean=mean)
    return framework_of(written)


def to_goalposts(row):
    ends = [row["goalpost_lower"], row["goalpost_upper"]]
    worst, best = ends if row["Direction"] == "1" else reversed(ends)
    return {"worst": worst, "best": best}


def as_they_are(_row):
    return {"worst": "0", "best": "100"}


def scored(framework, values):
    return score_values(framework, values, np.zeros(values.shape, dtype=bool))


def leaf_names(framework):
    return [indicator.id for indicator in Recipe.of(framework).indicators]


@pytest.mark.parametrize("sample", ["", "_sparse"])
def test_points_on_goalposts(sample):
    framework = tree("equalw", [1, 1, 1, 1], to_goalposts)
    names = leaf_names(framework)
    found = scored(framework, matrix(rows_of(f"indicators{sample}"), names)).points
    expected = matrix(rows_of(f"norm_goalposts_0_100{sample}"), names)
    np.testing.assert_allclose(found, expected, rtol=0, atol=TOLERANCE)


def minmax(sample, low):
    names = leaf_names(tree("equalw", [1, 1, 1, 1], as_they_are))
    return low + (100 - low) / 100 * matrix(rows_of(f"norm_minmax_0_100{sample}"), names)


def goalposts(sample):
    framework = tree("equalw", [1, 1, 1, 1], to_goalposts)
    return scored(framework, matrix(rows_of(f"indicators{sample}"), leaf_names(framework))).points


@pytest.mark.parametrize(
    ("name", "points", "orders"),
    [
        ("goalposts_amean_equalw", lambda: goalposts(""), [1, 1, 1, 1]),
        ("goalposts_amean_weight2", lambda: goalposts(""), [1, 1, 1, 1]),
        ("minmax0_amean_equalw", lambda: minmax("", 0), [1, 1, 1, 1]),
        ("minmax0_amean_weight2", lambda: minmax("", 0), [1, 1, 1, 1]),
        ("minmax1_gmean_equalw", lambda: minmax("", 1), [0, 0, 0, 0]),
        ("minmax1_gmean_weight2", lambda: minmax("", 1), [0, 0, 0, 0]),
        ("minmax1_hmean_weight2", lambda: minmax("", 1), [-1, -1, -1, -1]),
        ("minmax1_amean_gmean_gmean_weight2", lambda: minmax("", 1), [1, 1, 0, 0]),
    ],
)
def test_complete_data(name, points, orders):
    check(f"agg_{name}", tree(name.rsplit("_", 1)[1], orders, as_they_are), points())


@pytest.mark.parametrize(
    ("name", "points", "orders", "thresholds"),
    [
        ("goalposts_amean_equalw_thresh050", lambda: goalposts("_sparse"), [1] * 4, [0.5] * 3),
        ("minmax0_amean_weight2_nothresh", lambda: minmax("_sparse", 0), [1] * 4, [0] * 3),
        ("minmax0_amean_weight2_thresh050", lambda: minmax("_sparse", 0), [1] * 4, [0.5] * 3),
        ("minmax0_amean_weight2_thresh075", lambda: minmax("_sparse", 0), [1] * 4, [0.75] * 3),
        (
            "minmax0_amean_weight2_thresh_050_066_100",
            lambda: minmax("_sparse", 0),
            [1] * 4,
            [0.5, 0.66, 1],
        ),
        ("minmax1_gmean_weight2_thresh050", lambda: minmax("_sparse", 1), [0] * 4, [0.5] * 3),
    ],
)
def test_sparse_data(name, points, orders, thresholds):
    weights = "equalw" if "equalw" in name else "weight2"
    framework = tree(weights, orders, as_they_are)
    check(f"agg_sparse_{name}", framework, points(), thresholds)


def check(name, framework, points, thresholds=(0, 0, 0)):
    """Compare scores and ranks; nodes below COINr's thresholds are blank on both sides."""
    recipe, rows = Recipe.of(framework), rows_of(name)
    pillars, kept = stages(recipe, points, thresholds)
    scores = {
        "focus_areas": scored(framework, pillars[0]).focus_areas[:, :, 0],
        "areas": scored(framework, pillars[1]).areas[:, :, 0],
        "overall": scored(framework, kept).overall[:, :1],
    }
    named = {"focus_areas": recipe.focus_areas, "areas": recipe.areas}
    for tier, found in scores.items():
        ids = [part.id for part in named[tier]] if tier in named else ["Index"]
        np.testing.assert_allclose(found, matrix(rows, ids), rtol=0, atol=TOLERANCE, err_msg=tier)
        for column, part in zip(found.T, ids, strict=True):
            placed = ranks(column, ~np.isnan(column), replace(recipe, fewest_ranked=1))
            assert placed == [int(row[f"rank_{part}"] or 0) or None for row in rows]


def stages(recipe, points, thresholds):
    """Blank what COINr leaves out at each of its three steps, by count of direct children."""
    to_pillar, to_sub_index, to_index = thresholds
    pillar_of = np.array([p for p, f in enumerate(recipe.focus_areas) for _ in leaves(f)])
    area_of = np.array([a for a, part in enumerate(recipe.areas) for _ in part.focus_areas])
    first = without(points, pillar_of, present(points, pillar_of) >= to_pillar)
    there = np.where(any_left(first, pillar_of), 1.0, np.nan)
    reached = present(there, area_of) >= to_sub_index
    second = without(first, area_of[pillar_of], reached)
    there = np.where(any_left(second, area_of[pillar_of]), 1.0, np.nan)
    whole = present(there, np.zeros(len(recipe.areas), dtype=int)) >= to_index
    return (first, second), without(second, np.zeros_like(pillar_of), whole)


def leaves(part):
    return [indicator for inside in part.features for indicator in inside.indicators]


def present(values, group):
    return np.array(
        [(~np.isnan(values[:, group == g])).mean(axis=1) for g in range(max(group) + 1)]
    ).T


def any_left(values, group):
    return present(values, group) > 0


def without(values, group, reached):
    return np.where(reached[:, group], values, np.nan)


def test_effective_weights():
    framework = tree("weight2", [1, 1, 1, 1], as_they_are)
    profile = profile_at(scored(framework, np.full((1, 49), 50.0)), 0)
    expected = {
        row["iCode"]: float(row["EffWeight"])
        for row in rows_of("effective_weights_weight2")
        if row["Level"] == "1"
    }
    found = {name: leaf.weight for name, leaf in profile.indicators.items()}
    assert found == pytest.approx(expected, abs=1e-12)
