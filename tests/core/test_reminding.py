"""Reminders: the right one on its day, each once however often one looks, and never a burst."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lcassess.assessment.reminding import BEFORE, EVERY, MOST_LATE, reminder
from lcassess.assessment.report import Report
from lcassess.assessment.status import Status
from lcassess.network.membership import City, Role, Round

OPENS = datetime(2026, 9, 1, tzinfo=UTC)
CLOSES = datetime(2027, 3, 31, 23, 59, 59, tzinfo=UTC)
ROUND = Round(1, "2026", "Round 2026", "2026", OPENS, CLOSES, True, True)  # noqa: FBT003
REPORT = Report(
    UUID(int=1), City(1, "fez", "Fez", "", "MA", "ARB", fictional=False), ROUND, Status.DRAFT
)
IN_REVIEW = {"status": Status.IN_REVIEW, "reply_until": CLOSES}
DAYS = st.integers(-60, 400).map(lambda days: OPENS.date() + timedelta(days=days))
MOMENTS = st.integers(1, 365 * 24 * 60).map(lambda minutes: OPENS + timedelta(minutes=minutes))
REPORTS = st.builds(
    replace,
    st.just(REPORT),
    status=st.sampled_from(Status),
    was_returned=st.booleans(),
    due_at=st.none() | MOMENTS,
    closes_at=st.none() | MOMENTS,
    reply_until=st.none() | MOMENTS,
    round=st.builds(
        replace,
        st.just(ROUND),
        time_zone=st.sampled_from(["UTC", "Pacific/Kiritimati", "America/Los_Angeles"]),
        asks_endorsement=st.booleans(),
    ),
)
SENT = st.none() | MOMENTS


def on(day, report=REPORT, sent_at=None):
    return reminder(report, date.fromisoformat(day), sent_at)


@pytest.mark.parametrize(
    ("day", "kind", "belongs_to"),
    [
        ("2026-08-31", None, None),
        ("2026-09-01", "round_opened", "2026-09-01"),
        ("2026-09-07", "round_opened", "2026-09-01"),
        ("2026-09-08", None, None),
        ("2027-02-28", None, None),
        ("2027-03-01", "write_due", "2027-03-01"),
        ("2027-03-08", None, None),
        ("2027-03-24", "write_due", "2027-03-24"),
        ("2027-03-29", "write_due", "2027-03-24"),
        ("2027-03-30", "write_due", "2027-03-30"),
        ("2027-03-31", "write_due", "2027-03-30"),
        ("2027-04-01", "write_late", "2027-04-01"),
        ("2027-04-08", "write_late", "2027-04-08"),
        ("2027-04-28", "write_late", "2027-04-22"),
        ("2027-04-29", None, None),
        ("2028-03-31", None, None),
    ],
)
def test_a_draft_is_reminded_30_7_and_1_days_before_and_weekly_after(day, kind, belongs_to):
    found = on(day)
    assert (found and found.kind) == kind
    if found:
        assert (found.role, found.due) == (Role.COORDINATOR, CLOSES)
        assert found.day.isoformat() == belongs_to


@pytest.mark.parametrize(
    ("changes", "day", "kind", "role"),
    [
        ({"status": Status.SIGNING}, "2027-03-24", "sign_due", Role.CERTIFIER),
        ({"status": Status.SIGNING}, "2027-04-01", "sign_late", Role.CERTIFIER),
        ({"status": Status.SUBMITTED}, "2026-12-02", "endorse_due", Role.COMMISSION),
        ({"status": Status.SUBMITTED}, "2027-01-01", "endorse_late", Role.COMMISSION),
        (IN_REVIEW, "2027-04-01", "review_late", Role.REVIEWER),
        (IN_REVIEW, "2027-03-30", "reply_due", Role.COORDINATOR),
        ({"status": Status.IN_REVIEW}, "2027-04-01", None, None),
        ({"status": Status.SUBMITTED, "was_returned": True}, "2027-01-01", None, None),
        ({"status": Status.ENDORSED}, "2027-01-01", None, None),
        ({"status": Status.ACCEPTED}, "2027-04-01", None, None),
        ({"excused": True}, "2027-03-30", None, None),
        ({"closes_at": CLOSES + timedelta(days=60)}, "2027-03-30", None, None),
        ({"closes_at": CLOSES + timedelta(days=60)}, "2027-05-29", "write_due", Role.COORDINATOR),
    ],
)  # fmt: skip
def test_whoever_a_report_waits_for_is_reminded(changes, day, kind, role):
    found = on(day, replace(REPORT, **changes), datetime(2026, 12, 1, 12, tzinfo=UTC))
    assert (found and found.kind, found and found.role) == (kind, role)


def test_a_returned_report_is_reminded_of_its_own_date():
    due = datetime(2027, 6, 30, 12, tzinfo=UTC)
    returned = replace(REPORT, status=Status.RETURNED, was_returned=True, due_at=due)
    assert on("2027-03-30", returned) is None
    assert on("2027-06-29", returned).due == due


def test_days_are_those_of_the_zone_of_the_round():
    west = replace(REPORT, round=replace(ROUND, time_zone="Pacific/Kiritimati"))
    assert on("2027-04-01", west).kind == "write_due"  # it is 1 April there when the round closes
    assert on("2027-04-02", west).kind == "write_late"


@given(REPORTS, DAYS, SENT)
def test_a_reminder_is_fresh_and_of_a_day_of_the_round(report, today, sent_at):
    found = reminder(report, today, sent_at)
    if found:
        assert timedelta() <= today - found.day < EVERY
        assert found.day >= OPENS.date() - timedelta(days=1)  # in any zone
        assert reminder(report, found.day, sent_at) == found


@given(REPORTS, st.lists(DAYS, max_size=60), SENT)
def test_each_is_left_once_in_whatever_order_days_are_asked_for(report, days, sent_at):
    found = [one for day in days if (one := reminder(report, day, sent_at))]
    keys = {(one.kind, one.day) for one in found}
    assert len({day for _kind, day in keys}) == len(keys)
    assert len(keys) <= len(BEFORE) + MOST_LATE + 1


@given(REPORTS, st.integers(0, 200), st.integers(1, 200), SENT)
def test_what_was_not_sent_for_many_days_makes_no_burst(report, first, pause, sent_at):
    start = OPENS.date() + timedelta(days=first)
    after = [start + timedelta(days=pause + number) for number in range(7)]
    found = {one for day in after if (one := reminder(report, day, sent_at))}
    assert sum(one.day < after[0] for one in found) <= 1
    assert all(after[0] - one.day < EVERY for one in found)


@given(REPORTS, DAYS, SENT)
def test_an_excused_city_is_never_reminded(report, today, sent_at):
    assert reminder(replace(report, excused=True), today, sent_at) is None
