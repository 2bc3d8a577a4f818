"""The reminders of a day reach those whom a report waits for, each once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select

from lcassess.assessment.remarks import Verdict
from lcassess.assessment.status import Move, Status
from lcassess.network.membership import Role
from lcassess.services import remarking, replying, reviewing
from lcassess.services.lending import Link, Wanted, lend, revoke
from lcassess.services.remarking import Draft
from lcassess.services.reminding import remind
from lcassess.services.replying import Said
from lcassess.services.settlement import threads_of
from lcassess.services.suggesting import suggest
from lcassess.storage import assessments, participations
from lcassess.storage.tables import MessageRow, ReviewerRow
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW
from tests.services.stage import Stage

DAY = (NOW + timedelta(days=23)).date()  # a week before the factories' rounds close


def told(session):
    session.rollback()
    query = select(MessageRow.kind, MessageRow.email).order_by(MessageRow.kind, MessageRow.email)
    return [tuple(row) for row in session.execute(query)]


@pytest.fixture
def report(session):
    found = factories.round_(session, asks_signature=True, asks_endorsement=True)
    return factories.report(session, factories.city(session, country="MA"), found)


def set_status(session, report, status, **columns):
    assessments.set_columns(session, report.id, status=status.value, **columns)
    session.commit()


@both_databases
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CERTIFIER, Role.COMMISSION, Role.REVIEWER])
def test_those_whom_a_report_waits_for_are_told(session, report, role):
    people = {
        Role.COORDINATOR: factories.coordinator(session, report.city),
        Role.CERTIFIER: factories.person(session, Role.CERTIFIER, report.city),
        Role.COMMISSION: factories.person(session, Role.COMMISSION, country="MA"),
        Role.REVIEWER: factories.person(session, Role.REVIEWER),
    }
    factories.coordinator(session, factories.city(session))
    factories.person(session, Role.COMMISSION, country="FR")
    factories.person(session, Role.REVIEWER)
    reviewer = {"assessment_id": report.id, "person_id": people[Role.REVIEWER].person_id, "at": NOW}
    session.execute(insert(ReviewerRow).values(reviewer))
    status, kind, columns = {
        Role.COORDINATOR: (Status.DRAFT, "write_due", {}),
        Role.CERTIFIER: (Status.SIGNING, "sign_due", {}),
        Role.COMMISSION: (Status.SUBMITTED, "endorse_due", {}),
        Role.REVIEWER: (Status.IN_REVIEW, "review_late", {"reply_until": NOW + timedelta(days=22)}),
    }[role]
    _sent(session, report, NOW)
    set_status(session, report, status, **columns)
    assert dict(remind(session, DAY, NOW)) == {kind: 1}
    assert told(session) == [(kind, people[role].email)]


def _sent(session, report, at):
    head = assessments.move(session, report, Move.SUBMIT, Status.SUBMITTED, None, at)
    whole = {"recipe": "", "fingerprint": "", "snapshot": b"", "head": head}
    assessments.hand_in(session, report.id, None, at, **whole)
    session.commit()


@both_databases
def test_however_often_and_whenever_it_is_run_each_is_told_once(session, report):
    someone = factories.coordinator(session, report.city)
    days = [DAY + timedelta(days=number) for number in (0, 0, 1, -20, 3, 0, 6)]
    for day in days:
        remind(session, day, NOW)
    assert told(session) == [("write_due", someone.email)] * 3  # 30, 7 and 1 days before


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(-10, 60), min_size=1, max_size=12))
def test_no_key_comes_twice_and_no_run_tells_a_person_two_things(session, report, days):
    session.execute(delete(MessageRow))
    if not session.scalars(select(MessageRow)).all():
        factories.coordinator(session, report.city)
    for number in days:
        before = len(told(session))
        new = remind(session, NOW.date() + timedelta(days=number), NOW)
        coordinators = len({email for _kind, email in told(session)})
        assert sum(new.values()) == len(told(session)) - before
        assert sum(new.values()) in {0, coordinators}


def test_an_excused_city_and_a_removed_person_hear_nothing(session, report):
    factories.coordinator(session, report.city)
    participations.set_columns(session, report.id, excused_at=NOW, excuse_reason="Flood")
    session.commit()
    assert remind(session, DAY, NOW) == {}


def test_more_time_moves_the_reminder(session, report):
    factories.coordinator(session, report.city)
    until = report.round.closes_at + timedelta(days=40)
    participations.set_columns(session, report.id, extended_until=until)
    session.commit()
    assert remind(session, DAY, NOW) == {}
    assert dict(remind(session, DAY + timedelta(days=40), NOW)) == {"write_due": 1}


def test_rounds_that_closed_long_ago_are_left_alone(session):
    old = factories.round_(
        session, opens_at=NOW - timedelta(days=900), closes_at=NOW - timedelta(days=400)
    )
    report = factories.report(session, in_=old)
    factories.coordinator(session, report.city)
    assert remind(session, NOW.date(), NOW) == {}


@both_databases
def test_a_city_is_told_that_its_time_to_reply_ends_while_a_level_waits(session):
    stage = Stage(session, signed=False)
    stage.save("3.1", leadership_state="value", leadership_value="4", leadership_year="2025")
    stage.bring_to(Status.IN_REVIEW)
    city, reviewer = stage[Role.COORDINATOR], stage[Role.REVIEWER]
    remarking.save_remarks(session, reviewer, stage.id, {"leadership": Draft("", 2, 0)}, NOW)
    reviewing.ask_for_replies(session, reviewer, stage.id, NOW + timedelta(days=10), NOW)
    day = (NOW + timedelta(days=9)).date()
    assert dict(remind(session, day, NOW)) == {"reply_due": 1}
    assert stage.told(city)[-1] == "reply_due"

    session.execute(delete(MessageRow))
    remark = threads_of(session, stage.id)["leadership"].remark
    agreed = Said("leadership", Verdict.AGREE, "", remark.id, 0)
    replying.save_replies(session, city, stage.id, [agreed], NOW)
    session.execute(delete(MessageRow))
    session.commit()
    assert dict(remind(session, day, NOW)) == {}


@both_databases
@pytest.mark.parametrize("meanwhile", ["nothing", "came back", "revoked", "handed in"])
def test_a_coordinator_is_told_once_that_nothing_came_back(session, meanwhile):
    report = factories.report(session)
    someone, due = factories.coordinator(session, report.city), NOW + timedelta(days=2)
    wanted = Wanted(("adult-literacy",), "Registry", "", "", "en", "", due.date())
    loan = lend(session, someone, report.id, wanted, Link(b"x" * 32, ""), NOW)
    if meanwhile == "came back":
        suggest(session, b"x" * 32, {"adult-literacy-value": "81"}, "en", "Tomas", NOW)
    if meanwhile == "revoked":
        revoke(session, someone, report.id, loan, NOW)
    if meanwhile == "handed in":
        set_status(session, report, Status.SUBMITTED)
    session.execute(delete(MessageRow))
    session.commit()
    for days in (0, 1, 3, 4, 30):
        now = NOW + timedelta(days=days)
        remind(session, now.date(), now)
    found = [kind for kind, _email in told(session) if kind == "loan_late"]
    assert found == ["loan_late"] * (meanwhile == "nothing")
