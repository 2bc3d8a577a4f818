"""What stands beside answers: folded from its history, frozen and read back; parts that merge."""

from __future__ import annotations

import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from lcassess.assessment import attached, snapshot
from lcassess.assessment.attached import Attached
from lcassess.assessment.breakdowns import FEW, GROUPS, Breakdown, few, kept, merged, typed
from lcassess.assessment.evidence import Evidence
from lcassess.assessment.explanation import Explanation
from lcassess.assessment.groups import GROUPS as REACHED
from lcassess.assessment.groups import PARTS, GroupReach, NamedIn
from lcassess.assessment.parts import merge
from lcassess.assessment.sheet import AnswerSheet
from lcassess.framework.guidance import BREAKDOWNS
from lcassess.framework.precision import canonical

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
parts = st.dictionaries(st.sampled_from("abc"), st.sampled_from("xyz"), min_size=3, max_size=3)
counts = st.integers(0, 10_000).map(Decimal)
items = st.builds(
    Evidence,
    st.sampled_from(["adult-literacy", "election-turnout"]),
    item=st.integers(1, 5),
    url=texts,
    page=texts,
    quote=texts,
    shareable=st.booleans(),
    valid_until=st.none() | st.dates(),
    removed=st.booleans(),
    number=st.integers(1, 99),
)


def breakdown(name="sex", **figures):
    """Make a breakdown of numerators and denominators by group."""
    fields = {
        f"{group.replace('_', '-')}-{part}": str(number)
        for group, pair in figures.items()
        for part, number in zip(("numerator", "denominator"), pair, strict=True)
    }
    return typed(Breakdown("adult-literacy", name), fields, "en")


@given(st.lists(items, max_size=12), st.integers(0, 99))
def test_of_each_item_the_last_row_counts_up_to_any_moment(history, until):
    found = attached.folded(history, (), (), (), until).evidence
    ordered = sorted((item for item in history if item.number <= until), key=lambda i: i.number)
    last = {item.item: item for item in ordered}
    assert {item.item: item for item in found} == {
        number: item for number, item in last.items() if not item.removed
    }


@given(
    st.lists(items, max_size=6, unique_by=lambda item: item.item),
    texts,
    st.dictionaries(st.sampled_from(PARTS), texts),
    st.lists(counts, min_size=4, max_size=4),
)
def test_what_was_frozen_is_read_back_and_freezes_the_same(found, said, reach, numbers):
    one = breakdown(women=numbers[:2], men=numbers[2:])
    whole = Attached(
        tuple(found),
        {"adult-literacy": Explanation("adult-literacy", said)},
        {("adult-literacy", "sex"): one},
        {"women": GroupReach("women", reach)},
    )
    frozen = snapshot.freeze(AnswerSheet(), {}, whole.plain())
    again = attached.thawed(snapshot.attached(frozen))
    assert again.plain() == whole.plain() == json.loads(frozen).get("attached", {})
    assert snapshot.thaw(frozen) == (AnswerSheet.of(()), {})
    assert again.breakdown("adult-literacy", "sex").cells == one.cells


def test_a_version_with_nothing_beside_freezes_as_it_always_did():
    assert snapshot.freeze(AnswerSheet(), {}, Attached().plain()) == b'{"answers":[],"texts":{}}'
    assert snapshot.attached(b'{"answers":[],"texts":{}}') == {}


@given(parts, parts, parts)
def test_parts_merge_by_the_one_rule(now, seen, meant):
    made, conflicts = merge(now, seen, meant)
    for name in "abc":
        touched = meant[name] != seen[name]
        changed = now[name] != seen[name]
        assert (name in conflicts) == (touched and changed and meant[name] != now[name])
        if made:
            assert made[name] == (meant[name] if touched else now[name])
    assert not (made and conflicts)


@given(parts)
def test_what_stands_already_is_no_change(now):
    assert merge(now, {}, now) == (None, ())


def test_a_number_typed_in_another_way_is_no_conflict():
    seen = Breakdown("adult-literacy", "sex")
    now, meant = breakdown(women=("1,000", "2000")), breakdown(women=("1000", "2 000"))
    assert merged(now, seen, meant) == (None, ())


def test_what_is_kept_means_the_same_in_every_language():
    french = typed(Breakdown("a", "sex"), {"women-numerator": "1,5"}, "fr")
    fields, understood = french.plain()["fields"], french.plain()["understood"]
    again = kept("a", "sex", fields, understood)
    assert again.cell("women").numerator.value == Decimal("1.5")
    assert typed(again, fields, "en").cells == again.cells


@given(st.lists(st.tuples(counts, counts), min_size=3, max_size=3))
def test_no_small_group_is_left_alone_among_large_ones(pairs):
    """Whoever knows the whole and the other groups could otherwise take them away from it."""
    found = breakdown(women=pairs[0], men=pairs[1], other_sex=pairs[2])
    marked = few(found)
    small = {group for group, cell in found.cells.items() if cell.smallest < FEW}
    assert small <= marked
    assert len(marked) != 1
    assert bool(marked) == bool(small)


def test_every_breakdown_that_a_framework_may_offer_has_groups():
    assert set(GROUPS) == set(BREAKDOWNS)


def test_the_groups_are_those_of_the_manifesto_and_what_followed():
    assert len(REACHED) == 11
    named = [sum(where in found for found in REACHED.values()) for where in NamedIn]
    assert named == [5, 7, 5]


@given(counts, counts)
def test_a_share_is_computed_only_of_both_numbers(above, below):
    cell = breakdown(women=(canonical(above), canonical(below))).cell("women")
    assert (cell.share(100) is None) == (not below)
    assert breakdown(women=(canonical(above), "")).cell("women").share(100) is None
