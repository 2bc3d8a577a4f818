"""What an invented city answers: the same every time, with the gaps that real answers have."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from lcassess.assessment.sheet import Answer, Grade, Mark, State, Territory
from lcassess.framework.model import Kind, NotApplicable

if TYPE_CHECKING:
    from lcassess.framework.model import Framework, Indicator
    from lcassess.services.invention import InventedCity

SURVEYED = Decimal("0.1")


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
