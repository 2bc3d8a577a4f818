"""Who is where in a round, for UIL only; and reminders by hand, at most one a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from lcassess.assessment.progress import Group
from lcassess.assessment.status import Status
from lcassess.network.membership import Role
from lcassess.services.refusals import NotAllowedError, NotFoundError, NotNowError
from lcassess.services.reminding import remind
from lcassess.services.watching import in_group, remind_group, watch
from lcassess.storage import assessments
from lcassess.storage.tables import MessageRow
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW
from tests.services.test_administering import others


@pytest.fixture
def reviewer(session):
    return factories.person(session, Role.REVIEWER)


@pytest.fixture
def reports(session):
    found = factories.round_(session, asks_signature=True)
    return [factories.report(session, in_=found) for _number in range(3)]


def set_status(session, report, status):
    assessments.set_columns(session, report.id, status=status.value)
    session.commit()


def told(session):
    session.rollback()
    return sorted((row.kind, row.email) for row in session.scalars(select(MessageRow)))


@both_databases
def test_groups_are_counted_and_named(session, reviewer, reports):
    slug = reports[0].round.slug
    set_status(session, reports[0], Status.SIGNING)
    seen = watch(session, reviewer, slug, NOW)
    assert seen.groups == {Group.NOT_STARTED: 2, Group.SIGNING: 1}
    assert set(seen.waiting) == set(seen.groups)
    late = NOW + timedelta(days=31)
    assert watch(session, reviewer, slug, late).groups[Group.LATE] == 3
    assert in_group(session, reviewer, slug, Group.SIGNING, NOW) == {reports[0].id}


@both_databases
def test_those_for_whom_the_reports_of_a_group_wait_are_reminded_once_a_day(
    session, reviewer, reports
):
    slug = reports[0].round.slug
    coordinators = [factories.coordinator(session, report.city) for report in reports]
    certifier = factories.person(session, Role.CERTIFIER, reports[0].city)
    set_status(session, reports[0], Status.SIGNING)
    groups = (Group.NOT_STARTED, Group.SIGNING)
    counts = [remind_group(session, reviewer, slug, group, NOW) for group in groups * 50]
    assert counts == [2, 1] + [0] * 98
    expected = [("write_due", one.email) for one in coordinators[1:]]
    expected += [("sign_due", certifier.email)]
    assert told(session) == sorted(expected)
    tomorrow = NOW + timedelta(days=1)
    assert remind_group(session, reviewer, slug, Group.SIGNING, tomorrow) == 1


@both_databases
def test_who_is_late_is_told_so_and_the_day_brings_no_second_message(session, reviewer, reports):
    someone = factories.coordinator(session, reports[0].city)
    now = reports[0].round.closes_at + timedelta(days=1)
    assert remind_group(session, reviewer, reports[0].round.slug, Group.LATE, now) == 1
    assert told(session) == [("write_late", someone.email)]
    assert remind(session, now.date(), now) == {}


@pytest.mark.parametrize("group", [Group.ACCEPTED, Group.EXCUSED, Group.SUBMITTED, Group.IN_REVIEW])
def test_groups_that_wait_for_nobody_cannot_be_reminded(session, reviewer, reports, group):
    with pytest.raises(NotNowError):
        remind_group(session, reviewer, reports[0].round.slug, group, NOW)


def test_only_uil_watches_and_reminds(session, reports):
    slug = reports[0].round.slug
    for actor in others(session, Role.REVIEWER, Role.ADMINISTRATOR):
        for see in (
            lambda actor=actor: watch(session, actor, slug, NOW),
            lambda actor=actor: in_group(session, actor, slug, Group.LATE, NOW),
            lambda actor=actor: remind_group(session, actor, slug, Group.DRAFT, NOW),
        ):
            with pytest.raises(NotAllowedError):
                see()
    assert told(session) == []


def test_a_round_that_does_not_exist_is_not_found(session, reviewer):
    with pytest.raises(NotFoundError):
        watch(session, reviewer, "nowhere", NOW)
