"""The history of one answer or text in words: what each version changed, as it was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from lcassess.assessment import figure, merge
from lcassess.assessment.merge import FIGURE, OTHER_PARTS
from lcassess.assessment.sheet import Answer, State, Text
from lcassess.services.tracing import Origin
from lcassess.web.answering import words
from lcassess.web.answers.showing import standing
from lcassess.web.lending.presenting import PARTS, TEXT
from lcassess.web.words import named, several

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lcassess.framework.model import Framework, Indicator
    from lcassess.services.tracing import Step, Trace


@dataclass(frozen=True, slots=True)
class Version:
    """One version: what it changed, part by part as typed, and where it came from."""

    said: Answer | Text
    changes: tuple[tuple[str, str], ...]
    origin: str


def versions(found: Trace, framework: Framework, language: str) -> list[Version]:
    """List the versions of an answer or text, the last one first."""
    indicator = framework.indicators.get(found.name)
    empty = Answer(found.name) if indicator else Text(found.name)
    said = [*(step.said for step in found.steps), empty]
    return [
        Version(step.said, tuple(_changes(indicator, step.said, before, language)), _origin(step))
        for step, before in zip(found.steps, said[1:], strict=True)
    ]


def _changes(
    indicator: Indicator | None, now: Answer | Text, before: Answer | Text, language: str
) -> Iterator[tuple[str, str]]:
    if indicator is None or not isinstance(now, Answer) or not isinstance(before, Answer):
        yield str(PARTS[TEXT]), str(getattr(now, "value", ""))
        return
    if _typed(indicator, now) != _typed(indicator, before):
        yield str(PARTS[FIGURE]), _typed(indicator, now)
    for part in OTHER_PARTS:
        if getattr(now, part) != getattr(before, part):
            yield str(PARTS[part]), words.summary(indicator, now, [part], language)


def _typed(indicator: Indicator, answer: Answer) -> str:
    """Give a figure as it was typed, or the state that stood for it."""
    shown = merge.as_shown(answer)
    if shown.state is not State.VALUE:
        return standing(shown, ())[0]
    found = figure.typed(indicator, shown)
    if found.parts:
        return several(named(p.name, found.parts.get(p.id, "")) for p in indicator.parts)
    if not (found.numerator or found.denominator):
        return found.value
    both = _("%(numerator)s of %(denominator)s", **_both(found.numerator, found.denominator))
    return several(filter(None, (both, found.value)))


def _both(numerator: str, denominator: str) -> dict[str, str]:
    return {"numerator": numerator or "–", "denominator": denominator or "–"}


def _origin(step: Step) -> str:
    if step.origin is Origin.IMPORT:
        return _("from the file %(name)s", name=step.file)
    if step.origin is Origin.PAGE or step.loan is None or step.suggestion is None:
        return _("on a page")
    supplier = filter(None, (step.suggestion.by or step.loan.name, step.loan.department))
    return _("suggested by %(supplier)s, taken over", supplier=", ".join(supplier))
