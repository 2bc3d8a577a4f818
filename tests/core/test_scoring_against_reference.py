"""The engine gives what the slow reference reads in the text of the method."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from lcassess.framework.catalogue import load, shown
from lcassess.scoring.document import city_document, scores_document
from lcassess.scoring.profile import score, score_many
from tests.core import slow_scoring
from tests.core.scoring_frameworks import answers, cases, documents, framework_of, sheet_of

TOLERANCE = 1e-9


def differences(found, expected, where="city"):
    if isinstance(expected, dict):
        if not isinstance(found, dict) or list(found) != list(expected):
            return [f"{where}: keys {found} for {expected}"]
        return [
            line
            for key in expected
            for line in differences(found[key], expected[key], f"{where}.{key}")
        ]
    if isinstance(expected, float) and isinstance(found, float):
        near = abs(found - expected) <= TOLERANCE
        return [] if near else [f"{where}: {found!r} for {expected!r}"]
    same = found == expected and isinstance(found, type(expected))
    return [] if same else [f"{where}: {found!r} for {expected!r}"]


@settings(max_examples=60, deadline=None)
@given(cases())
def test_one_city(case):
    written, said = case
    found = city_document(score(framework_of(written), sheet_of(said)))
    assert differences(found, slow_scoring.city(written, said)) == []


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_ranks_of_many_cities(data):
    written = data.draw(documents())
    written["scoring"]["coverage"] = dict.fromkeys(written["scoring"]["coverage"], 0.25)
    said = data.draw(st.lists(answers(written, eager=True), min_size=8, max_size=24))
    profiles = score_many(framework_of(written), [sheet_of(one) for one in said])
    named = {str(n): profile for n, profile in enumerate(profiles)}
    found = scores_document("drawn", named)["cities"]
    overall = {name: node["overall"] for name, node in found.items()}
    expected = slow_scoring.ranks({n: (o["score"], o["ranked"]) for n, o in overall.items()})
    assert {name: node["rank"] for name, node in overall.items()} == expected


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_the_shipped_edition(data):
    written = shown("2026")
    said = data.draw(answers(written, eager=True))
    found = city_document(score(load("2026"), sheet_of(said)))
    assert differences(found, slow_scoring.city(written, said)) == []


@settings(max_examples=10, deadline=None)
@given(cases())
def test_without_ranks_only_the_place_is_missing(case):
    written, said = case
    profile = score(framework_of(written), sheet_of(said))
    full, bare = city_document(profile), city_document(profile, ranks=False)
    assert full["overall"] == bare["overall"] | {"ranked": profile.ranked, "rank": None}
    assert "ranked" not in bare["overall"]
    assert full | {"overall": None} == bare | {"overall": None}
