"""A profile comes back from its bytes as it was, but for the rank."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lcassess.scoring.packing import pack, pack_all, unpack, unpack_all
from lcassess.scoring.profile import profiles, score
from lcassess.scoring.scores import score_sheets
from tests.core.scoring_frameworks import answers, cases, documents, framework_of, sheet_of

few = settings(max_examples=30, deadline=None)


@few
@given(cases())
def test_round_trip(case):
    written, said = case
    framework = framework_of(written)
    profile = score(framework, sheet_of(said))
    assert unpack(framework, pack(profile)) == profile
    assert unpack(framework, pack(replace(profile, rank=3))) == profile


@few
@given(st.data())
def test_many_at_once(data):
    written = data.draw(documents())
    framework = framework_of(written)
    sheets = [sheet_of(data.draw(answers(written))) for _ in range(3)]
    scores = score_sheets(framework, sheets)
    blobs = pack_all(scores)
    assert blobs == [pack(profile) for profile in profiles(scores)]
    assert profiles(unpack_all(framework, blobs)) == profiles(scores)


@few
@given(cases())
def test_columns_are_the_fields_of_a_node(case):
    written, said = case
    framework = framework_of(written)
    scores = score_sheets(framework, [sheet_of(said)])
    profile = profiles(scores)[0]
    for tier in ("areas", "focus_areas", "features"):
        rows = getattr(scores, tier)[0]
        for row, node in zip(rows, getattr(profile, tier).values(), strict=True):
            fields = [getattr(node, field) for field in node.__slots__]
            numbers = [np.nan if field is None else float(field) for field in fields]
            np.testing.assert_array_equal(row, numbers)
    assert [bool(ranked) for ranked in scores.ranked] == [profile.ranked]
    points = [leaf.points for leaf in profile.indicators.values()]
    np.testing.assert_array_equal(scores.points[0], np.array(points, dtype=float))


def test_no_blobs():
    framework = framework_of(documents_sure())
    scores = unpack_all(framework, [])
    assert (len(scores), scores.focus_areas.shape) == (0, (0, 1, 7))


def documents_sure():
    leaf = {"id": "i", "kind": "level"}
    below = [{"id": "f", "features": [{"id": "g", "indicators": [leaf]}]}]
    return {"edition": "test", "areas": [{"id": "a", "focus_areas": below}]}
