"""Who a city is and how far its report is: all that may be said of one not yet submitted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from lcassess.exports.table import CellKind, Field
from lcassess.exports.words import N_
from lcassess.scoring.comparison import CityResult, Comparison

if TYPE_CHECKING:
    from lcassess.framework.model import Framework


@dataclass(frozen=True, slots=True)
class Progress:
    """A city of the network, the state of its report and how many questions are settled.

    `result` is what it has submitted, or None for a draft.
    """

    slug: str
    name: str
    country: str
    region: str
    fictional: bool
    state: str
    answered: int
    asked: int
    result: CityResult | None = None


@dataclass(frozen=True, slots=True)
class RoundProgress:
    """All cities of a round, in order of name."""

    framework: Framework
    round: str
    round_name: str
    cities: tuple[Progress, ...]

    @property
    def sent(self) -> Comparison:
        """Put those side by side that have submitted."""
        results = tuple(city.result for city in self.cities if city.result)
        return Comparison(self.framework, self.round, self.round_name, results)


class _City(Protocol):
    """What a result and a city's progress have in common."""

    @property
    def slug(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def fictional(self) -> bool: ...
    @property
    def state(self) -> str: ...


NAME_FIELDS: tuple[Field[_City], ...] = (
    Field("slug", N_("City"), CellKind.TEXT, lambda city: city.slug),
    Field("name", N_("Name"), CellKind.TEXT, lambda city: city.name),
    Field("invented", N_("Invented city"), CellKind.FLAG, lambda city: city.fictional),
)
CITY_FIELDS: tuple[Field[_City], ...] = (
    *NAME_FIELDS,
    Field("country", N_("Country"), CellKind.CODE, lambda city: city.country),
    Field("region", N_("Region"), CellKind.TEXT, lambda city: city.region),
    Field("state", N_("State of the report"), CellKind.CODE, lambda city: city.state),
)
PROGRESS_FIELDS: tuple[Field[Progress], ...] = (
    *CITY_FIELDS,
    Field("answered", N_("Questions settled"), CellKind.NUMBER, lambda city: city.answered),
    Field("asked", N_("Questions asked"), CellKind.NUMBER, lambda city: city.asked),
)
