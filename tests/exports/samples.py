"""Invented cities for the tests of documents: every state, mark and kind of answer."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType

from lcassess.assessment.sheet import Answer, AnswerSheet, Grade, Mark, State, Territory
from lcassess.assessment.snapshot import freeze, plain_answers
from lcassess.exports.method import Method
from lcassess.exports.progress import Progress, RoundProgress, Sent
from lcassess.framework.catalogue import load
from lcassess.framework.model import Kind, NotApplicable
from lcassess.scoring.comparison import CityResult
from lcassess.scoring.profile import score
from lcassess.scoring.scores import score_sheets

FRAMEWORK = load("2026")
SHARES = next(i for i in FRAMEWORK.indicators.values() if i.kind is Kind.SHARES)
EXCUSABLE = next(
    i for i in FRAMEWORK.indicators.values() if i.not_applicable is NotApplicable.WITH_REASON
)
METHOD = Method("21 November 2026", "sha256:0123", ("Scores are means.",))


def same(text):
    return text


def answer(indicator, place, **parts):
    """Answer a question with a figure that differs from place to place."""
    if indicator.kind is Kind.SHARES:
        return divided(indicator)
    if indicator.kind is Kind.LEVEL:
        return Answer(indicator.id, State.VALUE, entered=str(place % 5), value=Decimal(place % 5))
    low, high = indicator.bounds.low, min(indicator.bounds.high, Decimal(1000))
    value = (low + (high - low) * Decimal(place % 97 + 1) / 99).quantize(Decimal("0.00001"))
    return Answer(indicator.id, State.VALUE, entered=f"{value}", value=value, **parts)


def divided(indicator):
    shares = {part.id: Decimal(i) / 10 for i, part in enumerate(indicator.parts, 1)}
    return Answer(indicator.id, State.VALUE, entered="{}", shares=MappingProxyType(shares))


def full_sheet(seed=0):
    """Answer everything, then leave some answers in each other state."""
    answers = {
        i.id: answer(i, 13 * n + seed, year="2024", source="Census", grade=Grade.OFFICIAL)
        for n, i in enumerate(FRAMEWORK.indicators.values())
    }
    scored = [i.id for i in FRAMEWORK.indicators.values() if i.kind is Kind.SHARE and i.takes_part]
    no_data, later, empty, invalid, national, negative = scored[3:9]
    answers |= {
        no_data: Answer(no_data, State.NO_DATA, reason="nobody counts it"),
        later: Answer(later, State.LATER),
        empty: Answer(empty),
        invalid: Answer(invalid, State.VALUE, entered="340", value=Decimal(340), mark=Mark.INVALID),
        national: Answer(
            national, State.VALUE, entered="50", value=Decimal(50), territory=Territory.NATIONAL
        ),
        negative: Answer(
            negative, State.VALUE, entered="-3.5", value=Decimal("-3.5"), mark=Mark.INVALID
        ),
        EXCUSABLE.id: Answer(EXCUSABLE.id, State.NOT_APPLICABLE, reason="no such thing here"),
    }
    return AnswerSheet.of(answers.values())


def city(name, sheet, *, slug=None, texts=None, fictional=True, state="submitted"):
    return CityResult(
        slug=slug or name.lower().replace(" ", "-"),
        name=name,
        country="NO",
        region="Europe",
        fictional=fictional,
        round="2026",
        state=state,
        profile=score(FRAMEWORK, sheet),
        sheet=sheet,
        texts=texts or {},
    )


def cities(count):
    names = sorted(f"City {i:03}" for i in range(count))
    return tuple(city(name, full_sheet(i), fictional=i % 2 == 0) for i, name in enumerate(names))


def comparison(*results):
    fictional = any(result.fictional for result in results)
    return RoundProgress(FRAMEWORK, "2026", "Round 2026", fictional, [*map(progress, results)])


def network(*results):
    """Put a draft of which nothing may be shown between those who have submitted."""
    draft = Progress("quiet-town", "Quiet Town", "FR", "Europe", True, "draft", 7, 64)  # noqa: FBT003
    first, *rest = map(progress, results)
    return RoundProgress(FRAMEWORK, "2026", "Round 2026", True, [first, draft, *rest])  # noqa: FBT003


def progress(result):
    """Give a city as a round has it: its scores as a table, its answers as they were frozen."""
    answers = plain_answers(freeze(result.sheet, result.texts))
    sent = Sent(
        score_sheets(FRAMEWORK, [result.sheet]),
        [answers.get(name, {}) for name in FRAMEWORK.indicators],
    )
    about = (result.slug, result.name, result.country, result.region, result.fictional)
    return Progress(*about, result.state, 60, 64, sent)
