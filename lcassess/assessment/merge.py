"""The one rule of saving: what somebody changed since to another value is never overwritten.

The figure (state, value, numerator, denominator, readings) is one part of an answer, every other
field is a part of its own. The same rule serves pages, single saves and files.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from lcassess.assessment import figure
from lcassess.assessment.sheet import Answer, Grade, State, Territory
from lcassess.framework.model import Kind, NotApplicable
from lcassess.framework.numbers import Reading
from lcassess.framework.understanding import Typed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcassess.framework.model import Indicator

Chosen = TypeVar("Chosen", State, Grade, Territory, Reading)

FIGURE = "figure"
OTHER_PARTS = ("year", "source", "grade", "territory", "note", "reason", "unsure")


class UnknownChoiceError(ValueError):
    """A choice that the question does not offer: no page sends it."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What comes of a save: the answer to write, or None, and the parts in conflict."""

    answer: Answer | None
    conflicts: tuple[str, ...] = ()
    yours: Answer | None = None


def merge(
    indicator: Indicator, now: Answer, seen: Answer, posted: Mapping[str, str], language: str
) -> Merged:
    """Bring one person's save together with what stands now.

    `seen` is the answer at the version that the person saw, `posted` the fields by their names
    in the contract as typed; an absent field is unchanged. `yours` is what would stand if every
    part that the person changed won.
    """
    seen, now = as_shown(seen), as_shown(now)
    meant = apply(indicator, seen, posted, language)
    touched = [part for part in (FIGURE, *OTHER_PARTS) if not _same(part, meant, seen)]
    changing = [part for part in touched if not _same(part, meant, now)]
    conflicts = tuple(part for part in changing if not _same(part, now, seen))
    yours = now
    for part in changing:
        yours = _take(part, yours, meant)
    if conflicts or not changing:
        return Merged(None, conflicts, yours)
    return Merged(replace(yours, version=now.version + 1), (), yours)


def as_shown(answer: Answer) -> Answer:
    """Give an answer as its form shows it: a figure under another state is history only."""
    return answer if answer.state is State.VALUE else figure.without_figure(answer)


def apply(indicator: Indicator, seen: Answer, posted: Mapping[str, str], language: str) -> Answer:
    """Put the fields that were posted into the answer that was seen."""
    changed = replace(
        seen,
        year=posted.get("year", seen.year).strip(),
        source=posted.get("source", seen.source).strip(),
        note=posted.get("note", seen.note).strip(),
        reason=posted.get("reason", seen.reason).strip(),
        grade=_grade(posted.get("grade"), seen.grade),
        territory=_territory(posted.get("territory"), seen.territory),
        unsure=_yes(posted.get("unsure"), now=seen.unsure),
    )
    return _with_state(indicator, changed, seen, posted, language)


def _with_state(
    indicator: Indicator, answer: Answer, seen: Answer, posted: Mapping[str, str], language: str
) -> Answer:
    before = figure.typed(indicator, seen)
    after = _typed(indicator, before, posted)
    state = _state(indicator, posted.get("state"), seen.state)
    if state is seen.state and after != before and not (_empty(before) and _empty(after)):
        state = State.UNANSWERED if _empty(after) else State.VALUE
    if state is State.VALUE and _empty(after):
        state = State.UNANSWERED  # a state cannot stand in for a figure
    answer = replace(answer, state=state)
    if after == before and state is State.VALUE:
        return answer
    return figure.with_figure(indicator, answer, after, language, known=seen)


def _typed(indicator: Indicator, before: Typed, posted: Mapping[str, str]) -> Typed:
    parts = {
        part.id: posted.get(f"value-{part.id}", before.parts.get(part.id, "")).strip()
        for part in indicator.parts
    }
    value = posted.get("value", before.value).strip()
    numerator = posted.get("numerator", before.numerator).strip()
    denominator = posted.get("denominator", before.denominator).strip()
    return Typed(
        value="" if indicator.kind is Kind.SHARES else value,
        numerator=numerator if indicator.has_parts else "",
        denominator=denominator if indicator.has_parts else "",
        parts={part: text for part, text in parts.items() if text},
        reading=_reading(posted.get("reading"), before.reading, value == before.value),
        numerator_reading=_reading(
            posted.get("numerator-reading"), before.numerator_reading, numerator == before.numerator
        ),
        denominator_reading=_reading(
            posted.get("denominator-reading"),
            before.denominator_reading,
            denominator == before.denominator,
        ),
    )


def _reading(posted: str | None, before: Reading | None, same_text: bool) -> Reading | None:  # noqa: FBT001
    """Take the reading that was chosen; one that was chosen for another text is dropped."""
    if posted is None:
        return before if same_text else None
    chosen = _choice(Reading, posted) if posted else None
    return chosen if same_text or chosen is not before else None


def _empty(typed: Typed) -> bool:
    return not (typed.value or typed.numerator or typed.denominator or typed.parts)


def _state(indicator: Indicator, posted: str | None, seen: State) -> State:
    if not posted:
        return seen
    state = _choice(State, posted)
    if state is State.NOT_APPLICABLE and indicator.not_applicable is NotApplicable.NEVER:
        raise UnknownChoiceError(posted)
    return state


def _grade(posted: str | None, seen: Grade | None) -> Grade | None:
    if posted is None:
        return seen
    return _choice(Grade, posted) if posted else None


def _territory(posted: str | None, seen: Territory) -> Territory:
    return _choice(Territory, posted) if posted else seen


def _yes(posted: str | None, *, now: bool) -> bool:
    if posted is None:
        return now
    if posted not in {"yes", "no"}:
        raise UnknownChoiceError(posted)
    return posted == "yes"


def _choice(kind: type[Chosen], text: str) -> Chosen:
    try:
        return kind(text)
    except ValueError:
        raise UnknownChoiceError(text) from None


def _same(part: str, one: Answer, other: Answer) -> bool:
    if part == FIGURE:
        return figure.same_figure(one, other)
    return bool(getattr(one, part) == getattr(other, part))


def _take(part: str, into: Answer, source: Answer) -> Answer:
    if part == FIGURE:
        return replace(
            into,
            state=source.state,
            entered=source.entered,
            value=source.value,
            shares=source.shares,
            numerator_entered=source.numerator_entered,
            numerator=source.numerator,
            denominator_entered=source.denominator_entered,
            denominator=source.denominator,
            reading=source.reading,
            numerator_reading=source.numerator_reading,
            denominator_reading=source.denominator_reading,
            mark=source.mark,
        )
    return replace(into, **{part: getattr(source, part)})
