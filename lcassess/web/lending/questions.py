"""Lent questions with the same cards as the questionnaire, filled with what was suggested."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from lcassess.assessment.lending import as_answer, as_text
from lcassess.assessment.sheet import Answer, Text
from lcassess.web.answering import cards
from lcassess.web.answering.questions import TextCard, card_of

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

    from lcassess.assessment.lending import Suggestion
    from lcassess.framework.model import Framework, TextQuestion
    from lcassess.services.suggesting import Lent
    from lcassess.web.answering.questions import Question


@dataclass(frozen=True, slots=True)
class LentPage:
    """The questions of a loan, in the order of the framework."""

    framework: Framework
    questions: tuple[Question, ...]
    texts: tuple[TextCard, ...]
    language: str
    may_write: bool = True


def lent_page(lent: Lent, framework: Framework, language: str) -> LentPage:
    """Put together what the page of a loan shows: of answers only what its holder suggested."""
    before = {one.name: one for one in lent.loan.suggestions}
    asked = set(lent.loan.names)
    return LentPage(
        framework,
        tuple(
            card_of(lent.report, indicator, _answer(lent, before, name), language)
            for name, indicator in framework.indicators.items()
            if name in asked
        ),
        tuple(
            _text_card(lent, before, name, question)
            for name, question in text_questions(framework).items()
            if name in asked
        ),
        language,
    )


def cards_of(page: LentPage) -> Markup:
    """Give the cards of a loan."""
    indicators = tuple(question.id for question in page.questions)
    texts = tuple(card.name for card in page.texts)
    return cards.fill(_with_words(page.framework, indicators, texts, page.language), page)


def text_questions(framework: Framework) -> dict[str, TextQuestion]:
    """Give every question for a text by its name, in the framework's order."""
    return {f.text_name(text): text for f in framework.focus_areas for text in f.texts}


@lru_cache(maxsize=64)
def _with_words(
    framework: Framework, indicators: tuple[str, ...], texts: tuple[str, ...], language: str
) -> Template:
    """Fill in the words; `language` is the one of this request."""
    del language
    asking = text_questions(framework)
    return cards.with_words(
        "lending/cards.html",
        indicators=[framework.indicators[name] for name in indicators],
        homes=framework.home,
        texts=[(name, asking[name]) for name in texts],
    )


def _answer(lent: Lent, before: dict[str, Suggestion], name: str) -> Answer:
    found = before.get(name)
    indicator = lent.framework.indicators[name]
    answer = as_answer(indicator, found) if found else Answer(name)
    return replace(answer, version=lent.versions[name])


def _text_card(
    lent: Lent, before: dict[str, Suggestion], name: str, question: TextQuestion
) -> TextCard:
    found = before.get(name)
    text = replace(as_text(found) if found else Text(name), version=lent.versions[name])
    words = len(text.value.split())
    return TextCard(question, name, text, "", None, words, text.version)
