"""Invented cities and what they answer: the same every time, with the gaps that real ones have."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from lcassess.assessment.sheet import Answer, Grade, Mark, State, Territory
from lcassess.assessment.status import Status
from lcassess.framework.model import Kind, NotApplicable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lcassess.framework.model import Framework, Indicator

# Invented names, some also in an invented own script form; none of these cities exists.
NAMES = (
    ("Nueva Ondara", "", "MX", "LAC"),
    ("Amravela", "अम्रवेला", "IN", "APA"),
    ("Lomakoto", "", "CD", "AFR"),
    ("Verkhnelesk", "Верхнелесск", "KZ", "APA"),
    ("Tel Zaitara", "تل زيتارة", "JO", "ARB"),
    ("Sundaripur Lake", "সুন্দরীপুর লেক", "BD", "APA"),
    ("Havrelac", "", "FR", "ENA"),
    ("Qingmu Harbour", "青木港", "CN", "APA"),
    ("Alta Enseada", "", "BR", "LAC"),
    ("Hohenlind-am-See", "", "DE", "ENA"),
    ("Kisumbani", "", "KE", "AFR"),
    ("Marisund", "", "NO", "ENA"),
    ("Oyelabo", "Oyèlábọ̀", "NG", "AFR"),
    ("Port Amaranth", "", "NZ", "APA"),
    ("Bellaquista", "", "CO", "LAC"),
    ("Dunmorrow", "", "IE", "ENA"),
    ("Ein Rahwa", "عين رهوة", "TN", "ARB"),
    ("Fontelune", "", "SN", "AFR"),
    ("Gaharu Bay", "", "MY", "APA"),
    ("Ilvenmäki", "", "FI", "ENA"),
    ("Jebel Noor Oasis", "واحة جبل نور", "OM", "ARB"),
    ("Kaldarvik", "", "IS", "ENA"),
    ("Lago Sereno", "", "CL", "LAC"),
    ("Mirabonne", "", "CM", "AFR"),
    ("Nagisaki-no-oka", "渚崎の丘", "JP", "APA"),
    ("Ostrawica Nowa", "", "PL", "ENA"),
    ("Pinheiral do Vale", "", "PT", "ENA"),
    ("Qasr Al Reem", "قصر الريم", "SA", "ARB"),
    ("Rivièrelune", "", "CA", "ENA"),
    ("Saribulak", "Сарыбулак", "KG", "APA"),
    ("Tamahaven", "", "AU", "APA"),
    ("Umbrello sul Poggio", "", "IT", "ENA"),
    ("Vallecillo Alto", "", "GT", "LAC"),
    ("Wadi Yasmin", "وادي ياسمين", "EG", "ARB"),
    ("Xochiatla", "", "MX", "LAC"),
    ("Yeonhwa-dong", "연화동", "KR", "APA"),
    ("Zandermeer", "", "NL", "ENA"),
    ("Abofour Heights", "", "GH", "AFR"),
    ("Bắc Thanh Hà", "", "VN", "APA"),
    ("Cerro Plateado", "", "AR", "LAC"),
)
_STARTS = ("Al", "Bel", "Cor", "Dal", "Er", "Fen", "Gal", "Hal", "Is", "Jor", "Kal", "Lin", "Mor")
_MIDDLES = ("a", "e", "i", "o", "u", "ana", "eri", "ilo", "oma", "unda")
_ENDS = ("bria", "dale", "mund", "nara", "polis", "quen", "rest", "sola", "tova", "vik")
_SPOTS = (
    ("BR", "LAC"), ("PE", "LAC"), ("ID", "APA"), ("PH", "APA"), ("ET", "AFR"), ("RW", "AFR"),
    ("MA", "ARB"), ("AE", "ARB"), ("ES", "ENA"), ("RO", "ENA"), ("UA", "ENA"), ("TH", "APA"),
)  # fmt: skip
PEOPLE = (
    "Amina Karimi", "Li Wei", "Tomás Rivera", "Fatou Ndiaye", "Olga Petrenko", "John Mwangi",
    "Claire Dubois", "Yusuf Haddad", "Priya Nair", "Sofia Almeida", "Kenji Mori", "Leila Mansour",
)  # fmt: skip
SURVEYED = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class InventedCity:
    """A city that does not exist, and how far along it is in the open round."""

    number: int
    name: str
    own_name: str
    country: str
    region: str
    population: int
    coordinator: str
    status: Status
    blanks: float


# In this order over the cities: the first eight write, of the others most have handed in with
# nearly everything answered, and some with real gaps.
_DRAFTS = (0.12, 0.45, 0.7, 0.3, 1.0, 0.04, 0.25, 0.85)
_SENT = (
    Status.SUBMITTED, Status.IN_REVIEW, Status.ACCEPTED, Status.SUBMITTED, Status.RETURNED,
    Status.ACCEPTED, Status.SUBMITTED, Status.IN_REVIEW,
)  # fmt: skip
_GAPPY = 8


def invented_cities(count: int, seed: int) -> Iterator[InventedCity]:
    """Invent cities; each depends on its number and the seed alone, not on how many there are."""
    for number in range(count):
        yield _city(number, Random(f"{seed}-city-{number}"))  # noqa: S311  # no secret


def _city(number: int, random: Random) -> InventedCity:
    if number < len(NAMES):
        name, own_name, country, region = NAMES[number]
    else:
        name = f"{random.choice(_STARTS)}{random.choice(_MIDDLES)}{random.choice(_ENDS)} {number}"
        own_name, (country, region) = "", random.choice(_SPOTS)
    if number < len(_DRAFTS):
        status, blanks = Status.DRAFT, _DRAFTS[number]
    else:
        status = _SENT[number % len(_SENT)]
        blanks = 0.5 if number % _GAPPY == 0 else random.uniform(0, 0.1)
    return InventedCity(
        number=number,
        name=name,
        own_name=own_name,
        country=country,
        region=region,
        population=100 * round(math.exp(random.gauss(12.3, 1.1)) / 100),
        coordinator=PEOPLE[number % len(PEOPLE)],
        status=status,
        blanks=blanks,
    )


def invented_answers(
    framework: Framework, city: InventedCity, round_year: int, seed: int, *, blanks: float
) -> list[Answer]:
    """Invent a city's answers in a round; `blanks` is the share of questions left open."""
    random = Random(f"{seed}-answers-{city.number}")  # noqa: S311  # no secret
    city_level = random.gauss(0.55, 0.13)
    drift = Random(f"{seed}-drift-{city.number}-{round_year}").gauss(0.02, 0.02)  # noqa: S311
    found: list[Answer] = []
    for focus_area in framework.focus_areas:
        area_level = city_level + random.gauss(0, 0.12) + drift * (round_year - 2024) / 2
        for indicator in focus_area.indicators:
            level = min(1.0, max(0.0, area_level + random.gauss(0, 0.14)))
            luck = random.random()
            answer = _answer(indicator, level, city, round_year, random)
            found.append(_with_gap(indicator, answer, luck, blanks, random))
    return [answer for answer in found if answer.state is not State.UNANSWERED]


