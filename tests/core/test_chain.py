"""The chain of a history: whoever changes, cuts out, swaps or adds a row is found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

from hypothesis import assume, given
from hypothesis import strategies as st

from lcassess.assessment.chain import START, Break, Fault, Head, Link, faults, follow

cells = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.uuids()
    | st.datetimes(timezones=st.just(UTC))
    | st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2)
)
rows = st.dictionaries(st.sampled_from("abcd"), cells, max_size=4)
histories = st.lists(st.tuples(st.sampled_from(["moves", "answers"]), rows), min_size=1, max_size=8)

FIRST = "167cad376c5e16558dccab26fd9ed1de9e2e4d83e82148aa0f1ac060c3b8a787"


def chained(history):
    """Give the rows of a history with their places, and the head."""
    head, links = Head(), []
    for table, row in history:
        head = follow(head, table, row)
        links.append(Link(table, row, head))
    return head, links


def weight(link):
    """What a row counts for, wherever it stands."""
    return follow(Head(), link.table, link.row)


def found(head, links):
    return list(faults(head, sorted(links, key=lambda link: link.head.number)))


@given(histories)
def test_a_history_that_nobody_touched_holds(history):
    head, links = chained(history)
    assert head.number == len(history)
    assert found(head, links) == []


def test_a_city_without_history_holds():
    assert found(Head(), []) == []
    assert Head() == (0, START)


@given(histories, st.data())
def test_a_row_with_something_else_in_it_is_found(history, data):
    head, links = chained(history)
    place = data.draw(st.integers(0, len(links) - 1))
    other = links[place]._replace(row=data.draw(rows))
    assume(weight(other) != weight(links[place]))
    links[place] = other
    assert found(head, links) == [Fault(Break.CHANGED, place + 1, place + 1)]


@given(histories, st.data())
def test_a_row_of_another_table_is_found(history, data):
    head, links = chained(history)
    place = data.draw(st.integers(0, len(links) - 1))
    links[place] = links[place]._replace(table="remarks")
    assert found(head, links) == [Fault(Break.CHANGED, place + 1, place + 1)]


@given(histories, st.data())
def test_a_row_with_a_hash_made_anew_does_not_lead_to_the_next(history, data):
    head, links = chained(history)
    place = data.draw(st.integers(0, len(links) - 1))
    before = links[place - 1].head if place else Head()
    row = links[place].row | {"z": "new"}
    links[place] = Link(links[place].table, row, follow(before, links[place].table, row))
    last = place + 1 == len(links)
    what = (Break.HEAD, place + 1) if last else (Break.CHANGED, place + 2)
    assert found(head, links) == [Fault(*what, what[1])]


@given(histories, st.data())
def test_rows_that_are_missing_are_found(history, data):
    head, links = chained(history)
    first = data.draw(st.integers(1, len(links)))
    last = data.draw(st.integers(first, len(links)))
    left = [link for link in links if not first <= link.head.number <= last]
    what = Break.CUT if last == len(links) else Break.MISSING
    assert found(head, left) == [Fault(what, first, last)]


@given(histories, st.data())
def test_two_rows_that_changed_places_are_found(history, data):
    head, links = chained(history)
    one, other = (data.draw(st.integers(0, len(links) - 1)) for _each in range(2))
    assume(weight(links[one]) != weight(links[other]))
    swapped = list(links)
    swapped[one] = links[other]._replace(head=links[one].head)
    swapped[other] = links[one]._replace(head=links[other].head)
    numbers = {fault.number for fault in found(head, swapped)}
    assert numbers == {one + 1, other + 1}


@given(histories, rows)
def test_a_row_after_the_end_is_found(history, row):
    head, links = chained(history)
    more = Link("moves", row, follow(head, "moves", row))
    number = head.number + 1
    assert found(head, [*links, more]) == [Fault(Break.BEYOND, number, number)]


@given(histories, st.data())
def test_a_second_row_of_a_number_is_found(history, data):
    head, links = chained(history)
    place = data.draw(st.integers(0, len(links) - 1))
    twice = [*links[: place + 1], links[place], *links[place + 1 :]]
    assert found(head, twice) == [Fault(Break.REPEATED, place + 1, place + 1)]


@given(histories)
def test_another_head_is_found(history):
    head, links = chained(history)
    other = head._replace(hash=START)
    assert found(other, links) == [Fault(Break.HEAD, head.number, head.number)]


@given(rows)
def test_an_empty_column_that_is_added_later_changes_no_hash(row):
    assert follow(Head(), "moves", row | {"later": None}) == follow(Head(), "moves", row)


@given(st.datetimes(), st.integers(-12, 14))
def test_a_moment_counts_as_the_moment_whatever_its_zone(naive, hours):
    assume(2 < naive.year < 9998)
    moment = naive.replace(tzinfo=UTC)
    elsewhere = moment.astimezone(timezone(timedelta(hours=hours)))
    assert follow(Head(), "t", {"at": moment}) == follow(Head(), "t", {"at": elsewhere})


def test_what_is_hashed_is_as_it_was_when_the_first_chains_were_made():
    row = {
        "id": UUID(int=7),
        "at": datetime(2026, 1, 2, 3, 4, 5, 6, UTC),
        "who": "Åsa",
        "unsure": False,
        "version": 3,
        "areas": {"2.3": "No source"},
        "reason": None,
    }
    assert follow(Head(), "moves", row) == (1, FIRST)
