"""Who is where in a round, counted by the database as the reports themselves say it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import insert

from lcassess.assessment.progress import Group
from lcassess.assessment.status import WRITABLE, Status
from lcassess.network.membership import Role
from lcassess.storage import assessments, contacts, participations, progress
from lcassess.storage.tables import ReviewerRow, TextRow
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW


@pytest.fixture
def reports(session):
    """Reports in every state, with deadlines of every kind around now."""
    random = Random(5)  # noqa: S311  # no secret
    found = factories.round_(session, closes_at=NOW + timedelta(days=2))
    for name, days in (("early", -1), ("later", 20)):
        participations.set_cohort(session, found.id, name, NOW + timedelta(days=days))
    cohorts = [None, *(row.id for row in participations.cohorts(session, found.id))]
    for number in range(60):
        report = factories.report(session, in_=found)
        some = [None, NOW - timedelta(days=3), NOW + timedelta(days=9)]
        assessments.set_columns(
            session,
            report.id,
            status=random.choice(list(Status)).value,
            was_returned=random.random() < 0.3,
            due_at=random.choice(some),
        )
        if number % 3:
            participations.set_columns(
                session,
                report.id,
                cohort_id=random.choice(cohorts),
                extended_until=random.choice(some),
                excused_at=random.choice([None, None, NOW]),
            )
        if number % 2:
            text = {"name": "next-steps", "value": "x", "version": 1, "at": NOW}
            session.execute(insert(TextRow).values(assessment_id=report.id, **text))
    factories.report(session)
    session.commit()
    return assessments.of_round(session, found.id)


def groups(report, *, started):
    if report.excused:
        return {Group.EXCUSED}
    state = Group(report.status.value)
    found = {Group.NOT_STARTED if state is Group.DRAFT and not started else state}
    waits = report.status in WRITABLE | {Status.SIGNING}
    return found | ({Group.LATE} if waits and report.deadline < NOW else set())


@both_databases
def test_the_database_counts_as_reports_do(session, reports):
    found = reports
    from_database = progress.count(session, found[0].round.id, NOW)
    started = set(
        session.scalars(TextRow.__table__.select().with_only_columns(TextRow.assessment_id))
    )
    expected = {one.id: groups(one, started=one.id in started) for one in found}
    assert from_database == Counter(group for several in expected.values() for group in several)
    assert set(from_database) == set(Group)
    for group in Group:
        ids = progress.ids(session, found[0].round.id, group, NOW)
        assert ids == {one for one, several in expected.items() if group in several}


@both_databases
def test_the_load_of_reviewers_is_what_they_were_given_and_have_to_read(session):
    found = factories.round_(session)
    reports = [factories.report(session, in_=found) for _number in range(3)]
    elsewhere = factories.report(session)
    reviewer = factories.person(session, Role.REVIEWER)
    for one in (*reports, elsewhere):
        row = {"assessment_id": one.id, "person_id": reviewer.person_id, "at": NOW}
        session.execute(insert(ReviewerRow).values(row))
    assessments.set_columns(session, reports[0].id, status=Status.ACCEPTED.value)
    session.commit()
    assert [tuple(row) for row in contacts.load(session, found.id)] == [(reviewer.name, 3, 2)]
