"""Who may hold which role where, before somebody is invited to it."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from babel import Locale

from lcassess.framework import catalogue
from lcassess.network.membership import Grant, Role
from lcassess.services.refusals import RefusedError
from lcassess.storage import cities, people

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

LONGEST_EMAIL = 254
FOR_A_CITY = frozenset({Role.COORDINATOR, Role.CONTRIBUTOR, Role.CERTIFIER})
MAYBE_FOR_A_CITY = frozenset({Role.READER})
FOR_A_COUNTRY = frozenset({Role.COMMISSION})
MAYBE_OF_A_COUNTRY = frozenset({Role.REVIEWER})
_EMAIL = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+")
# CLDR's regions that are no country of ISO 3166: groups, exceptional and private ones.
_NO_COUNTRIES = re.compile("AC|CP|CQ|DG|EA|EU|EZ|IC|QO|TA|UN|XA|XB|XK|ZZ")
_COUNTRY = re.compile(r"[A-Z]{2}")


class Wrong(StrEnum):
    """What is wrong with an invitation."""

    EMAIL = "email"
    CITY_MISSING = "city missing"
    CITY_UNKNOWN = "city unknown"
    CITY_TOO_MUCH = "city too much"
    COUNTRY_MISSING = "country missing"
    COUNTRY_UNKNOWN = "country unknown"
    COUNTRY_TOO_MUCH = "country too much"
    FOCUS_AREAS_UNKNOWN = "focus areas unknown"
    FOCUS_AREAS_TOO_MUCH = "focus areas too much"
    HELD = "held"


class InvitationError(RefusedError):
    """An invitation that makes no sense; `faults` say why."""

    def __init__(self, faults: Sequence[Wrong]) -> None:
        """Keep what is wrong."""
        super().__init__(*faults)
        self.faults = faults


def countries(language: str) -> dict[str, str]:
    """Give the names of the countries of ISO 3166 by code, in a language."""
    names = Locale.parse(language).territories
    return {
        str(code): str(name)
        for code, name in names.items()
        if _COUNTRY.fullmatch(code) and not _NO_COUNTRIES.fullmatch(code)
    }


def grant_for(  # an address, a role and where it holds
    session: Session,
    email: str,
    role: Role,
    city: str = "",
    country: str = "",
    focus_areas: Sequence[str] = (),
) -> Grant:
    """Make the role of what was asked for, or raise InvitationError with all that is wrong.

    `city` is a slug, or a name that only one city has; `country` is a code of ISO 3166;
    `focus_areas` are codes.
    """
    called = cities.ids_called(session, city) if city else []
    city_id = called[0] if len(called) == 1 else None
    faults = [
        *wrong_for_a_city(email, role, city, known=city_id is not None),
        *_wrong_country(role, country.upper()),
        *_wrong_focus_areas(role, focus_areas),
    ]
    grant = Grant(role, city_id, country.upper() or None, tuple(focus_areas))
    if not faults and _holds(session, email, grant):
        faults = [Wrong.HELD]
    if faults:
        raise InvitationError(faults)
    return grant


def wrong_for_a_city(email: str, role: Role, city: str, *, known: bool) -> list[Wrong]:
    """Say what is wrong with an address, and with a city for a role; `known`: there is one."""
    return [*_wrong_email(email), *_wrong_city(role, city, known=known)]


def is_email(text: str) -> bool:
    """Tell whether a text looks like an e-mail address."""
    return len(text) <= LONGEST_EMAIL and _EMAIL.fullmatch(text.strip()) is not None


def _wrong_email(email: str) -> Iterator[Wrong]:
    if not is_email(email):
        yield Wrong.EMAIL


def _wrong_city(role: Role, city: str, *, known: bool) -> Iterator[Wrong]:
    if role in FOR_A_CITY and not city:
        yield Wrong.CITY_MISSING
    elif city and role not in FOR_A_CITY | MAYBE_FOR_A_CITY:
        yield Wrong.CITY_TOO_MUCH
    elif city and not known:
        yield Wrong.CITY_UNKNOWN


def _wrong_country(role: Role, country: str) -> Iterator[Wrong]:
    if role in FOR_A_COUNTRY and not country:
        yield Wrong.COUNTRY_MISSING
    elif country and role not in FOR_A_COUNTRY | MAYBE_OF_A_COUNTRY:
        yield Wrong.COUNTRY_TOO_MUCH
    elif country and country not in countries("en"):
        yield Wrong.COUNTRY_UNKNOWN


def _wrong_focus_areas(role: Role, focus_areas: Sequence[str]) -> Iterator[Wrong]:
    if focus_areas and role is not Role.CONTRIBUTOR:
        yield Wrong.FOCUS_AREAS_TOO_MUCH
    elif not set(focus_areas) <= set(catalogue.load().by_code):
        yield Wrong.FOCUS_AREAS_UNKNOWN


def _holds(session: Session, email: str, grant: Grant) -> bool:
    person = people.by_email(session, email)
    actor = people.actor(session, person.id) if person else None
    return actor is not None and grant in actor.grants
