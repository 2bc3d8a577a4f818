"""Where an answer came from: every version of it, with who gave it, when and how."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from lcassess.framework import catalogue
from lcassess.services.refusals import NotFoundError
from lcassess.services.reports import own_report
from lcassess.storage import answers, imports, lending

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.assessment.lending import Loan, Suggestion
    from lcassess.assessment.report import Report
    from lcassess.assessment.sheet import Answer, Text
    from lcassess.framework.model import Framework
    from lcassess.network.membership import Actor


class Origin(StrEnum):
    """How a version came about."""

    PAGE = "page"
    SUGGESTION = "suggestion"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Step:
    """One version of an answer or text; `file` names the one it was imported from.

    `loan` and `suggestion` are those that were taken over with it.
    """

    said: Answer | Text
    origin: Origin
    loan: Loan | None = None
    suggestion: Suggestion | None = None
    file: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """The history of one question in a report, and every suggestion for it, taken over or not."""

    report: Report
    framework: Framework
    name: str
    steps: tuple[Step, ...]
    suggestions: tuple[tuple[Loan, Suggestion], ...]


def trace(session: Session, actor: Actor, assessment_id: UUID, name: str) -> Trace:
    """Show one of the city's own people every version of an answer or text, the last one first."""
    report = own_report(session, actor, assessment_id)
    framework = catalogue.load(report.round.edition)
    if name not in framework.asking:
        raise NotFoundError
    loans = {loan.id: loan for loan in lending.of_report(session, report.id)}
    came = [
        (loans[one.loan_id], one)
        for one in (lending.suggestions(session, report.id) if loans else ())
        if one.name == name and one.fields
    ]
    read = answers.history if name in framework.indicators else answers.text_history
    found: Sequence[tuple[int, Answer | Text]] = read(session, report.id, name)
    files = imports.of_report(session, report.id)
    steps = (_step(number, said, came, files) for number, said in reversed(found))
    return Trace(report, framework, name, tuple(steps), tuple(came))


def _step(
    number: int,
    said: Answer | Text,
    came: Sequence[tuple[Loan, Suggestion]],
    files: Sequence[Any],
) -> Step:
    for loan, suggestion in came:
        if suggestion.version == said.version:
            return Step(said, Origin.SUGGESTION, loan, suggestion)
    for file in files:
        if number < file.number:
            return Step(said, Origin.IMPORT, file=file.file)
    return Step(said, Origin.PAGE)
