"""Saving answers: a page at once, or one answer as it is typed, by the one rule."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.assessment import fields
from lcassess.assessment.merge import as_shown
from lcassess.assessment.sheet import Answer, Text
from lcassess.framework import catalogue
from lcassess.services.merging import merge_answers, merge_texts
from lcassess.services.refusals import NotAllowedError, NotFoundError, NotNowError, RefusedError
from lcassess.services.transaction import deed
from lcassess.storage import answers, assessments, saving, scores

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.framework.model import FocusArea, Framework, Indicator
    from lcassess.network.membership import Actor
    from lcassess.services.merging import Conflict, TextConflict

KEYS_ARE_KEPT = timedelta(days=7)


class UnknownPartError(RefusedError):
    """A part that the question does not have."""


class KeyUsedError(RefusedError):
    """The key of this save came with another one before."""


class VersionMissingError(RefusedError):
    """A save that does not say which version its author saw."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving a page."""

    written: tuple[str, ...] = ()
    conflicts: Mapping[str, Conflict] | None = None
    text_conflicts: Mapping[str, TextConflict] | None = None
    marked: bool = False

    @property
    def complete(self) -> bool:
        """Tell whether everything was saved."""
        return not self.conflicts and not self.text_conflicts


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a report, by its name: an indicator, or a text where that is None."""

    report: Report
    framework: Framework
    focus_area: FocusArea
    indicator: Indicator | None
    name: str


@dataclass(frozen=True, slots=True)
class Change:
    """Parts of one answer as typed, for the version that their author saw, under a key or none.

    `body` is the save as it was sent, which tells it from another one under the same key.
    """

    parts: Mapping[str, str]
    version: int | None
    language: str
    key: str = ""
    body: str = ""

    @property
    def posted(self) -> dict[str, str]:
        """The parts as a page would post them."""
        return {**self.parts, "version": str(self.version)}

    @property
    def fingerprint(self) -> str:
        """What tells this change from another one under the same key."""
        return _hash(json.dumps([self.body, dict(self.parts)], sort_keys=True))


def save_focus_area(  # a save is all of these
    session: Session,
    actor: Actor,
    assessment_id: UUID,
    code: str,
    form: Mapping[str, str],
    language: str,
    now: datetime,
) -> Saved:
    """Save what a page posted, answer by answer, by the one rule of saving."""
    with deed(session, "save-answers", actor, assessment_id=assessment_id, code=code):
        report = _own(assessments.find(session, assessment_id, lock=True), actor)
        framework = catalogue.load(report.round.edition)
        focus_area = framework.by_code.get(code)
        if focus_area is None:
            raise NotFoundError
        _demand_writer(actor, report, code)
        if not report.writable(now, code):
            raise NotNowError
        asked = focus_area.indicators
        standing = answers.of(session, assessment_id, [indicator.id for indicator in asked])
        posted = {indicator.id: fields.answer_fields(indicator, form) for indicator in asked}
        merged, conflicts = merge_answers(session, assessment_id, asked, standing, posted, language)
        texts, text_conflicts = merge_texts(session, assessment_id, _texts(focus_area, form))
        answers.write(session, assessment_id, merged, actor, now)
        answers.write_texts(session, assessment_id, texts, actor, now)
        _count(session, report, framework, focus_area, standing, merged)
    written = (*(a.indicator_id for a in merged), *(t.name for t in texts))
    marked = any(answer.mark for answer in merged)
    return Saved(written, conflicts, text_conflicts, marked)


def find_question(session: Session, actor: Actor, assessment_id: UUID, name: str) -> Asked:
    """Find a question of a report that the person may answer, whenever that may be."""
    return _asked(assessments.find(session, assessment_id), actor, name)


def save_answer(
    session: Session, actor: Actor, assessment_id: UUID, name: str, change: Change, now: datetime
) -> tuple[Asked, Answer | Text | Conflict | TextConflict]:
    """Save parts of one answer or text; give it as it stands after, or both sides of a conflict.

    A change whose key was used before is not made again: what it led to is given once more.
    """
    with deed(session, "save-answer", actor, assessment_id=assessment_id, question=name):
        asked = _asked(assessments.find(session, assessment_id, lock=True), actor, name)
        if not change.parts.keys() <= fields.parts_of(asked.indicator):
            raise UnknownPartError
        before = _made_before(session, actor, asked, change)
        if before is not None:
            return asked, before
        if not asked.report.writable(now, asked.focus_area.code):
            raise NotNowError
        if change.version is None:
            raise VersionMissingError
        found = write(session, actor, asked, change, now)
        if change.key and isinstance(found, Answer | Text):
            _keep_key(session, actor, asked, change, found.version, now)
    return asked, found


def _own(report: Report | None, actor: Actor) -> Report:
    if report is None or not rules.belongs(actor, report):
        raise NotFoundError
    return report


def _demand_writer(actor: Actor, report: Report, code: str) -> None:
    if not rules.may_answer(actor, report, code):
        raise NotAllowedError


def _asked(found: Report | None, actor: Actor, name: str) -> Asked:
    report = _own(found, actor)
    framework = catalogue.load(report.round.edition)
    focus_area = framework.asking.get(name)
    if focus_area is None:
        raise NotFoundError
    _demand_writer(actor, report, focus_area.code)
    return Asked(report, framework, focus_area, framework.indicators.get(name), name)


def _texts(focus_area: FocusArea, form: Mapping[str, str]) -> dict[str, dict[str, str]]:
    return {n: sent for n, sent in fields.text_fields(focus_area, form).items() if "value" in sent}


def _made_before(
    session: Session, actor: Actor, asked: Asked, change: Change
) -> Answer | Text | None:
    if not change.key:
        return None
    kept = saving.kept(session, asked.report.id, asked.name, actor.person_id, _hash(change.key))
    if kept is None:
        return None
    if kept.body_hash != change.fingerprint:
        raise KeyUsedError
    return _at_version(session, asked, kept.version)


def _at_version(session: Session, asked: Asked, version: int) -> Answer | Text:
    wanted = [(asked.name, version)]
    if asked.indicator is None:
        texts = answers.texts_at_versions(session, asked.report.id, wanted)
        return texts.get(asked.name) or Text(asked.name)
    then = answers.at_versions(session, asked.report.id, wanted)
    return as_shown(then.get(asked.name) or Answer(asked.name))


def _keep_key(  # one argument a column
    session: Session, actor: Actor, asked: Asked, change: Change, version: int, now: datetime
) -> None:
    saving.forget_before(session, now - KEYS_ARE_KEPT)
    saving.keep(
        session,
        assessment_id=asked.report.id,
        name=asked.name,
        person_id=actor.person_id,
        key_hash=_hash(change.key),
        body_hash=change.fingerprint,
        version=version,
        at=now,
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def write(
    session: Session, actor: Actor, asked: Asked, change: Change, now: datetime
) -> Answer | Text | Conflict | TextConflict:
    """Write a change by the one rule, in the deed of the caller, who looked whether it may be."""
    if asked.indicator is None:
        return _save_text(session, actor, asked, change, now)
    return _save_indicator(session, actor, asked, asked.indicator, change, now)


def _save_indicator(  # the question, the change, who and when
    session: Session,
    actor: Actor,
    asked: Asked,
    indicator: Indicator,
    change: Change,
    now: datetime,
) -> Answer | Conflict:
    report, name = asked.report, indicator.id
    standing = answers.of(session, report.id, [name])
    posted = {name: change.posted}
    merged, conflicts = merge_answers(
        session, report.id, [indicator], standing, posted, change.language
    )
    if conflicts:
        return conflicts[name]
    if not merged:
        return standing.get(name) or Answer(name)
    answers.write(session, report.id, merged, actor, now)
    _count(session, report, asked.framework, asked.focus_area, standing, merged)
    return replace(as_shown(merged[0]), by=actor.name, at=now)


def _save_text(
    session: Session, actor: Actor, asked: Asked, change: Change, now: datetime
) -> Text | TextConflict:
    report, name = asked.report, asked.name
    texts, conflicts = merge_texts(session, report.id, {name: change.posted})
    if conflicts:
        return conflicts[name]
    if not texts:
        return answers.texts_of(session, report.id, [name]).get(name) or Text(name)
    answers.write_texts(session, report.id, texts, actor, now)
    return replace(texts[0], by=actor.name, at=now)


def _count(  # whose counts, what stood, what was written
    session: Session,
    report: Report,
    framework: Framework,
    focus_area: FocusArea,
    standing: Mapping[str, Answer],
    written: list[Answer],
) -> None:
    """Keep how many questions of the focus area are settled now, where that has changed."""
    before = (standing.get(answer.indicator_id) for answer in written)
    more = sum(a.given for a in written) - sum(a.given for a in before if a)
    if more:
        counts = bytearray(scores.settled(session, report.id) or bytes(len(framework.focus_areas)))
        counts[framework.focus_areas.index(focus_area)] += more
        scores.set_settled(session, report.id, bytes(counts))
