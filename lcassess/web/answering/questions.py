"""What the page of a focus area shows: one question card after the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lcassess.assessment import figure, merge
from lcassess.assessment.fields import answer_fields, number, text_fields
from lcassess.assessment.last_round import asks_year
from lcassess.assessment.sheet import Answer, Text
from lcassess.assessment.soft_checks import soft_problems
from lcassess.framework.answers import check_year
from lcassess.services.answering import per_inhabitants, population_of, takes_over
from lcassess.services.soft_checking import beside
from lcassess.web.answering import words
from lcassess.web.answering.tasks import asked
from lcassess.web.answers.showing import echo, standing
from lcassess.web.words import named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lcassess.assessment.report import Report
    from lcassess.assessment.soft_checks import Beside
    from lcassess.framework.model import FocusArea, Framework, Indicator, TextQuestion
    from lcassess.framework.understanding import Problem, Typed
    from lcassess.network.membership import Population
    from lcassess.services.answering import FocusAreaPage
    from lcassess.services.attached import Here
    from lcassess.services.merging import Conflict, TextConflict
    from lcassess.services.saving import Saved

FIGURES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Published:
    """A published figure beside the question; `take` is its id where it can be taken over."""

    value: str
    year: int
    source: str
    match: str
    note: str
    take: int | None


@dataclass(frozen=True, slots=True)
class Last:
    """What the city said in its last round, in words, with the name of that round."""

    round: str
    answer: Answer
    shown: str
    about: str


@dataclass(frozen=True, slots=True)
class Said:
    """A problem in words, at its field; `readings` offers the two ways to read a number."""

    kind: str
    sentence: str
    part: str
    readings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One indicator with its answer, as its card shows it."""

    indicator: Indicator
    answer: Answer
    typed: Typed
    said: tuple[Said, ...]
    echo: str
    saved: str
    standing: str
    standing_kind: str
    published: tuple[Published, ...]
    conflict: Conflict | None
    sides: tuple[str, str]
    population: Population | None
    seen_version: int
    last: Last | None

    @property
    def id(self) -> str:
        """The id of the indicator."""
        return self.indicator.id

    @property
    def opened(self) -> bool:
        """Tell whether the details hold something and so stand open."""
        a = self.answer
        return bool(
            a.numerator_entered
            or a.denominator_entered
            or a.source
            or a.grade
            or a.note
            or a.unsure
            or a.territory.value != "city"
        )

    def problems_of(self, part: str) -> list[Said]:
        """List what is to be said at one field."""
        return [said for said in self.said if said.part == part]

    @property
    def wrong(self) -> Said | None:
        """Give the first problem that keeps the answer from counting."""
        return next((said for said in self.said if said.kind == "e"), None)


