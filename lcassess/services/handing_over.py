"""Handing a report over: who holds it, who supplied what, what is open, and what is due when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.assessment.sheet import AnswerSheet
from lcassess.framework import catalogue
from lcassess.network.membership import Role
from lcassess.services.reports import own_report
from lcassess.storage import answers, lending, people

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.lending import Loan, Suggestion
    from lcassess.assessment.report import Report
    from lcassess.assessment.sheet import Text
    from lcassess.framework.model import Framework
    from lcassess.network.membership import Actor


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds which role for a city; a contributor for some focus areas, by code."""

    name: str
    role: Role
    focus_areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandOver:
    """What somebody has to know who takes a report over.

    `supplied` gives by question the suggestion that was taken over last.
    """

    report: Report
    framework: Framework
    sheet: AnswerSheet
    texts: Mapping[str, Text]
    loans: tuple[Loan, ...]
    supplied: Mapping[str, tuple[Loan, Suggestion]]
    holders: tuple[Holder, ...]


def hand_over(session: Session, actor: Actor, assessment_id: UUID) -> HandOver:
    """Put the note together for one of the city's own people, as things stand."""
    report = own_report(session, actor, assessment_id)
    loans = lending.of_report(session, report.id)
    return HandOver(
        report,
        catalogue.load(report.round.edition),
        AnswerSheet(answers.of(session, report.id)),
        answers.texts_of(session, report.id),
        tuple(loans),
        _supplied(session, report, loans),
        tuple(
            Holder(row.name, Role(row.role), tuple(row.focus_areas.split()))
            for row in people.of_city(session, report.city.id)
        ),
    )


def has_one_holder(session: Session, report: Report) -> bool:
    """Tell whether only one person leads the city of a report."""
    return len(people.holding(session, Role.COORDINATOR, city_id=report.city.id)) == 1


def _supplied(
    session: Session, report: Report, loans: Sequence[Loan]
) -> dict[str, tuple[Loan, Suggestion]]:
    lent = {loan.id: loan for loan in loans}
    came = lending.suggestions(session, report.id) if loans else []
    return {one.name: (lent[one.loan_id], one) for one in came if one.version is not None}
