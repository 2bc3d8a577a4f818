"""A focus area that an invented city has lent, with suggestions that wait."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid5

from lcassess.assessment.last_round import holds_still
from lcassess.assessment.lending import OPEN_AFTER_DUE
from lcassess.services.invented_answers import invented_answers
from lcassess.services.invented_reports import NAMESPACE
from lcassess.services.invented_rounds import OPEN, noon
from lcassess.storage import lending

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from lcassess.framework.model import Framework
    from lcassess.services.invented_reports import InventedReport

LENDER = 1
CODE = "3.2"
DUE_BEFORE_THE_END = timedelta(days=90)
SUGGESTED = 2


def add_loans(
    session: Session, framework: Framework, reports: Iterable[InventedReport], seed: int
) -> None:
    """Let one of the drafts lend a focus area, of which some answers have come back."""
    for report in reports:
        if report.placed.city.number == LENDER and report.round is OPEN:
            _lend(session, framework, report, seed)


def _lend(session: Session, framework: Framework, report: InventedReport, seed: int) -> None:
    at, due_at = report.began + timedelta(days=10), noon(OPEN.closes) - DUE_BEFORE_THE_END
    names = [name for name, home in framework.asking.items() if home.code == CODE]
    columns = {
        "names": names,
        "name": "Ravi Menon",
        "department": "Statistics office",
        "language": "en",
        "message": "Please give what your office has on these questions.",
        "due_at": due_at,
        "person_name": report.placed.city.coordinator,
    }
    loan_id = lending.add_loan(session, report.id, columns, None, at)
    unknown = uuid5(NAMESPACE, f"{seed}/loan").bytes * 2  # no token has this hash
    lending.add_link(session, loan_id, "", unknown, due_at + OPEN_AFTER_DUE)
    rows = _suggestions(framework, report, seed, loan_id)
    lending.suggest(session, report.id, rows, at + timedelta(days=2))


def _suggestions(
    framework: Framework, report: InventedReport, seed: int, loan_id: int
) -> list[dict[str, object]]:
    """Suggest answers where the city has none yet."""
    year = str(report.round.year - 1)
    found = [
        answer
        for answer in invented_answers(framework, report.placed.city, int(year), seed, blanks=0)
        if framework.home[answer.indicator_id].code == CODE
        and not report.sheet[answer.indicator_id].given
    ]
    about = {"loan_id": loan_id, "language": "en", "version": 0, "person_name": "Ravi Menon"}
    return [
        about | {"name": a.indicator_id, "fields": holds_still(a) | {"year": year}}
        for a in found[:SUGGESTED]
        if a.given
    ]
