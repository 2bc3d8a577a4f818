"""Suggestions for lent questions, sent by a link and kept until the coordinator decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.assessment import fields
from lcassess.assessment.lending import suggested
from lcassess.assessment.sheet import Answer, Text
from lcassess.framework import catalogue
from lcassess.network.membership import Role
from lcassess.services.refusals import NotFoundError
from lcassess.services.telling import about, of_city, tell
from lcassess.services.transaction import deed
from lcassess.storage import answers, assessments, lending

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from lcassess.assessment.lending import Loan, Suggestion
    from lcassess.assessment.report import Report
    from lcassess.framework.model import Framework


class LinkClosedError(NotFoundError):
    """The link of a loan was withdrawn, has expired, or never was."""


@dataclass(frozen=True, slots=True)
class Lent:
    """What the link of a loan opens; `versions` are those that its questions have now."""

    report: Report
    framework: Framework
    loan: Loan
    versions: Mapping[str, int]
    writable: bool


def open_lent(session: Session, token_hash: bytes, now: datetime) -> Lent:
    """Open the questions of a loan for whoever has its link, or raise LinkClosedError."""
    report, loan = _opened(session, token_hash, now)
    framework = catalogue.load(report.round.edition)
    return Lent(
        report,
        framework,
        loan,
        {name: one.version for name, one in standing_of(session, report, loan.names).items()},
        all(report.writable(now, framework.asking[name].code) for name in loan.names),
    )


def suggest(  # by which link, what, in which language, by whom
    session: Session,
    token_hash: bytes,
    form: Mapping[str, str],
    language: str,
    by: str,
    now: datetime,
) -> int:
    """Keep what came back for the questions of a loan, and tell the coordinators; count it.

    What was sent before and is not decided on gives way to it. Raises LinkClosedError, and
    UnknownChoiceError for what no page sends.
    """
    with deed(session, "suggest") as known:
        report, loan = _opened(session, token_hash, now, lock=True)
        known |= {"assessment_id": report.id, "loan_id": loan.id}
        framework = catalogue.load(report.round.edition)
        found = suggested(framework, loan.names, form, language)
        rows = list(_rows(loan, found, form, language, by))
        lending.suggest(session, report.id, rows, now)
        if rows:
            whom = of_city(session, report, Role.COORDINATOR)
            told = about(report, by=", ".join(filter(None, (by, loan.department))))
            tell(session, whom, "suggested", told, f"loan/{loan.id}/{now.isoformat()}", now)
    return sum(bool(row["fields"]) for row in rows)


def standing_of(session: Session, report: Report, names: Sequence[str]) -> dict[str, Answer | Text]:
    """Read what stands as answer or text to some questions, also where nothing does."""
    indicators = catalogue.load(report.round.edition).indicators
    found: dict[str, Answer | Text] = {
        **answers.of(session, report.id, names),
        **answers.texts_of(session, report.id, names),
    }
    return {
        name: found.get(name) or (Answer(name) if name in indicators else Text(name))
        for name in names
    }


def _opened(
    session: Session, token_hash: bytes, now: datetime, *, lock: bool = False
) -> tuple[Report, Loan]:
    row = lending.opened_by(session, token_hash)
    report = assessments.find(session, row.assessment_id, lock=lock) if row else None
    if row is None or report is None:
        raise LinkClosedError
    loan = next(one for one in lending.of_report(session, report.id) if one.id == row.loan_id)
    if not loan.is_open(now):
        raise LinkClosedError
    return report, loan


def _rows(
    loan: Loan,
    found: Mapping[str, Mapping[str, str]],
    form: Mapping[str, str],
    language: str,
    by: str,
) -> Iterator[dict[str, Any]]:
    """Give the rows to write: what is new or other than what was sent before."""
    before = {one.name: one for one in loan.suggestions}
    for name, given in found.items():
        if _is_news(before.get(name), given, language):
            yield {
                "loan_id": loan.id,
                "name": name,
                "fields": given,
                "version": fields.version({"version": form.get(f"{name}-version", "")}),
                "language": language,
                "person_name": by,
            }


def _is_news(known: Suggestion | None, given: Mapping[str, str], language: str) -> bool:
    """Tell whether it says other than before; what was decided on cannot be taken back."""
    if known is None:
        return bool(given)
    if not given:
        return known.waits
    return (given, language) != (known.fields, known.language)
