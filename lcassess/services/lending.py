"""Lending questions to a department or a colleague without an account, by a link that expires."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import TYPE_CHECKING

from lcassess.access import rules
from lcassess.assessment.lending import OPEN_AFTER_DUE
from lcassess.framework import catalogue
from lcassess.network.calendar import day_of, moment
from lcassess.services.inviting import is_email
from lcassess.services.refusals import NotAllowedError, NotFoundError, NotNowError, RefusedError
from lcassess.services.reports import own_report
from lcassess.services.telling import about, tell_outside
from lcassess.services.transaction import deed
from lcassess.storage import assessments, lending

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.lending import Loan
    from lcassess.assessment.report import Report
    from lcassess.framework.model import Framework
    from lcassess.network.membership import Actor

LAST_MINUTE = time(23, 59)


class Wrong(StrEnum):
    """What is wrong with a loan that somebody wants to make."""

    NOTHING = "nothing"
    NOBODY = "nobody"
    EMAIL = "email"
    DUE_OVER = "due over"
    DUE_TOO_LATE = "due too late"


class LoanError(RefusedError):
    """A loan that makes no sense; `faults` say why."""

    def __init__(self, faults: list[Wrong]) -> None:
        """Keep what is wrong."""
        super().__init__(*faults)
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which questions are to be lent to whom, until which day, with which words.

    `names` are those of indicators and texts, `language` is the one of the message and the page.
    """

    names: tuple[str, ...]
    name: str
    department: str
    email: str
    language: str
    message: str
    due: date


@dataclass(frozen=True, slots=True)
class Link:
    """The link of a loan: the hash under which it is found, and the encrypted token, to be sent."""

    token_hash: bytes
    hidden: str


@dataclass(frozen=True, slots=True)
class Lending:
    """What a city has lent of a report, and whether the person may lend more of it now."""

    report: Report
    framework: Framework
    loans: tuple[Loan, ...]
    leads: bool
    may_lend: bool


def open_lending(session: Session, actor: Actor, assessment_id: UUID, now: datetime) -> Lending:
    """Show one of the city's own people what was lent of a report."""
    report = own_report(session, actor, assessment_id)
    leads = rules.leads(actor, report)
    return Lending(
        report,
        catalogue.load(report.round.edition),
        loans_of(session, report),
        leads=leads,
        may_lend=leads and report.writable(now),
    )


def loans_of(session: Session, report: Report) -> tuple[Loan, ...]:
    """List what was lent of a report that the person may see, the first loan first."""
    return tuple(lending.of_report(session, report.id))


def lend(
    session: Session, actor: Actor, assessment_id: UUID, wanted: Wanted, link: Link, now: datetime
) -> int:
    """Lend questions and leave the message with the link; give the id of the loan.

    Raises LoanError with all that is wrong, and NotNowError where one of them cannot be written.
    """
    with deed(session, "lend", actor, assessment_id=assessment_id) as known:
        report = led(session, actor, assessment_id)
        framework = catalogue.load(report.round.edition)
        _demand_writable(report, framework, wanted, now)
        faults = list(_faults(report, wanted, now))
        if faults:
            raise LoanError(faults)
        due_at = moment(wanted.due, LAST_MINUTE, report.round.time_zone)
        loan_id = lending.add_loan(session, report.id, _columns(wanted, due_at), actor, now)
        email = wanted.email.strip().lower()
        expires_at = due_at + OPEN_AFTER_DUE
        lending.add_link(session, loan_id, email, link.token_hash, expires_at)
        facts = about(report, due_at, by=actor.name, text=wanted.message, hidden=link.hidden)
        if email:
            key = f"loan/{loan_id}"
            tell_outside(session, email, wanted.language, "lent", facts, key, now)
        known["loan_id"] = loan_id
    return loan_id


def revoke(
    session: Session, actor: Actor, assessment_id: UUID, loan_id: int, now: datetime
) -> None:
    """Close the link of a loan; what came back stays. A closed link stays as it is."""
    with deed(session, "revoke-loan", actor, assessment_id=assessment_id, loan_id=loan_id):
        report = led(session, actor, assessment_id)
        found = next(
            (one for one in lending.of_report(session, report.id) if one.id == loan_id), None
        )
        if found is None:
            raise NotFoundError
        if found.revoked_at is None:
            lending.revoke(session, loan_id, now)


def led(session: Session, actor: Actor, assessment_id: UUID) -> Report:
    """Find and lock a report for its coordinator."""
    report = assessments.find(session, assessment_id, lock=True)
    if report is None or not rules.belongs(actor, report):
        raise NotFoundError
    if not rules.leads(actor, report):
        raise NotAllowedError
    return report


def _demand_writable(report: Report, framework: Framework, wanted: Wanted, now: datetime) -> None:
    if not set(wanted.names) <= set(framework.asking):
        raise NotFoundError
    codes = {framework.asking[name].code for name in wanted.names}
    if not report.writable(now) or not all(report.writable(now, code) for code in codes):
        raise NotNowError


def _faults(report: Report, wanted: Wanted, now: datetime) -> Iterator[Wrong]:
    zone = report.round.time_zone
    if not wanted.names:
        yield Wrong.NOTHING
    if not (wanted.name or wanted.department):
        yield Wrong.NOBODY
    if wanted.email and not is_email(wanted.email):
        yield Wrong.EMAIL
    if wanted.due < day_of(now, zone):
        yield Wrong.DUE_OVER
    elif wanted.due > day_of(report.deadline, zone):
        yield Wrong.DUE_TOO_LATE


def _columns(wanted: Wanted, due_at: datetime) -> dict[str, object]:
    return {
        "names": list(wanted.names),
        "name": wanted.name,
        "department": wanted.department,
        "language": wanted.language,
        "message": wanted.message,
        "due_at": due_at,
    }
