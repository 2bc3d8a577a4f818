"""The cards of a focus area: their words are filled in once a language, the answers every time.

A page holds some hundred words and names of fields for every answer in it, the same for every
city. Looking them all up for each visitor would cost more than everything else together.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from flask import current_app, render_template
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from lcassess.assessment.sheet import State
from lcassess.framework.model import NotApplicable
from lcassess.web.answering import choices
from lcassess.web.answering.tasks import asked

if TYPE_CHECKING:
    from typing import Any

    from lcassess.framework.model import FocusArea, Framework, Indicator
    from lcassess.web.answering.questions import Page

CHOICES = {"choices": choices}
_OF_A_CITY = Environment(
    variable_start_string="[[",
    variable_end_string="]]",
    block_start_string="[%",
    block_end_string="%]",
    comment_start_string="[#",
    comment_end_string="#]",
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)


def of_page(page: Page, framework: Framework) -> Markup:
    """Give the cards of a page with a city's answers in them."""
    return fill(_prepared(framework, page.focus_area.code, page.language, core=page.core), page)


def fill(cards: Template, page: object) -> Markup:
    """Fill answers into cards that have their words."""
    return Markup(cards.render(page=page, parts=parts()))  # noqa: S704  # it escapes


def with_words(template: str, **known: object) -> Template:
    """Fill in the words of cards, in the language of this request."""
    return _OF_A_CITY.from_string(render_template(template, states=_states, **known, **CHOICES))


def parts() -> Any:
    """Give what stands on a card only sometimes, as macros."""
    return current_app.jinja_env.get_template("answering/parts.html", globals=CHOICES).module


def prepare(framework: Framework, language: str) -> None:
    """Fill in the words of every focus area ahead; `language` is the one of this request."""
    for code in framework.by_code:
        _prepared(framework, code, language, core=False)


@cache
def _prepared(framework: Framework, code: str, language: str, *, core: bool) -> Template:
    """Fill in what is the same for every city; `language` is the one of this request."""
    del language
    focus_area = framework.by_code[code]
    return with_words(
        "answering/cards.html",
        focus_area=focus_area,
        indicators=asked(focus_area, core=core),
        texts=() if core else focus_area.texts,
        following=_following(framework, focus_area, core=core),
    )


def _states(indicator: Indicator) -> list[State]:
    """List the states that can be chosen."""
    allowed = indicator.not_applicable is NotApplicable.WITH_REASON
    return [s for s in State if s is not State.NOT_APPLICABLE or allowed]


def _following(framework: Framework, focus_area: FocusArea, *, core: bool) -> FocusArea | None:
    """Give the focus area after this one that has something to answer."""
    position = framework.focus_areas.index(focus_area)
    later = framework.focus_areas[position + 1 :]
    return next((f for f in later if asked(f, core=core)), None)
