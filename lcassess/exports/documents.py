"""Results and comparisons as JSON, for programs; the scores are those of the scoring engine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO

from lcassess.assessment.settling import with_levels
from lcassess.assessment.sheet import Mark, State, Territory
from lcassess.assessment.snapshot import plain
from lcassess.exports.table import number_of
from lcassess.framework.model import Kind
from lcassess.scoring.document import city_document
from lcassess.scoring.profile import profile_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lcassess.exports.progress import Progress, RoundProgress, Sent
    from lcassess.framework.model import Framework, Indicator
    from lcassess.scoring.comparison import CityResult

YEAR_DIGITS = 4


def write_results(framework: Framework, result: CityResult, target: BinaryIO) -> None:
    """Write one city's scores and answers."""
    target.write(_json(results_document(framework, result)))


def write_comparison(network: RoundProgress, target: BinaryIO) -> None:
    """Write the cities of a comparison by slug, without notes, one after the other."""
    cities = ((c.slug, _sent(network, c, c.sent)) for c in network.cities if c.sent)
    _write_cities(network, cities, target)


def write_network(network: RoundProgress, target: BinaryIO) -> None:
    """Write every city of a round: how far it is and, once it has submitted, its results."""
    cities = (
        (c.slug, _standing(c) | (_sent(network, c, c.sent) if c.sent else {}))
        for c in network.cities
    )
    _write_cities(network, cities, target)


def results_document(framework: Framework, result: CityResult) -> dict[str, Any]:
    """Give one city's scores and answers as plain data; numbers are not rounded."""
    return {
        **_about(framework, result.round, result),
        **city_document(result.profile, ranks=False),
        "answers": [
            answer_document(indicator.id, _plain(indicator, result))
            for indicator in framework.indicators.values()
        ],
    }


def answer_document(indicator_id: str, answer: Mapping[str, Any]) -> dict[str, Any]:
    """Give one answer in full; it comes as `assessment.snapshot.plain` has it, without defaults.

    One in levels has both levels as `assessment.settling.with_levels` adds them.
    """
    return {
        "indicator": indicator_id,
        "state": answer.get("state", State.UNANSWERED),
        "value": _value(answer),
        "entered": answer.get("entered"),
        "numerator": number_of(answer.get("numerator")),
        "denominator": number_of(answer.get("denominator")),
        "year": year(answer.get("year", "")),
        "source": answer.get("source"),
        "grade": answer.get("grade"),
        "territory": answer.get("territory", Territory.CITY),
        "note": answer.get("note"),
        "reason": answer.get("reason"),
        "unsure": answer.get("unsure", False),
        "invalid": answer.get("mark") == Mark.INVALID,
        "level_city": number_of(answer.get("level_city")),
        "level_reviewer": number_of(answer.get("level_reviewer")),
    }


def _plain(indicator: Indicator, result: CityResult) -> Mapping[str, Any]:
    answer = plain(result.sheet[indicator.id])
    rubric = indicator.kind is Kind.LEVEL
    return with_levels(answer, result.levels.get(indicator.id)) if rubric else answer


def year(typed: str) -> int | str | None:
    """Give the year as a number where it reads as one, else as it was typed."""
    typed = typed.strip()
    return int(typed) if typed.isdecimal() and len(typed) <= YEAR_DIGITS else typed or None


def _value(answer: Mapping[str, Any]) -> Any:
    if shares := answer.get("shares"):
        return {part: number_of(digits) for part, digits in shares.items()}
    return number_of(answer.get("value"))


def _about(framework: Framework, round_slug: str, city: Progress | CityResult) -> dict[str, Any]:
    return {
        "edition": framework.edition,
        "round": round_slug,
        "city": city.slug,
        "fictional": city.fictional,
        "state": city.state,
    }


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


def _sent(network: RoundProgress, city: Progress, sent: Sent) -> dict[str, Any]:
    names = network.framework.indicators
    answers = list(map(answer_document, names, sent.answers))
    for answer in answers:
        del answer["note"]
    return {
        **_about(network.framework, network.round, city),
        **city_document(profile_at(sent.scores, 0), ranks=False),
        "answers": answers,
    }


def _write_cities(
    network: RoundProgress,
    cities: Iterator[tuple[str, dict[str, Any]]],
    target: BinaryIO,
) -> None:
    """Write city by city, so that ten thousand of them need no more memory than one."""
    about = {"edition": network.framework.edition, "round": network.round}
    target.write(_json(about)[:-1] + b', "cities": {')
    comma = b""
    for slug, city in cities:
        target.write(comma + _json(slug) + b": " + _json(city))
        comma = b", "
    target.write(b"}}")


def _json(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")
