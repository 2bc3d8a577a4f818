"""Days and times of a round: typed and read in its time zone, kept in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones


class NoSuchTimeError(ValueError):
    """A time that the clocks of a zone leave out, when they go forward."""


@cache
def zones() -> tuple[str, ...]:
    """List the names of the time zones that people live in, as IANA has them."""
    areas = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
    named = (name for name in available_timezones() if name.partition("/")[0] in areas)
    return ("UTC", *sorted(named))


def is_zone(name: str) -> bool:
    """Tell whether a time zone can be chosen."""
    return name in zones()


def moment(day: date, at: time, zone: str, *, later: bool = False) -> datetime:
    """Give the moment in UTC at which the clocks of a zone show a time.

    Of a time that they show twice it is the first, or the `later`. Raises NoSuchTimeError.
    """
    shown = datetime.combine(day, at.replace(fold=int(later)), ZoneInfo(zone))
    found = shown.astimezone(UTC)
    if local(found, zone).replace(tzinfo=None, fold=0) != shown.replace(tzinfo=None, fold=0):
        raise NoSuchTimeError(shown.isoformat())
    return found


def local(when: datetime, zone: str) -> datetime:
    """Give a moment as the clocks of a zone show it."""
    return when.astimezone(ZoneInfo(zone))


def day_of(when: datetime, zone: str) -> date:
    """Give the day that it is in a zone at a moment."""
    return local(when, zone).date()
