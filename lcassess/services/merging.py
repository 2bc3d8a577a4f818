"""Bringing what was posted together with what stands, by the one rule of saving."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lcassess.assessment import fields, merge
from lcassess.assessment.sheet import Answer, Text
from lcassess.storage import answers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.framework.model import Indicator

    Posted = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Conflict:
    """What two people said to the same question; nothing of it was written."""

    parts: tuple[str, ...]
    yours: Answer
    theirs: Answer


@dataclass(frozen=True, slots=True)
class TextConflict:
    """What two people wrote as the same text."""

    yours: Text
    theirs: Text


def merge_answers(  # the questions, what stands, what was posted
    session: Session,
    assessment_id: UUID,
    indicators: Iterable[Indicator],
    standing: Mapping[str, Answer],
    posted: Posted,
    language: str,
) -> tuple[list[Answer], dict[str, Conflict]]:
    """Give the answers to write, and the conflicts; `posted` holds fields by indicator id."""
    now = {name: standing.get(name) or Answer(name) for name in posted}
    then = answers.at_versions(session, assessment_id, _older(posted, now))
    written: list[Answer] = []
    conflicts: dict[str, Conflict] = {}
    for indicator in indicators:
        sent = posted.get(indicator.id)
        if not sent:
            continue
        current = now[indicator.id]
        seen = current
        if fields.version(sent) != current.version:
            seen = then.get(indicator.id) or Answer(indicator.id)
        merged = merge.merge(indicator, current, seen, sent, language)
        if merged.answer:
            written.append(merged.answer)
        elif merged.conflicts and merged.yours:
            conflicts[indicator.id] = Conflict(merged.conflicts, merged.yours, current)
    return written, conflicts


def merge_texts(
    session: Session, assessment_id: UUID, posted: Posted
) -> tuple[list[Text], dict[str, TextConflict]]:
    """Give the texts to write, and the conflicts; `posted` holds fields by the texts' names."""
    standing = answers.texts_of(session, assessment_id, list(posted)) if posted else {}
    now = {name: standing.get(name) or Text(name) for name in posted}
    then = answers.texts_at_versions(session, assessment_id, _older(posted, now))
    written: list[Text] = []
    conflicts: dict[str, TextConflict] = {}
    for name, sent in posted.items():
        current, value = now[name], sent["value"].strip()
        seen = current
        if fields.version(sent) != current.version:
            seen = then.get(name) or Text(name)
        if value in {seen.value, current.value}:
            continue
        yours = replace(current, value=value, version=current.version + 1)
        if current.value == seen.value:
            written.append(yours)
        else:
            conflicts[name] = TextConflict(yours, current)
    return written, conflicts


def _older(posted: Posted, now: Mapping[str, Answer] | Mapping[str, Text]) -> list[tuple[str, int]]:
    """List the versions, other than those that stand, for which something was posted."""
    seen = [(name, fields.version(sent)) for name, sent in posted.items() if sent]
    return [(name, version) for name, version in seen if 0 < version != now[name].version]
