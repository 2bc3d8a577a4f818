"""Times of a round: there and back in every zone, and those that clocks leave out are refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lcassess.network.calendar import NoSuchTimeError, day_of, is_zone, local, moment, zones

ZONES = st.sampled_from(zones())
MOMENTS = st.integers(946_684_800, 2_208_988_800).map(lambda s: datetime.fromtimestamp(s, UTC))


@given(MOMENTS, ZONES)
def test_what_the_clocks_show_leads_back_to_the_moment(when, zone):
    shown = local(when, zone)
    found = moment(shown.date(), shown.time(), zone, later=bool(shown.fold))
    assert found == when


@pytest.mark.parametrize(
    ("zone", "day", "at"),
    [
        ("Europe/Paris", date(2027, 3, 28), time(2, 30)),
        ("America/Santiago", date(2026, 9, 6), time(0, 0)),
        ("Asia/Beirut", date(2026, 3, 29), time(0, 30)),
    ],
)
def test_a_time_that_the_clocks_leave_out_is_refused(zone, day, at):
    with pytest.raises(NoSuchTimeError):
        moment(day, at, zone)
    assert moment(day, time(12), zone)


def test_of_a_time_that_comes_twice_either_can_be_had():
    day, at = date(2026, 10, 25), time(2, 30)
    first, later = (moment(day, at, "Europe/Paris", later=later) for later in (False, True))
    assert later - first == timedelta(hours=1)


def test_the_day_is_that_of_the_zone():
    when = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert day_of(when, "Europe/Paris") == date(2027, 1, 1)
    assert day_of(when, "America/Bogota") == date(2026, 12, 31)


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "../../etc/passwd", "europe/paris", "EST", " UTC"]
)
def test_what_is_no_place_is_no_zone(name):
    assert not is_zone(name)


def test_every_zone_can_be_used():
    assert is_zone("UTC")
    assert all(moment(date(2026, 6, 15), time(12), zone) for zone in zones())
