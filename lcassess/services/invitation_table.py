"""Invitations from a table: every cell is checked before anybody is invited."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from lcassess.network.membership import Grant, Role
from lcassess.network.slugs import latin
from lcassess.services.administering import demand_administrator
from lcassess.services.inviting import FOR_A_CITY, Wrong, wrong_for_a_city
from lcassess.services.refusals import RefusedError
from lcassess.services.scheduling import find_round
from lcassess.storage import assessments, cities, people

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from lcassess.network.membership import Actor, City, Round

NEEDED = ("city", "email", "role")
COLUMNS = (*NEEDED, "language")
ROLES = {role.value: role for role in FOR_A_CITY}


class WrongCell(StrEnum):
    """What is wrong with a cell, beside what can be wrong with any invitation."""

    COLUMN_MISSING = "column missing"
    COLUMN_UNKNOWN = "column unknown"
    COLUMN_TWICE = "column twice"
    TOO_MANY = "too many"
    ROLE = "role"
    LANGUAGE = "language"
    NOT_IN_ROUND = "not in round"
    TWICE = "twice"


_COLUMN_OF = {
    Wrong.EMAIL: "email",
    Wrong.HELD: "email",
    Wrong.CITY_MISSING: "city",
    Wrong.CITY_UNKNOWN: "city",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a row (the header is row 1), in the column of this name."""

    row: int
    column: str
    wrong: Wrong | WrongCell
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody to be invited, to which role of which city, in which language ("": any)."""

    email: str
    grant: Grant
    city: str
    language: str


class FaultyTableError(RefusedError):
    """A table with faults; nobody was invited."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep what is wrong, by row."""
        super().__init__(len(faults))
        self.faults = faults


def check_invitations(
    session: Session,
    actor: Actor,
    slug: str,
    rows: Sequence[Sequence[str]],
    languages: Collection[str],
) -> tuple[Round, list[Invited]]:
    """Check a table of invitations to a round, header first; raises FaultyTableError.

    Gives the round and whom to invite.
    """
    demand_administrator(actor)
    found = find_round(session, slug)
    header = [name.strip().lower() for name in rows[0]]
    if faults := list(_header_faults(header)):
        raise FaultyTableError(faults)
    table = _Table(session, found, header, rows[1:], languages)
    if faults := sorted(table.faults(), key=lambda fault: fault.row):
        raise FaultyTableError(faults)
    return found, [table.invited(cells) for _number, cells in table.rows]


def _header_faults(header: Sequence[str]) -> Iterator[Fault]:
    for name in NEEDED:
        if name not in header:
            yield Fault(1, name, WrongCell.COLUMN_MISSING)
    for place, name in enumerate(header):
        if name not in COLUMNS:
            yield Fault(1, name, WrongCell.COLUMN_UNKNOWN, name)
        elif name in header[:place]:
            yield Fault(1, name, WrongCell.COLUMN_TWICE, name)


class _Table:
    """The rows of a table that are not empty, with what they can be checked against."""

    def __init__(
        self,
        session: Session,
        found: Round,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        languages: Collection[str],
    ) -> None:
        self.languages = languages
        self.rows = [
            (number, {**dict.fromkeys(COLUMNS, ""), **dict(zip(header, row, strict=False))})
            for number, row in enumerate(rows, 2)
            if any(row)
        ]
        self.too_long = [number for number, row in enumerate(rows, 2) if any(row[len(header) :])]
        self.places = _by_name(cities.everything(session))
        self.reporting = {report.city.id for report in assessments.of_round(session, found.id)}
        emails = {cells["email"].lower() for _number, cells in self.rows}
        self.held = people.grants_by_email(session, emails)

    def faults(self) -> Iterator[Fault]:
        """Find everything that is wrong."""
        seen: set[tuple[str, Grant]] = set()
        for number in self.too_long:
            yield Fault(number, "", WrongCell.TOO_MANY)
        for number, cells in self.rows:
            faults = list(self._faults(cells))
            for column, wrong in faults:
                yield Fault(number, column, wrong, cells[column])
            if not faults:
                who = self.invited(cells)
                if (who.email, who.grant) in seen:
                    yield Fault(number, "email", WrongCell.TWICE, cells["email"])
                seen.add((who.email, who.grant))

    def invited(self, cells: Mapping[str, str]) -> Invited:
        """Turn a row without faults into an invitation."""
        city = self.places[_plain(cells["city"])]
        grant = Grant(ROLES[cells["role"].lower()], city.id if city else None)
        named = city.name if city else ""
        return Invited(cells["email"].lower(), grant, named, cells["language"].lower())

    def _faults(self, cells: Mapping[str, str]) -> Iterator[tuple[str, Wrong | WrongCell]]:
        role, city = ROLES.get(cells["role"].lower()), self.places.get(_plain(cells["city"]))
        if role is None:
            yield "role", WrongCell.ROLE
        known = city is not None
        for wrong in wrong_for_a_city(
            cells["email"], role or Role.COORDINATOR, cells["city"], known=known
        ):
            yield _COLUMN_OF[wrong], wrong
        if cells["language"] and cells["language"].lower() not in self.languages:
            yield "language", WrongCell.LANGUAGE
        if city is None:
            return
        if city.id not in self.reporting:
            yield "city", WrongCell.NOT_IN_ROUND
        if role and Grant(role, city.id) in self.held.get(cells["email"].lower(), ()):
            yield "email", Wrong.HELD


def _by_name(found: Sequence[City]) -> dict[str, City | None]:
    """Give cities by short name and by name; None where several have a name."""
    by_name: dict[str, City | None] = {}
    for city in found:
        key = _plain(city.name)
        by_name[key] = None if key in by_name else city
    return by_name | {city.slug: city for city in found}


def _plain(name: str) -> str:
    return latin(name) or name.strip().casefold()
