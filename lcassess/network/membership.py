"""Cities, rounds, people and their roles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Role(StrEnum):
    """What a person may be."""

    COORDINATOR = "coordinator"
    CONTRIBUTOR = "contributor"
    CERTIFIER = "certifier"
    COMMISSION = "commission"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"
    READER = "reader"


class UnitType(StrEnum):
    """What kind of place a member is."""

    CITY = "city"
    MUNICIPALITY = "municipality"
    DISTRICT = "district"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Grant:
    """One role of a person, and where it holds.

    A coordinator, contributor or certifier holds it for a city, a commission for a country
    (ISO 3166 alpha-2), a reviewer or administrator everywhere, a reader for a city or, without
    one, for the submitted network. A contributor writes the focus areas named, by code. The
    country of a reviewer is their own, whose cities they never review.
    """

    role: Role
    city_id: int | None = None
    country: str | None = None
    focus_areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts, with all roles."""

    person_id: int
    name: str
    email: str
    grants: tuple[Grant, ...]

    def is_any(self, *roles: Role) -> bool:
        """Tell whether the person has one of these roles, wherever."""
        return any(grant.role in roles for grant in self.grants)


@dataclass(frozen=True, slots=True)
class Round:
    """A reporting round: its edition, dates and what it asks for.

    Times are in UTC; people read and type them in the round's time zone, an IANA name.
    """

    id: int
    slug: str
    name: str
    edition: str
    opens_at: datetime
    closes_at: datetime
    asks_signature: bool = False
    asks_endorsement: bool = False
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class City:
    """A member city; `country` is ISO 3166 alpha-2, `region` one of UNESCO's five."""

    id: int
    slug: str
    name: str
    own_name: str
    country: str
    region: str
    fictional: bool


@dataclass(frozen=True, slots=True)
class Population:
    """Inhabitants inside one boundary in one year."""

    boundary: str
    year: int
    population: int
    source: str = ""


class Boundary(StrEnum):
    """Which territory a city reports on; one choice a city and round."""

    MUNICIPALITY = "municipality"
    METROPOLITAN = "metropolitan"
    DISTRICT = "district"
    OTHER = "other"
