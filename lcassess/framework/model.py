"""The framework as typed objects: areas, features, indicators and the rules of scoring."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LEVELS = 5


class Kind(StrEnum):
    """The kinds of answer."""

    SHARE = "share"
    RATE = "rate"
    NUMBER = "number"
    LEVEL = "level"
    SHARES = "shares"


class NotApplicable(StrEnum):
    """Whether a city may say that an indicator does not apply to it."""

    NEVER = "never"
    WITH_REASON = "with_reason"


class GoalpostBasis(StrEnum):
    """What a goalpost rests on."""

    NORMATIVE = "normative"
    EVIDENCE = "evidence"
    UNTESTED = "untested"


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of values in the indicator's unit; both ends belong to it."""

    low: Decimal
    high: Decimal

    def __contains__(self, value: Decimal) -> bool:
        """Tell whether a value lies inside, the ends included."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Goalposts:
    """The values worth 0 and 100 points, in the indicator's unit.

    `best_from` and `best_to` are equal for a single best value. `worst_above` is set for a
    two-sided optimum only. `log_shift` is k in ln(x + k), or None without a logarithm.
    """

    worst: Decimal
    best_from: Decimal
    best_to: Decimal
    worst_above: Decimal | None = None
    log_shift: Decimal | None = None

    @property
    def two_sided(self) -> bool:
        """Tell whether values may be too low and too high."""
        return self.worst_above is not None


@dataclass(frozen=True, slots=True)
class Definition:
    """What exactly is counted: numerator over denominator, of whom, in which period."""

    numerator: str = ""
    denominator: str = ""
    population: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a rubric, and the evidence that it needs."""

    description: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Part:
    """One component of a `shares` answer."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Guidance:
    """The words around a question. Every one may be empty except in a shipped edition."""

    question: str = ""
    definition: Definition = Definition()
    numerator_label: str = ""
    denominator_label: str = ""
    why: str = ""
    where: str = ""
    mistakes: str = ""
    sdg: str = ""
    source_kind: str = ""
    goalpost_note: str = ""
    breakdowns: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    wording: str = ""
    official_code: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One question, its bounds and what its answer is worth."""

    id: str
    code: str
    name: str
    kind: Kind
    bounds: Interval
    unit: str = ""
    per: int | None = None
    expected: Interval | None = None
    goalposts: Goalposts | None = None
    goalpost_basis: GoalpostBasis = GoalpostBasis.UNTESTED
    scored: bool = True
    inclusion_core: bool = False
    not_applicable: NotApplicable = NotApplicable.NEVER
    weight: float = 1.0
    parts: tuple[Part, ...] = ()
    guidance: Guidance = field(default_factory=Guidance)

    @property
    def takes_part(self) -> bool:
        """Tell whether the indicator takes part in scoring at all."""
        return self.scored and self.kind is not Kind.SHARES

    @property
    def has_parts(self) -> bool:
        """Tell whether the figure may be given as numerator and denominator."""
        return self.per is not None and self.kind in {Kind.SHARE, Kind.RATE, Kind.NUMBER}


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature of a learning city, made of indicators."""

    id: str
    code: str
    name: str
    indicators: tuple[Indicator, ...]
    weight: float = 1.0
    wording: str = ""
    official_code: str = ""


@dataclass(frozen=True, slots=True)
class TextQuestion:
    """A question answered in words, never scored; `words` is the limit."""

    id: str
    name: str
    words: int


@dataclass(frozen=True, slots=True)
class FocusArea:
    """One page of the questionnaire and one spoke of the radar."""

    id: str
    code: str
    name: str
    features: tuple[Feature, ...]
    short_name: str = ""
    weight: float = 1.0
    texts: tuple[TextQuestion, ...] = ()

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators of the focus area, in order."""
        return tuple(i for feature in self.features for i in feature.indicators)

    def text_name(self, text: TextQuestion) -> str:
        """Name a text question as it stands in forms and addresses."""
        return f"{self.id}-{text.id}"


@dataclass(frozen=True, slots=True)
class Area:
    """One of the three parts of the framework."""

    id: str
    code: str
    name: str
    focus_areas: tuple[FocusArea, ...]
    weight: float = 1.0


class OverallOf(StrEnum):
    """Which nodes the overall score is the mean of."""

    FOCUS_AREAS = "focus_areas"
    AREAS = "areas"


@dataclass(frozen=True, slots=True)
class Orders:
    """The order p of the power mean at each level."""

    feature: float = 1.0
    focus_area: float = 1.0
    area: float = 1.0
    overall: float = 1.0


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The coverage, from 0 to 1, that each level needs to be published, and to be ranked."""

    feature: float = 0.5
    focus_area: float = 0.5
    area: float = 0.65
    overall: float = 0.65
    ranked: float = 0.8


@dataclass(frozen=True, slots=True)
class ScoringRules:
    """The choices of an edition on which its scores depend."""

    overall_of: OverallOf = OverallOf.FOCUS_AREAS
    mean: Orders = Orders()
    coverage: Thresholds = Thresholds()
    level_points: tuple[float, ...] = (0.0, 25.0, 50.0, 75.0, 100.0)


@dataclass(frozen=True, eq=False)  # one object an edition and language: identity is enough
class Framework:
    """One edition of what is asked."""

    edition: str
    title: str
    areas: tuple[Area, ...]
    scoring: ScoringRules = ScoringRules()
    language: str = "en"

    @cached_property
    def focus_areas(self) -> tuple[FocusArea, ...]:
        """All focus areas, in the framework's order."""
        return tuple(f for area in self.areas for f in area.focus_areas)

    @cached_property
    def features(self) -> tuple[Feature, ...]:
        """All features, in the framework's order."""
        return tuple(f for focus_area in self.focus_areas for f in focus_area.features)

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """All indicators by id, in the framework's order."""
        return MappingProxyType({i.id: i for feature in self.features for i in feature.indicators})

    @cached_property
    def by_code(self) -> Mapping[str, FocusArea]:
        """The focus areas by the code that stands in addresses."""
        return MappingProxyType({f.code: f for f in self.focus_areas})

    @cached_property
    def home(self) -> Mapping[str, FocusArea]:
        """The focus area of each indicator id."""
        return MappingProxyType({i.id: f for f in self.focus_areas for i in f.indicators})

    @cached_property
    def asking(self) -> Mapping[str, FocusArea]:
        """The focus area of each question, by the id of its indicator or the name of its text."""
        texts = {f.text_name(text): f for f in self.focus_areas for text in f.texts}
        return MappingProxyType({**self.home, **texts})
