"""What holds for single invented cities in the open round: a cohort, more time, an excuse."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from lcassess.services.invented_rounds import OPEN, noon
from lcassess.storage import participations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from lcassess.services.invented_reports import InventedReport
    from lcassess.storage.demonstration import Rows

COHORT = "Joined in 2025"
COHORT_CLOSES = date(2028, 3, 31)
IN_COHORT = range(5, 7)  # by the number of the invented city
MORE_TIME, MORE_TIME_UNTIL = 3, date(2028, 1, 31)
EXCUSED = 7
_NONE: dict[str, Any] = {
    "cohort_id": None,
    "extended_until": None,
    "extension_reason": "",
    "excused_at": None,
    "excuse_reason": "",
}


def add_cohort(session: Session, round_id: int) -> None:
    """Add the cohort of the open round."""
    participations.set_cohort(session, round_id, COHORT, noon(COHORT_CLOSES))


def add_terms(
    session: Session, rows: Rows, reports: Sequence[InventedReport], round_id: int
) -> None:
    """Add what holds for some of the reports in the open round."""
    cohorts = {row.name: row.id for row in participations.cohorts(session, round_id)}
    for report in reports:
        if report.round is OPEN and (terms := _terms(report.placed.city.number, cohorts)):
            rows.participations.append({"assessment_id": report.id, **_NONE, **terms})


def _terms(number: int, cohorts: dict[str, int]) -> dict[str, Any]:
    if number in IN_COHORT and COHORT in cohorts:
        return {"cohort_id": cohorts[COHORT]}
    if number == MORE_TIME:
        reason = "The register office moved house (invented)."
        return {"extended_until": noon(MORE_TIME_UNTIL), "extension_reason": reason}
    if number == EXCUSED:
        return {"excused_at": noon(OPEN.opens), "excuse_reason": "Newly joined (invented)."}
    return {}
