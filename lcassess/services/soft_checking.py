"""What answers are held against: the city's last round, and its published figures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from lcassess.assessment.last_round import comparable
from lcassess.assessment.sheet import Answer, State
from lcassess.assessment.soft_checks import Beside, PublishedFigure, soft_problems
from lcassess.framework import catalogue
from lcassess.storage import figures, last_round

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from typing import Any

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.assessment.sheet import AnswerSheet
    from lcassess.framework.model import Framework
    from lcassess.framework.understanding import Problem

    Rows = Iterable[Row[*tuple[Any, ...]]]


def beside(
    report: Report, framework: Framework, name: str, last: Answer | None, rows: Rows
) -> Beside:
    """Put together what one answer is held against, of what was read; `framework` is English."""
    unit = framework.indicators[name].unit
    exact = (row for row in rows if row.match == "exact" and row.unit == unit)
    published = tuple(PublishedFigure(Decimal(row.value), row.year) for row in exact)
    return Beside(report.round.opens_at.year, last, published)


def read_beside(session: Session, report: Report, framework: Framework, answer: Answer) -> Beside:
    """Read what one answer is held against, if it has a figure."""
    if answer.state is not State.VALUE:
        return Beside(report.round.opens_at.year)
    found = _of_some(session, report, framework, [answer.indicator_id])
    return found[answer.indicator_id]


def odd_answers(
    session: Session, report: Report, framework: Framework, sheet: AnswerSheet
) -> dict[str, list[Problem]]:
    """List what is to be asked about the answers of a report, by indicator, in its order."""
    given = [name for name in framework.indicators if sheet[name].state is State.VALUE]
    if not given:
        return {}
    besides = _of_some(session, report, framework, given)
    found = {
        name: soft_problems(framework.indicators[name], sheet[name], besides[name])
        for name in given
    }
    return {name: problems for name, problems in found.items() if problems}


def _of_some(
    session: Session, report: Report, framework: Framework, names: Collection[str]
) -> dict[str, Beside]:
    last = _last_answers(session, report, framework, names)
    rows: dict[str, list[Row[*tuple[Any, ...]]]] = {}
    for row in figures.of_city(session, report.city.id, names):
        rows.setdefault(row.indicator_id, []).append(row)
    return {
        name: beside(report, framework, name, last.get(name), rows.get(name, ())) for name in names
    }


def _last_answers(
    session: Session, report: Report, framework: Framework, names: Collection[str]
) -> Mapping[str, Answer]:
    """Read the answers of the last round to questions that are still the same."""
    found = last_round.of(session, report, names, ())
    if found is None:
        return {}
    earlier = catalogue.load(found.edition)
    return {
        name: answer
        for name, answer in found.answers.items()
        if comparable(earlier, framework.indicators[name])
    }
