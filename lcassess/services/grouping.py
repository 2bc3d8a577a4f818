"""Figures by group at an answer, and the groups that a city reaches; saved by the one rule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.assessment import breakdowns, fields, groups, parts
from lcassess.assessment.breakdowns import Breakdown
from lcassess.assessment.groups import GROUPS, GroupReach
from lcassess.assessment.status import Status
from lcassess.services import attached, attaching
from lcassess.services.looking import note_look
from lcassess.services.refusals import NotAllowedError, NotFoundError, NotNowError
from lcassess.services.reports import shown_to, visible_report
from lcassess.services.transaction import deed
from lcassess.storage import assessments
from lcassess.storage import groups as storage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.assessment.sheet import Answer
    from lcassess.network.membership import Actor
    from lcassess.services.attaching import Place

PAGE = "groups"


@dataclass(frozen=True, slots=True)
class BreakdownPage:
    """An answer and its breakdowns, one for each that the question offers."""

    place: Place
    answer: Answer
    breakdowns: tuple[Breakdown, ...]


@dataclass(frozen=True, slots=True)
class GroupPage:
    """The groups of a report, with every save of them for the city itself."""

    report: Report
    reach: tuple[GroupReach, ...]
    history: Sequence[GroupReach]
    own: bool
    may_write: bool


@dataclass(frozen=True, slots=True)
class BreakdownConflict:
    """What two people said of the same groups; nothing of it was written."""

    parts: tuple[str, ...]
    yours: Breakdown
    theirs: Breakdown


@dataclass(frozen=True, slots=True)
class GroupConflict:
    """What two people said of the same group; nothing of it was written."""

    parts: tuple[str, ...]
    yours: GroupReach
    theirs: GroupReach


def open_breakdowns(
    session: Session, actor: Actor, assessment_id: UUID, name: str, now: datetime
) -> BreakdownPage:
    """Open the breakdowns of an answer: the city as they stand, others as they were handed in."""
    place = attaching.find(session, actor, assessment_id, name, now)
    offered = place.indicator.guidance.breakdowns
    if not offered:
        raise NotFoundError
    sheet, _texts = shown_to(session, actor, place.report)
    found = attached.shown_to(session, actor, place.report)
    return BreakdownPage(
        place, sheet[name], tuple(found.breakdown(name, offer) for offer in offered)
    )


def save_breakdowns(  # where, what was typed in which language, when
    session: Session,
    actor: Actor,
    assessment_id: UUID,
    name: str,
    posted: Mapping[str, Mapping[str, str]],
    language: str,
    now: datetime,
) -> dict[str, BreakdownConflict]:
    """Save the breakdowns of an answer, by their names; give those in conflict."""
    conflicts: dict[str, BreakdownConflict] = {}
    with deed(session, "save-breakdowns", actor, assessment_id=assessment_id, question=name):
        place = attaching.hold(session, actor, assessment_id, name, now)
        history = storage.breakdowns(session, assessment_id)
        for offer in place.indicator.guidance.breakdowns:
            given = posted.get(offer)
            if given is None:
                continue
            versions = [b for b in history if (b.indicator_id, b.breakdown) == (name, offer)]
            blank = Breakdown(name, offer)
            current = versions[-1] if versions else blank
            seen = {one.version: one for one in versions}.get(fields.version(given), blank)
            meant = breakdowns.typed(seen, given, language)
            made, parted = breakdowns.merged(current, seen, meant)
            if made:
                storage.add_breakdown(session, assessment_id, made, actor, now)
            if parted:
                conflicts[offer] = BreakdownConflict(parted, meant, current)
    return conflicts


def open_groups(session: Session, actor: Actor, assessment_id: UUID, now: datetime) -> GroupPage:
    """Open the groups of a report: the city as they stand, others as they were handed in."""
    report = visible_report(session, actor, assessment_id)
    note_look(session, actor, report, PAGE, now)
    own = rules.belongs(actor, report)
    found = attached.shown_to(session, actor, report)
    return GroupPage(
        report,
        tuple(found.group(group_id) for group_id in GROUPS),
        storage.groups(session, assessment_id) if own else (),
        own,
        rules.leads(actor, report) and _is_open(report, now),
    )


def save_groups(  # where, what was typed, when
    session: Session,
    actor: Actor,
    assessment_id: UUID,
    posted: Mapping[str, Mapping[str, str]],
    now: datetime,
) -> dict[str, GroupConflict]:
    """Save what is said of groups, by their ids; give those in conflict."""
    conflicts: dict[str, GroupConflict] = {}
    with deed(session, "save-groups", actor, assessment_id=assessment_id):
        _demand_leader(session, actor, assessment_id, now)
        history = storage.groups(session, assessment_id)
        for group_id in GROUPS:
            given = posted.get(group_id)
            if given is None:
                continue
            versions = [one for one in history if one.group_id == group_id]
            current = versions[-1] if versions else GroupReach(group_id)
            seen = {one.version: one.parts for one in versions}.get(fields.version(given), {})
            meant = groups.typed(group_id, seen, given)
            made, parted = parts.merge(_whole(current.parts), _whole(seen), meant)
            if made:
                new = replace(current, parts=made, version=current.version + 1)
                storage.add_group(session, assessment_id, new, actor, now)
            if parted:
                conflicts[group_id] = GroupConflict(parted, GroupReach(group_id, meant), current)
    return conflicts


def reached(session: Session, actor: Actor, report: Report) -> tuple[GroupReach, ...]:
    """Give the groups of which something is said, to whoever may read the answers."""
    if rules.belongs(actor, report):
        standing = {one.group_id: one for one in storage.groups(session, report.id)}
    elif rules.may_see_answers(actor, report, sent=True):
        standing = dict(attached.handed_in(session, report.id).groups)
    else:
        standing = {}
    given = (standing.get(group_id) for group_id in GROUPS)
    return tuple(one for one in given if one is not None and one.given)


def _demand_leader(session: Session, actor: Actor, assessment_id: UUID, now: datetime) -> None:
    report = assessments.find(session, assessment_id, lock=True)
    if report is None or not rules.belongs(actor, report):
        raise NotFoundError
    if not rules.leads(actor, report):
        raise NotAllowedError
    if not _is_open(report, now):
        raise NotNowError


def _is_open(report: Report, now: datetime) -> bool:
    """Tell whether what belongs to no focus area can be written; areas alone are sent back."""
    return report.status is Status.DRAFT and report.writable(now)


def _whole(kept: Mapping[str, str]) -> dict[str, str]:
    """Give every part of a group, empty ones too."""
    return {part: kept.get(part, "") for part in groups.PARTS}
