"""Figures by group and groups by stage: every save of them, and how they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from lcassess.assessment.breakdowns import fields_of, kept, understood_of
from lcassess.assessment.groups import GroupReach
from lcassess.storage import chains
from lcassess.storage.tables import BreakdownRow, GroupRow

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.breakdowns import Breakdown
    from lcassess.network.membership import Actor

_BREAKDOWNS = (
    select(
        BreakdownRow.indicator_id,
        BreakdownRow.breakdown,
        BreakdownRow.fields,
        BreakdownRow.understood,
        BreakdownRow.version,
        BreakdownRow.number,
        BreakdownRow.person_name.label("by"),
        BreakdownRow.at,
    )
    .where(BreakdownRow.assessment_id == bindparam("assessment"))
    .order_by(BreakdownRow.number, BreakdownRow.id)
)
_GROUPS = (
    select(
        GroupRow.group_id,
        GroupRow.fields.label("parts"),
        GroupRow.version,
        GroupRow.number,
        GroupRow.person_name.label("by"),
        GroupRow.at,
    )
    .where(GroupRow.assessment_id == bindparam("assessment"))
    .order_by(GroupRow.number, GroupRow.id)
)


def breakdowns(session: Session, assessment_id: UUID) -> list[Breakdown]:
    """List the breakdowns of a report, each as every save left it, the first one first."""
    rows = session.connection().execute(_BREAKDOWNS, {"assessment": assessment_id})
    return [kept(**row) for row in rows.mappings()]


def groups(session: Session, assessment_id: UUID) -> list[GroupReach]:
    """List what is said of groups in a report, as every save left it, the first one first."""
    rows = session.connection().execute(_GROUPS, {"assessment": assessment_id})
    return [GroupReach(**row) for row in rows.mappings()]


def add_breakdown(
    session: Session, assessment_id: UUID, made: Breakdown, actor: Actor | None, now: datetime
) -> None:
    """Write a breakdown at its new version, at the end of the city's history."""
    row = {
        "indicator_id": made.indicator_id,
        "breakdown": made.breakdown,
        "version": made.version,
        "fields": fields_of(made),
        "understood": understood_of(made),
    }
    chains.extend(session, BreakdownRow, [row | _stamp(assessment_id, actor, now)])


def add_group(
    session: Session, assessment_id: UUID, made: GroupReach, actor: Actor | None, now: datetime
) -> None:
    """Write what is said of a group at its new version, at the end of the city's history."""
    row = {"group_id": made.group_id, "version": made.version, "fields": dict(made.parts)}
    chains.extend(session, GroupRow, [row | _stamp(assessment_id, actor, now)])


def _stamp(assessment_id: UUID, actor: Actor | None, now: datetime) -> dict[str, Any]:
    return {
        "assessment_id": assessment_id,
        "person_id": actor.person_id if actor else None,
        "person_name": actor.name if actor else "",
        "at": now,
    }
