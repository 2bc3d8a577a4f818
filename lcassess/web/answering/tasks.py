"""What the list of assessments and the task list show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.access.rules import acts_as
from lcassess.assessment.sheet import Mark, State
from lcassess.assessment.status import Status
from lcassess.framework import catalogue
from lcassess.network.membership import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lcassess.assessment.report import Report
    from lcassess.assessment.sheet import Answer, AnswerSheet
    from lcassess.framework.model import Area, FocusArea, Indicator
    from lcassess.network.membership import Actor

MINUTES_A_QUESTION = 4


@dataclass(frozen=True, slots=True)
class Mine:
    """One line of the list of assessments."""

    report: Report
    writable: bool
    to_sign: bool


@dataclass(frozen=True, slots=True)
class Task:
    """One focus area: how much of it is settled, and who touched it last."""

    focus_area: FocusArea
    marks: tuple[str, ...]
    settled: int
    total: int
    to_correct: int
    last: Answer | None
    returned: bool
    finished: bool

    @property
    def state(self) -> str:
        """Name its state: complete is what somebody called complete, however much is filled in."""
        if self.finished:
            return "completed"
        if self.returned:
            return "returned"
        return "open" if self.last else "none"


@dataclass(frozen=True, slots=True)
class TaskList:
    """The twelve focus areas in their three areas."""

    report: Report
    areas: tuple[tuple[Area, tuple[Task, ...]], ...]
    settled: int
    total: int
    minutes: int
    core: bool
    writable: bool
    next_code: str


def mine(report: Report, actor: Actor, now: datetime) -> Mine:
    """Say whether a report is still to be written, or waits for this person's signature."""
    signs = report.status is Status.SIGNING and acts_as(actor, Role.CERTIFIER, report)
    return Mine(report, report.writable(now), signs)


def task_list(
    report: Report, sheet: AnswerSheet, language: str, *, core: bool, now: datetime
) -> TaskList:
    """Count what is settled, of all questions or of the inclusion core alone."""
    framework = catalogue.in_language(catalogue.load(report.round.edition), language)
    areas = tuple(
        (
            area,
            tuple(task for f in area.focus_areas if (task := _task(report, sheet, f, core=core))),
        )
        for area in framework.areas
    )
    tasks = [task for _area, found in areas for task in found]
    settled, total = sum(t.settled for t in tasks), sum(t.total for t in tasks)
    return TaskList(
        report,
        tuple((area, found) for area, found in areas if found),
        settled,
        total,
        minutes=(total - settled) * MINUTES_A_QUESTION,
        core=core,
        writable=report.writable(now),
        next_code=_next(tasks),
    )


def asked(focus_area: FocusArea, *, core: bool) -> tuple[Indicator, ...]:
    """Give the questions of a focus area, or those of the inclusion core alone."""
    return tuple(i for i in focus_area.indicators if i.inclusion_core or not core)


def _task(report: Report, sheet: AnswerSheet, focus_area: FocusArea, *, core: bool) -> Task | None:
    answers = [sheet[indicator.id] for indicator in asked(focus_area, core=core)]
    if not answers:
        return None
    touched = [answer for answer in answers if answer.at]
    return Task(
        focus_area,
        tuple(_mark(answer) for answer in answers),
        settled=sum(answer.given for answer in answers),
        total=len(answers),
        to_correct=sum(answer.mark in {Mark.INVALID, Mark.ASK} for answer in answers),
        last=max(touched, key=lambda a: (a.at is not None, a.at)) if touched else None,
        returned=report.status is Status.RETURNED and focus_area.code in report.returned_areas,
        finished=focus_area.code in report.finished,
    )


def _mark(answer: Answer) -> str:
    if answer.state is State.NOT_APPLICABLE:
        return "dash"
    return "full" if answer.state is State.VALUE else "hollow"


def _next(tasks: Sequence[Task]) -> str:
    """Name the focus area to go on with: returned, else open and touched last, else the first."""
    back = [task for task in tasks if task.state == "returned"]
    blank = [task for task in tasks if task.settled < task.total and not task.finished]
    unfinished = back or blank or list(tasks)
    touched = [task for task in unfinished if task.last and task.last.at]
    if touched:
        latest = max(touched, key=lambda task: str(task.last and task.last.at))
        return latest.focus_area.code
    return unfinished[0].focus_area.code
