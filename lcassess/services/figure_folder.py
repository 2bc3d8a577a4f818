"""A folder of published figures: `cities.csv` and `observations.csv.gz`, read and checked."""

from __future__ import annotations

import csv
import gzip
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from lcassess.network.membership import Boundary, Population
from lcassess.services.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CITIES = "cities.csv"
OBSERVATIONS = "observations.csv.gz"
CITY_COLUMNS = ("city_id", "name", "country_iso2", "unesco_region")
FIGURE_COLUMNS = (
    "source", "source_code", "note", "basis", "year_basis", "unit", "match",
)  # fmt: skip
OTHER_COLUMNS = ("city_id", "measurement_id", "indicator_key", "year", "value")
MATCHES = {"exact", "proxy", "partial"}
LONGEST_VALUE = 40
_COUNTRY = re.compile(r"[A-Z]{2}")
_YEAR = re.compile(r"[0-9]{4}")


class FolderError(RefusedError):
    """The folder does not hold what it should; the message says what and where."""


@dataclass(frozen=True, slots=True)
class Place:
    """A city as the folder knows it."""

    source_id: str
    name: str
    country: str
    region: str
    population: Population | None


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure: whose, for which question (by its code), and what else is kept of it."""

    source_id: str
    code: str
    columns: dict[str, Any]


def places(folder: Path) -> dict[str, Place]:
    """Read the cities by id; raises FolderError where a row does not say which city it is."""
    found: dict[str, Place] = {}
    for line, row in _rows(folder / CITIES, CITY_COLUMNS):
        if not (row["city_id"] and row["name"] and _COUNTRY.fullmatch(row["country_iso2"])):
            message = (
                f"{CITIES}, line {line}: an id, a name and a country of two letters belong here"
            )
            raise FolderError(message)
        found[row["city_id"]] = Place(
            row["city_id"],
            row["name"],
            row["country_iso2"],
            row["unesco_region"],
            _population(row),
        )
    return found


def observations(folder: Path) -> Iterator[Observation | None]:
    """Read the figures; None stands for a row that is no figure."""
    for _line, row in _rows(folder / OBSERVATIONS, (*OTHER_COLUMNS, *FIGURE_COLUMNS)):
        value = _number(row["value"])
        if value is None or row["match"] not in MATCHES or not _YEAR.fullmatch(row["year"]):
            yield None
            continue
        columns = {name: row[name] for name in FIGURE_COLUMNS} | {
            "series": row["indicator_key"],
            "year": int(row["year"]),
            "value": value,
        }
        yield Observation(row["city_id"], row["measurement_id"], columns)


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Read rows with the numbers of their lines; what a short row lacks is empty."""
    try:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, restval="")
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                message = f"{path.name}: the column {missing[0]} is missing"
                raise FolderError(message)
            for row in reader:
                yield reader.line_num, row
    except (OSError, UnicodeDecodeError, csv.Error, EOFError) as fault:
        why = getattr(fault, "strerror", None) or fault
        message = f"{path.name} cannot be read: {why}"
        raise FolderError(message) from fault


def _population(row: dict[str, str]) -> Population | None:
    people, year = row.get("population", ""), row.get("population_year", "")
    if not (people.isascii() and people.isdigit() and _YEAR.fullmatch(year)):
        return None
    source = row.get("population_source", "")
    return Population(Boundary.MUNICIPALITY.value, int(year), int(people), source)


def _number(text: str) -> str | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    plain = format(value, "f") if value.is_finite() else ""
    return plain if 0 < len(plain) <= LONGEST_VALUE else None
