"""Who else works on a report, for its task list: loans that are not settled, and the holders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import ngettext

from lcassess.access import rules
from lcassess.extensions import db
from lcassess.framework import catalogue
from lcassess.services import handing_over, lending
from lcassess.web.words import several

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from lcassess.assessment.lending import Loan
    from lcassess.assessment.report import Report
    from lcassess.framework.model import Framework
    from lcassess.network.membership import Actor


@dataclass(frozen=True, slots=True)
class LoanLine:
    """One loan of which something is still awaited or to be decided on."""

    loan: Loan
    asked: str
    overdue: bool
    waiting: int


@dataclass(frozen=True, slots=True)
class Hands:
    """Loans that are not settled; whether the person leads, and is the only one who does."""

    loans: list[LoanLine]
    leads: bool
    alone: bool


def of_report(report: Report, actor: Actor, language: str, now: datetime) -> Hands:
    """Say who else works on a report."""
    framework = catalogue.in_language(catalogue.load(report.round.edition), language)
    loans = lending.loans_of(db.session, report)
    return Hands(
        unsettled(loans, framework, now),
        leads=rules.leads(actor, report),
        alone=handing_over.has_one_holder(db.session, report),
    )


def unsettled(loans: Sequence[Loan], framework: Framework, now: datetime) -> list[LoanLine]:
    """List the loans of which something waits, or nothing came and still may."""
    return [
        LoanLine(loan, asked_for(loan, framework), loan.is_overdue(now), len(loan.waiting))
        for loan in loans
        if loan.waiting or (loan.is_open(now) and not loan.suggestions)
    ]


def asked_for(loan: Loan, framework: Framework) -> str:
    """Say what was lent: whole focus areas by name, else how many questions of which."""
    return several(_asked(loan, framework))


def _asked(loan: Loan, framework: Framework) -> Iterator[str]:
    for focus_area in framework.focus_areas:
        own = {name for name, home in framework.asking.items() if home is focus_area}
        count = len(own & set(loan.names))
        title = f"{focus_area.code} {focus_area.name}"
        if count == len(own):
            yield title
        elif count:
            yield ngettext(
                "one question of %(title)s", "%(num)s questions of %(title)s", count, title=title
            )