@dataclass(frozen=True, slots=True)
class TextCard:
    """One text question with what was written."""

    question: TextQuestion
    name: str
    text: Text
    saved: str
    conflict: TextConflict | None
    words: int
    seen_version: int
    last: Text | None = None
    last_round: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a focus area."""

    focus_area: FocusArea
    questions: tuple[Question, ...]
    texts: tuple[TextCard, ...]
    errors: tuple[tuple[str, str], ...]
    may_write: bool
    own: bool
    refused: bool
    conflicts: int
    core: bool
    last_saved: str
    settled: int
    language: str
    here: Mapping[str, Here]


def page_of(  # a page and how it came about
    page: FocusAreaPage,
    framework: Framework,
    language: str,
    *,
    core: bool,
    typed: Mapping[str, str] | None,
    saved: Saved | None,
    refused: bool,
) -> Page:
    """Put together what the page shows, with what was typed where it was not saved."""
    focus_area = framework.by_code[page.code]
    questions = tuple(
        _question(page, indicator, language, typed, saved)
        for indicator in asked(focus_area, core=core)
    )
    texts = (
        ()
        if core
        else tuple(_text(page, focus_area, q, language, typed, saved) for q in focus_area.texts)
    )
    moments = (*(q.answer.at for q in questions), *(t.text.at for t in texts))
    saved_at = [at for at in moments if at]
    return Page(
        focus_area,
        questions,
        texts,
        errors=tuple(_errors(questions, texts)),
        may_write=page.may_write,
        own=page.own,
        refused=refused,
        conflicts=sum(q.conflict is not None for q in questions)
        + sum(t.conflict is not None for t in texts),
        core=core,
        last_saved=words.last_saved(max(saved_at, default=None), language),
        settled=sum(q.answer.given for q in questions),
        language=language,
        here=page.here,
    )


def _question(
    page: FocusAreaPage,
    indicator: Indicator,
    language: str,
    typed: Mapping[str, str] | None,
    saved: Saved | None,
) -> Question:
    standing = page.answers.get(indicator.id) or Answer(indicator.id)
    conflict = (saved.conflicts or {}).get(indicator.id) if saved else None
    answer = conflict.yours if conflict else standing
    if typed is not None and saved is None:
        answer = _as_typed(indicator, standing, typed, language)
    return card_of(
        page.report,
        indicator,
        answer,
        language,
        conflict=conflict,
        seen_version=_seen_version(indicator, typed, standing),
        published=_published(page, indicator, language),
        population=_population(page, indicator),
        last=_last(page, indicator, language),
        beside=_beside(page, indicator),
    )


def card_of(  # noqa: PLR0913  # what a card shows
    report: Report,
    indicator: Indicator,
    answer: Answer,
    language: str,
    *,
    conflict: Conflict | None = None,
    seen_version: int = 0,
    published: tuple[Published, ...] = (),
    population: Population | None = None,
    last: Last | None = None,
    beside: Beside | None = None,
) -> Question:
    """Put one answer into words, as its card shows it."""
    problems = problems_of(report, indicator, answer, language, beside)
    said = tuple(_said(indicator, answer, problem, language) for problem in problems)
    if beside and asks_year(answer, beside.last):
        said = (*said, Said("w", words.which_year(), "year"))
    word, kind = standing(answer, said)
    return Question(
        indicator,
        answer,
        figure.typed(indicator, answer),
        said,
        echo(indicator, answer, language),
        words.saved(answer.at, language),
        word,
        kind,
        published,
        conflict,
        _sides(indicator, conflict, language),
        population,
        seen_version,
        last,
    )


def problems_of(
    report: Report,
    indicator: Indicator,
    answer: Answer,
    language: str,
    beside: Beside | None = None,
) -> list[Problem]:
    """List what is odd about an answer: its figure, its year, and both beside others."""
    _year, odd = check_year(answer.year, report.round.closes_at.year)
    soft = soft_problems(indicator, answer, beside) if beside else []
    return [*figure.problems(indicator, answer, language), *([odd] if odd else []), *soft]


def _beside(page: FocusAreaPage, indicator: Indicator) -> Beside:
    """Give what an answer is held against: what was read for the page anyway."""
    last = page.last.answers.get(indicator.id) if page.last else None
    rows = page.figures.get(indicator.id, ())
    return beside(page.report, page.framework, indicator.id, last, rows)


def _as_typed(
    indicator: Indicator, standing: Answer, typed: Mapping[str, str], language: str
) -> Answer:
    fields = answer_fields(indicator, typed)
    return replace(
        merge.apply(indicator, standing, fields, language),
        version=standing.version,
        by=standing.by,
        at=standing.at,
    )


def _seen_version(indicator: Indicator, typed: Mapping[str, str] | None, standing: Answer) -> int:
    seen = number((typed or {}).get(f"{indicator.id}-version", ""))
    return standing.version if seen is None else seen


def _sides(indicator: Indicator, conflict: Conflict | None, language: str) -> tuple[str, str]:
    if conflict is None:
        return ("", "")
    return (
        words.summary(indicator, conflict.yours, conflict.parts, language),
        words.summary(indicator, conflict.theirs, conflict.parts, language),
    )


def _said(indicator: Indicator, answer: Answer, problem: Problem, language: str) -> Said:
    return Said(
        "w" if problem.level == "warning" else "e",
        words.sentence(indicator, answer, problem, language),
        problem.part,
        words.readings(problem, language),
    )


def _published(page: FocusAreaPage, indicator: Indicator, language: str) -> tuple[Published, ...]:
    unit = page.framework.indicators[indicator.id].unit
    rows = page.figures.get(indicator.id, ())
    return tuple(
        Published(
            value=words.figure(
                row.value, indicator.unit if row.unit == unit else row.unit, language
            ),
            year=row.year,
            source=row.source,
            match=row.match,
            note=row.note,
            take=row.id if takes_over(row) and _in_bounds(indicator, row.value) else None,
        )
        for row in rows[:FIGURES_SHOWN]
    )


def _last(page: FocusAreaPage, indicator: Indicator, language: str) -> Last | None:
    answer = page.last.answers.get(indicator.id) if page.last else None
    if page.last is None or answer is None:
        return None
    shown = words.summary(indicator, answer, [merge.FIGURE], language)
    return Last(page.last.name, answer, shown, words.about(answer, language))


def _in_bounds(indicator: Indicator, value: str) -> bool:
    return words.decimal(value) in indicator.bounds


def _population(page: FocusAreaPage, indicator: Indicator) -> Population | None:
    """Offer the inhabitants as denominator where the figure is per inhabitants."""
    if not per_inhabitants(indicator):
        return None
    return population_of(page.populations, page.report.boundary)


def _text(
    page: FocusAreaPage,
    focus_area: FocusArea,
    question: TextQuestion,
    language: str,
    typed: Mapping[str, str] | None,
    saved: Saved | None,
) -> TextCard:
    name = focus_area.text_name(question)
    text = page.texts.get(name) or Text(name)
    conflict = (saved.text_conflicts or {}).get(name) if saved else None
    fields = text_fields(focus_area, typed)[name] if typed else {}
    if typed is not None and (conflict or saved is None):
        text = replace(text, value=fields.get("value", text.value))
    seen = number(fields.get("version", ""))
    return TextCard(
        question,
        name,
        text,
        words.saved(text.at, language),
        conflict,
        len(text.value.split()),
        text.version if seen is None else seen,
        page.last.texts.get(name) if page.last else None,
        page.last.name if page.last else "",
    )


def _errors(questions: Sequence[Question], texts: Sequence[TextCard]) -> list[tuple[str, str]]:
    found = [
        (
            f"{q.id}-{words.anchor(q.indicator, q.wrong.part)}",
            named(q.indicator.name, q.wrong.sentence),
        )
        for q in questions
        if q.wrong and not q.conflict
    ]
    found += [
        (f"{q.id}-conflict", words.changed_meanwhile(q.indicator.name))
        for q in questions
        if q.conflict
    ]
    found += [
        (f"{t.name}-conflict", words.changed_meanwhile(t.question.name))
        for t in texts
        if t.conflict
    ]
    return found
