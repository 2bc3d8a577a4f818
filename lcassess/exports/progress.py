"""Who a city is, how far its report is, and what it handed in: what files of many cities hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lcassess.exports.table import CellKind, Field
from lcassess.exports.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lcassess.framework.model import Framework
    from lcassess.scoring.scores import Scores


@dataclass(frozen=True, slots=True)
class Sent:
    """What a city handed in, as near to how it is kept as can be, as there may be thousands.

    `scores` has one row; `answers` has one for each indicator, in the framework's order, as
    `assessment.snapshot.plain` gives it, empty where there is none.
    """

    scores: Scores
    answers: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Progress:
    """A city of the network, the state of its report and how many questions are settled.

    `sent` is None for a draft, of which no more than this may be said.
    """

    slug: str
    name: str
    country: str
    region: str
    fictional: bool
    state: str
    answered: int
    asked: int
    sent: Sent | None = None


@dataclass(frozen=True, slots=True)
class RoundProgress:
    """Cities of a round in order of name; they may be a generator, used up once.

    `fictional` tells whether there are invented ones among them.
    """

    framework: Framework
    round: str
    round_name: str
    fictional: bool
    cities: Iterable[Progress]


NAME_FIELDS: tuple[Field[Progress], ...] = (
    Field("slug", N_("City"), CellKind.TEXT, lambda city: city.slug),
    Field("name", N_("Name"), CellKind.TEXT, lambda city: city.name),
    Field("invented", N_("Invented city"), CellKind.FLAG, lambda city: city.fictional),
)
CITY_FIELDS: tuple[Field[Progress], ...] = (
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