def _with_gap(
    indicator: Indicator, answer: Answer, luck: float, blanks: float, random: Random
) -> Answer:
    if luck < blanks:
        gap = random.choice((State.NO_DATA, State.NO_DATA, State.LATER, State.UNANSWERED))
        reason = "No survey covers this yet" if gap is State.NO_DATA else ""
        return Answer(indicator.id, gap, reason=reason, version=1)
    if indicator.not_applicable is NotApplicable.WITH_REASON and luck > 0.95:  # noqa: PLR2004
        return Answer(
            indicator.id,
            State.NOT_APPLICABLE,
            reason="The national government decides on this, not the city",
            version=1,
        )
    return answer


def _answer(
    indicator: Indicator, level: float, city: InventedCity, round_year: int, random: Random
) -> Answer:
    common = {
        "indicator_id": indicator.id,
        "state": State.VALUE,
        "year": str(round_year - random.choice((0, 1, 1, 2))),
        "version": 1,
    }
    if indicator.kind is Kind.LEVEL:
        step = str(min(4, int(level * 5)))
        return Answer(
            **common,  # type: ignore[arg-type]
            entered=step,
            value=Decimal(step),
            source="Council decision and programme report (invented)",
            grade=Grade.OPINION if random.random() < 0.3 else Grade.REGISTER,  # noqa: PLR2004
        )
    if indicator.kind is Kind.SHARES:
        shares = _shares(indicator, random)
        return Answer(
            **common,  # type: ignore[arg-type]
            entered=json.dumps({part: str(share) for part, share in shares.items()}),
            shares=shares,
            source="City budget (invented)",
            grade=Grade.OFFICIAL,
        )
    return _number(indicator, level, city, random, common)


