"""Moments are kept in UTC, whatever zone they come in and whatever the database keeps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import StatementError

from lcassess.storage import rounds
from tests import factories
from tests.conftest import both_databases

pytestmark = both_databases
KATHMANDU = timezone(timedelta(hours=5, minutes=45))


def test_a_moment_comes_back_in_utc_to_the_microsecond(session):
    at = datetime(2026, 11, 23, 23, 59, 59, 999_999, KATHMANDU)
    found = factories.round_(session, opens_at=at)
    assert found.opens_at == at
    assert found.opens_at.tzinfo is UTC
    assert found.opens_at.hour == 18


def test_a_moment_without_a_zone_is_refused(session):
    with pytest.raises(StatementError, match="a stored moment needs a time zone"):
        factories.round_(session, opens_at=datetime(2026, 11, 23, 12))  # noqa: DTZ001
    session.rollback()
    assert rounds.everything(session) == []


def test_moments_are_ordered_as_they_follow_each_other(session):
    early = datetime(2026, 11, 23, 12, tzinfo=KATHMANDU)
    late = datetime(2026, 11, 23, 11, tzinfo=UTC)
    factories.round_(session, slug="early", closes_at=early)
    factories.round_(session, slug="late", closes_at=late)
    assert [found.slug for found in rounds.everything(session)] == ["late", "early"]
