"""The city's profile in a round: its boundary, and how many people live inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.services.refusals import NotAllowedError, NotFoundError, NotNowError
from lcassess.services.reports import own_report
from lcassess.services.transaction import deed
from lcassess.storage import assessments, cities

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.network.membership import Actor, Population


def open_profile(
    session: Session, actor: Actor, assessment_id: UUID
) -> tuple[Report, list[Population]]:
    """Open the profile of one's own city, with all its populations, newest first."""
    report = own_report(session, actor, assessment_id)
    return report, cities.populations(session, report.city.id)


def may_change(actor: Actor, report: Report, now: datetime) -> bool:
    """Tell whether the person may change the profile now."""
    return rules.leads(actor, report) and report.writable(now)


def demand_change(session: Session, actor: Actor, assessment_id: UUID, now: datetime) -> Report:
    """Find the report if the person may change its profile now, or say why not."""
    report = assessments.find(session, assessment_id, lock=True)
    if report is None or not rules.belongs(actor, report):
        raise NotFoundError
    if not rules.leads(actor, report):
        raise NotAllowedError
    if not report.writable(now):
        raise NotNowError
    return report


def save_profile(
    session: Session, actor: Actor, assessment_id: UUID, population: Population, now: datetime
) -> None:
    """Keep the boundary of the report and the inhabitants inside it."""
    with deed(session, "save-profile", actor, assessment_id=assessment_id):
        report = demand_change(session, actor, assessment_id, now)
        assessments.set_columns(session, assessment_id, boundary=population.boundary)
        cities.set_population(session, report.city.id, population)
