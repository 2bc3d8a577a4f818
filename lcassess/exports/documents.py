"""Results and comparisons as JSON, for programs; the scores are those of the scoring engine."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, BinaryIO

from lcassess.assessment.sheet import Mark
from lcassess.exports.table import number
from lcassess.scoring.document import city_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lcassess.assessment.sheet import Answer
    from lcassess.exports.progress import Progress, RoundProgress
    from lcassess.framework.model import Framework
    from lcassess.scoring.comparison import CityResult, Comparison

YEAR_DIGITS = 4


def write_results(framework: Framework, result: CityResult, target: BinaryIO) -> None:
    """Write one city's scores and answers."""
    target.write(_json(results_document(framework, result)))


def write_comparison(comparison: Comparison, target: BinaryIO) -> None:
    """Write the cities of a comparison by slug, without notes, one after the other."""
    framework = comparison.framework
    cities = (
        (city.slug, results_document(framework, city, notes=False)) for city in comparison.cities
    )
    _write_cities(framework.edition, comparison.round, cities, target)


def write_network(network: RoundProgress, target: BinaryIO) -> None:
    """Write every city of a round: how far it is and, once it has submitted, its results."""
    cities = (
        (city.slug, _standing(city) | _sent(network.framework, city.result))
        for city in network.cities
    )
    _write_cities(network.framework.edition, network.round, cities, target)


def results_document(
    framework: Framework,
    result: CityResult,
    *,
    notes: bool = True,
) -> dict[str, Any]:
    """Give one city's scores and answers as plain data; numbers are not rounded."""
    answers = [answer_document(answer) for answer in result.sheet.in_order(framework)]
    if not notes:
        for answer in answers:
            del answer["note"]
    return {
        "edition": framework.edition,
        "round": result.round,
        "city": result.slug,
        "fictional": result.fictional,
        "state": result.state,
        **city_document(result.profile, ranks=False),
        "answers": answers,
    }


def answer_document(answer: Answer) -> dict[str, Any]:
    """Give one answer as plain data."""
    return {
        "indicator": answer.indicator_id,
        "state": answer.state,
        "value": dict(answer.shares) if answer.shares else answer.value,
        "entered": answer.entered or None,
        "numerator": answer.numerator,
        "denominator": answer.denominator,
        "year": year(answer),
        "source": answer.source or None,
        "grade": answer.grade,
        "territory": answer.territory,
        "note": answer.note or None,
        "reason": answer.reason or None,
        "unsure": answer.unsure,
        "invalid": answer.mark is Mark.INVALID,
    }


def year(answer: Answer) -> int | str | None:
    """Give the year as a number where it reads as one, else as it was typed."""
    typed = answer.year.strip()
    return int(typed) if typed.isdecimal() and len(typed) <= YEAR_DIGITS else typed or None


def _standing(city: Progress) -> dict[str, Any]:
    return {
        "city": city.slug,
        "name": city.name,
        "country": city.country,
        "region": city.region,
        "fictional": city.fictional,
        "state": city.state,
        "answered": city.answered,
        "asked": city.asked,
    }


def _sent(framework: Framework, result: CityResult | None) -> dict[str, Any]:
    return results_document(framework, result, notes=False) if result else {}


def _write_cities(
    edition: str,
    round_slug: str,
    cities: Iterator[tuple[str, dict[str, Any]]],
    target: BinaryIO,
) -> None:
    """Write city by city, so that ten thousand of them need no more memory than one."""
    target.write(_json({"edition": edition, "round": round_slug})[:-1] + b', "cities": {')
    comma = b""
    for slug, city in cities:
        target.write(comma + _json(slug) + b": " + _json(city))
        comma = b", "
    target.write(b"}}")


def _json(document: Any) -> bytes:
    return json.dumps(
        document,
        ensure_ascii=False,
        allow_nan=False,
        default=_decimal,
    ).encode("utf-8", "replace")


def _decimal(value: object) -> int | float:
    if isinstance(value, Decimal):
        return number(value)
    message = f"no JSON for {type(value).__name__}"
    raise TypeError(message)