def _shares(indicator: Indicator, random: Random) -> dict[str, Decimal]:
    weights = [random.randint(2, 12) for _part in indicator.parts]
    shares = [Decimal(round(1000 * w / sum(weights))) / 10 for w in weights]
    shares[-1] += 100 - sum(shares)
    return {part.id: share for part, share in zip(indicator.parts, shares, strict=True)}


def _number(
    indicator: Indicator,
    level: float,
    city: InventedCity,
    random: Random,
    common: dict[str, object],
) -> Answer:
    value = _within(indicator, _value(indicator, level))
    survey = "survey" in indicator.guidance.source_kind
    grade = Grade.SURVEY if survey else random.choice((Grade.OFFICIAL, Grade.REGISTER))
    national = random.random() < 0.02  # noqa: PLR2004
    numbers: dict[str, object] = {"entered": format(value, "f"), "value": value}
    if indicator.has_parts and random.random() < 0.4:  # noqa: PLR2004
        numbers = _parts(indicator, value, city)
    return Answer(
        **common,  # type: ignore[arg-type]
        **numbers,  # type: ignore[arg-type]
        source="Residents' survey (invented)" if survey else "City statistics office (invented)",
        grade=grade,
        territory=Territory.NATIONAL if national else Territory.CITY,
        mark=None if value in indicator.bounds else Mark.INVALID,
    )


def _value(indicator: Indicator, level: float) -> Decimal:
    low, high = float(indicator.bounds.low), float(indicator.bounds.high)
    if indicator.expected:
        low, high = float(indicator.expected.low), float(indicator.expected.high)
    posts = indicator.goalposts
    if posts is None:
        return Decimal(round(low + (high - low) * level * 0.5, 1))
    worst, best = float(posts.worst), float(posts.best_from)
    if posts.log_shift is not None:
        shift = float(posts.log_shift)
        spread = math.log(best + shift) - math.log(worst + shift)
        return Decimal(str(round(math.exp(math.log(worst + shift) + level * spread) - shift, 1)))
    return Decimal(str(round(worst + (best - worst) * level, 2 if best <= 5 else 1)))  # noqa: PLR2004


def _within(indicator: Indicator, value: Decimal) -> Decimal:
    clipped = min(indicator.bounds.high, max(indicator.bounds.low, value))
    return clipped.quantize(Decimal("0.01")).normalize() + 0


def _parts(indicator: Indicator, value: Decimal, city: InventedCity) -> dict[str, object]:
    per = Decimal(indicator.per or 1)
    whole = Decimal(city.population)
    if indicator.kind is Kind.SHARE:
        whole = max(Decimal(50), (whole * SURVEYED).quantize(Decimal(1)))
    part = (value * whole / per).quantize(Decimal(1))
    exact = (part * per / whole).normalize()
    figure = Decimal(f"{exact:.15g}")
    return {
        "value": figure + 0,
        "numerator_entered": format(part, "f"),
        "numerator": part,
        "denominator_entered": format(whole, "f"),
        "denominator": whole,
    }
