"""The codebook: what every question asks, and how its answer is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcassess.exports.questions import GOALPOST_FIELDS, NAME_FIELDS, Question, questions
from lcassess.exports.table import CellKind, Field, table_of
from lcassess.exports.words import N_

if TYPE_CHECKING:
    from decimal import Decimal

    from lcassess.exports.table import Table
    from lcassess.exports.words import Words
    from lcassess.framework.model import Framework, Guidance, Indicator

CODE, TEXT, LONG, NUMBER, FLAG = CellKind


def codebook(framework: Framework, words: Words) -> Table:
    """Describe every question of an edition, in the language of the framework."""
    return table_of("codebook", N_("Codebook"), FIELDS, questions(framework), words)


def _guidance(question: Question) -> Guidance:
    return question.indicator.guidance


def _expected(question: Question, end: str) -> Decimal | None:
    return getattr(question.indicator.expected, end, None)


def _levels(question: Question) -> str:
    levels = enumerate(_guidance(question).levels)
    return "\n".join(f"{i}: {level.description}" for i, level in levels)


def _parts(indicator: Indicator) -> str:
    return "\n".join(f"{part.id}: {part.name}" for part in indicator.parts)


_WORDING: tuple[Field[Question], ...] = (
    Field("question", N_("Question"), LONG, lambda q: _guidance(q).question),
    Field("numerator", N_("Numerator"), LONG, lambda q: _guidance(q).definition.numerator),
    Field("denominator", N_("Denominator"), LONG, lambda q: _guidance(q).definition.denominator),
    Field("population", N_("Of whom"), LONG, lambda q: _guidance(q).definition.population),
    Field("period", N_("Period"), LONG, lambda q: _guidance(q).definition.period),
    Field("levels", N_("Levels"), LONG, _levels),
    Field("parts", N_("Parts"), TEXT, lambda q: _parts(q.indicator)),
)
_READING: tuple[Field[Question], ...] = (
    Field("kind", N_("Kind of answer"), CODE, lambda q: q.indicator.kind),
    Field("per", N_("Per"), NUMBER, lambda q: q.indicator.per),
    Field("low", N_("Lowest possible"), NUMBER, lambda q: q.indicator.bounds.low),
    Field("high", N_("Highest possible"), NUMBER, lambda q: q.indicator.bounds.high),
    Field("expected_low", N_("Expected from"), NUMBER, lambda q: _expected(q, "low")),
    Field("expected_high", N_("Expected to"), NUMBER, lambda q: _expected(q, "high")),
)
_SCORING: tuple[Field[Question], ...] = (
    Field("basis", N_("Goalposts rest on"), CODE, lambda q: q.indicator.goalpost_basis),
    Field("basis_note", N_("Why these goalposts"), LONG, lambda q: _guidance(q).goalpost_note),
    Field("scored", N_("Scored"), FLAG, lambda q: q.indicator.takes_part),
    Field("weight", N_("Weight in its feature"), NUMBER, lambda q: q.indicator.weight),
    Field("inclusion_core", N_("Inclusion question"), FLAG, lambda q: q.indicator.inclusion_core),
    Field("not_applicable", N_("May not apply"), CODE, lambda q: q.indicator.not_applicable),
    Field("sdg", N_("SDG target"), CODE, lambda q: _guidance(q).sdg),
    Field("wording", N_("Wording"), CODE, lambda q: _guidance(q).wording),
    Field("official_code", N_("Official code"), CODE, lambda q: _guidance(q).official_code),
)
FIELDS = (*NAME_FIELDS, *_WORDING, *_READING, *GOALPOST_FIELDS, *_SCORING)
