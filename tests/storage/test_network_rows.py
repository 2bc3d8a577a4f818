"""Reports, what was handed in, and the whole network of a round."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lcassess.assessment.chain import Head
from lcassess.assessment.status import Move, Status
from lcassess.storage import assessments, network, scores
from lcassess.storage.tables import MoveRow
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW

pytestmark = both_databases
LATER = NOW + timedelta(days=1)


@pytest.fixture
def found(session):
    return factories.round_(session)


def report(session, found, name, **columns):
    return factories.report(session, factories.city(session, name=name, **columns), found)


def hand_in(session, sent, snapshot=b"frozen", actor=None, name=""):
    assessments.hand_in(
        session,
        sent.id,
        actor,
        NOW,
        recipe="c" * 64,
        fingerprint="f" * 64,
        snapshot=snapshot,
        head=Head(),
        name=name,
    )
    scores.set_profile(session, sent.id, b"profile " + snapshot, "recipe")
    session.commit()


def test_a_city_has_one_report_in_a_round(session, found):
    one = report(session, found, "One")
    with pytest.raises(IntegrityError):
        factories.report(session, one.city, found)


def test_a_report_is_found_with_its_city_and_round(session, found):
    one = report(session, found, "One", own_name="Jedna", country="SK", fictional=True)
    again = assessments.find(session, one.id)
    assert (again, again.round) == (one, found)
    assert (again.city.own_name, again.city.country, again.city.fictional) == ("Jedna", "SK", True)
    assert assessments.find(session, one.id, lock=True) == one


def test_a_city_lists_the_round_that_closes_last_first(session, found):
    one = report(session, found, "One")
    later = factories.round_(session, closes_at=NOW + timedelta(days=99))
    factories.report(session, one.city, later)
    factories.report(session, in_=later)
    listed = assessments.of_cities(session, [one.city.id])
    assert [r.round.slug for r in listed] == [later.slug, found.slug]
    assert assessments.of_cities(session, []) == []


def test_the_round_before_is_the_last_one_in_which_the_city_handed_in(session, found):
    one = report(session, found, "One")
    assert assessments.before(session, one) is None
    for days in (200, 400, 800):
        earlier = factories.round_(session, closes_at=NOW - timedelta(days=days))
        before = factories.report(session, one.city, earlier)
        if days > 200:
            hand_in(session, before)
    last = assessments.before(session, assessments.find(session, one.id))
    assert last.round.closes_at == NOW - timedelta(days=400)
    assert assessments.before(session, last).round.closes_at == NOW - timedelta(days=800)


def test_a_move_changes_the_state_and_is_written_down(session, found):
    one = report(session, found, "One")
    actor = factories.coordinator(session, one.city)
    assessments.move(session, one, Move.SUBMIT, Status.SUBMITTED, actor, NOW)
    sent = assessments.find(session, one.id)
    assessments.move(session, sent, Move.OPEN, Status.IN_REVIEW, None, NOW)
    opened = assessments.find(session, one.id)
    assessments.move(session, opened, Move.RETURN, Status.RETURNED, None, NOW, "see 2.3")
    returned = assessments.find(session, one.id)
    assert (returned.status, returned.was_returned) == (Status.RETURNED, True)
    rows = session.scalars(select(MoveRow).order_by(MoveRow.id)).all()
    assert [(r.move, r.from_status, r.to_status) for r in rows] == [
        ("submit", "draft", "submitted"),
        ("open", "submitted", "in_review"),
        ("return", "in_review", "returned"),
    ]
    assert [(r.person_id, r.person_name) for r in rows[:2]] == [
        (actor.person_id, actor.name),
        (None, ""),
    ]
    assert rows[2].reason == "see 2.3"


def test_versions_are_numbered_and_the_last_that_was_not_taken_back_counts(session, found):
    one = report(session, found, "One")
    assert assessments.last_submission(session, one.id) is None
    hand_in(session, one, b"first", name="Ana")
    hand_in(session, one, b"second")
    last = assessments.last_submission(session, one.id)
    assert (last.number, last.snapshot) == (2, b"second")
    assessments.take_back(session, one.id, LATER)
    last = assessments.last_submission(session, one.id)
    assert (last.number, last.snapshot, last.person_name) == (1, b"first", "Ana")
    assessments.take_back(session, one.id, LATER)
    assert assessments.last_submission(session, one.id) is None
    assessments.take_back(session, one.id, LATER)
    hand_in(session, one, b"third")
    assert assessments.last_submission(session, one.id).number == 3


def test_the_last_versions_of_many_are_those_of_each(session, found):
    one, two, three = (report(session, found, name) for name in ("One", "Two", "Three"))
    hand_in(session, one, b"one, first")
    hand_in(session, one, b"one, second")
    hand_in(session, two, b"two")
    assessments.take_back(session, two.id, LATER)
    last = assessments.last_submissions(session, [one.id, two.id, three.id])
    assert {key: row.snapshot for key, row in last.items()} == {one.id: b"one, second"}
    assert last[one.id] == assessments.last_submission(session, one.id)


def test_the_network_lists_every_city_by_name_a_part_at_a_time(session, found):
    for name in ("Oslo", "Almada", "Fez"):
        report(session, found, name)
    factories.report(session)
    assert [row.name for row in network.standing(session, found.id)] == ["Almada", "Fez", "Oslo"]
    assert [row.name for row in network.standing(session, found.id, 1, 1)] == ["Fez"]
    assert network.standing(session, found.id, 3, 1) == []


def test_cities_are_counted_by_state(session, found):
    one, _two, three = (report(session, found, name) for name in ("One", "Two", "Three"))
    assessments.move(session, one, Move.SUBMIT, Status.SUBMITTED, None, NOW)
    factories.report(session)
    assert network.states(session, found.id) == {"draft": 2, "submitted": 1}
    assessments.move(session, three, Move.SUBMIT, Status.SUBMITTED, None, NOW)
    assert network.states(session, found.id) == {"draft": 1, "submitted": 2}
    assert network.states(session, found.id + 99) == {}


def test_only_what_was_handed_in_is_compared_in_its_last_version(session, found):
    one, two, three = (report(session, found, name) for name in ("Oslo", "Almada", "Fez"))
    for sent in (one, two, three):
        hand_in(session, sent, b"first")
    hand_in(session, one, b"second")
    assessments.take_back(session, three.id, LATER)
    scores.set_profile(session, three.id, None)
    session.commit()
    rows = list(network.stream(session, found.id))
    kept = [(row.name, row.profile, row.snapshot) for row in rows]
    assert kept == [
        ("Almada", b"profile first", b"first"),
        ("Fez", None, None),
        ("Oslo", b"profile second", b"second"),
    ]
    rows = network.sent(session, found.id, None)
    assert [(row.name, row.profile) for row in rows] == [
        ("Almada", b"profile first"),
        ("Oslo", b"profile second"),
    ]
    assert network.number_sent(session, found.id) == 2
    assert network.sent_cities(session, found.id) == [
        (two.city.slug, "Almada"),
        (one.city.slug, "Oslo"),
    ]
    only = network.sent(session, found.id, [one.city.slug, three.city.slug])
    assert [row.name for row in only] == ["Oslo"]
    slugs = [one.city.slug, three.city.slug]
    assert network.number_sent(session, found.id, slugs) == 1
    assert [row.name for row in network.stream(session, found.id, slugs)] == ["Fez", "Oslo"]
    assert [row.name for row in network.sent(session, found.id, None, 1, 1)] == ["Oslo"]
    assert network.sent(session, found.id, []) == []


def test_invented_cities_are_looked_for_in_the_round_and_among_those_named(session, found):
    real = report(session, found, "Real")
    factories.report(session, factories.city(session, fictional=True))
    assert not network.any_fictional(session, found.id)
    invented = report(session, found, "Invented", fictional=True)
    assert network.any_fictional(session, found.id)
    assert not network.any_fictional(session, found.id, [real.city.slug])
    assert network.any_fictional(session, found.id, [invented.city.slug])


def test_a_stream_goes_through_more_cities_than_it_holds(session, found, monkeypatch):
    monkeypatch.setattr(network, "PIECE", 2)
    for name in "EDCBA":
        report(session, found, name)
    assert [row.name for row in network.stream(session, found.id)] == [*"ABCDE"]


def test_counts_and_scores_are_kept_beside_each_other(session, found):
    one, two = report(session, found, "One"), report(session, found, "Two")
    scores.set_settled(session, one.id, bytes(range(12)))
    scores.set_profile(session, one.id, b"packed", "recipe")
    assert scores.settled(session, one.id) == bytes(range(12))
    assert scores.settled(session, two.id) == bytes(12)
    scores.replace(session, [row(one.id, b"new"), row(two.id, None)])
    standing = {r.name: (r.settled, r.profile) for r in network.standing(session, found.id)}
    assert standing == {"One": (b"\x01", b"new"), "Two": (b"\x01", None)}
    scores.replace(session, [])
    assert scores.settled(session, one.id) == b"\x01"


def row(assessment_id, profile):
    return {"assessment_id": assessment_id, "settled": b"\x01", "recipe": "r", "profile": profile}
