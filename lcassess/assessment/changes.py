"""What changed between two versions that a city handed in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lcassess.assessment.sheet import Answer, AnswerSheet


def changed_answers(
    names: Iterable[str], now: AnswerSheet, before: AnswerSheet
) -> dict[str, Answer]:
    """Give the earlier answers, by indicator, of those that say something else now."""
    return {name: before[name] for name in names if _said(now[name]) != _said(before[name])}


def changed_texts(now: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """Give the earlier texts, by name, of those that read otherwise now."""
    return {
        name: before.get(name, "")
        for name in sorted({*now, *before})
        if now.get(name, "") != before.get(name, "")
    }


def _said(answer: Answer) -> Answer:
    """Leave out how often an answer was saved."""
    return replace(answer, version=0)
