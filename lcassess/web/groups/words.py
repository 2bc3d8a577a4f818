"""The words for groups, stages and what is odd about their figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcassess.assessment.groups import NamedIn, Reach
from lcassess.framework.showing import show_number
from lcassess.web.languages import gettext, lazy_gettext
from lcassess.web.problem_words import plain

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

    from lcassess.framework.understanding import Problem

_ = lazy_gettext

MEMBERS = {
    "women": _("women"),
    "men": _("men"),
    "other-sex": _("other, or not said"),
    "15-24": _("15 to 24 years"),
    "25-64": _("25 to 64 years"),
    "65-and-over": _("65 years and over"),
    "with-disability": _("people with disabilities"),
    "without-disability": _("people without disabilities"),
    "migrants": _("migrants and refugees"),
    "not-migrants": _("people born here"),
    "minorities": _("minority and indigenous residents"),
    "not-minorities": _("all others"),
    "low-income": _("low income, or deprived districts"),
    "middle-income": _("middle income"),
    "high-income": _("high income, or other districts"),
    "low-education": _("little schooling"),
    "middle-education": _("medium schooling"),
    "high-education": _("much schooling"),
}

GROUPS = {
    "women": _("Women"),
    "older-people": _("Older people"),
    "youth-at-risk": _("Young people at risk"),
    "migrants-and-refugees": _("Migrants and refugees"),
    "ethnic-minorities": _("Ethnic minorities"),
    "indigenous-peoples": _("Indigenous peoples"),
    "persons-with-disabilities": _("People with disabilities"),
    "digitally-excluded": _("People left out of the digital world"),
    "deprived-neighbourhoods": _("People in slums and deprived neighbourhoods"),
    "prisoners": _("Prisoners"),
    "other": _("Another group"),
}

NAMED = {
    NamedIn.MANIFESTO: _("Medellín Manifesto 2019"),
    NamedIn.THEMES: _("themes of the conference"),
    NamedIn.REPORTS: _("reports from it"),
}

STAGES = {
    "access": _("Access: is there"),
    "participation": _("Participation: takes part"),
    "involvement": _("Involvement: helps to plan and run"),
}

REACH = {
    Reach.YES: _("yes"),
    Reach.PARTLY: _("partly"),
    Reach.NO: _("no"),
    Reach.UNKNOWN: _("not known"),
    Reach.FORBIDDEN: _("the law does not allow to count it"),
}

CHANGED = _("Somebody else changed the same here meanwhile. Choose which stays.")


def stages() -> dict[str, LazyString]:
    """Give the stages with their words."""
    return STAGES


def sentence(problem: Problem, language: str) -> str:
    """Say what is odd about figures by group."""
    shown = {name: show_number(value, language) for name, value in problem.detail.items()}
    match problem.code:
        case "part-over-whole":
            return gettext(
                "%(numerator)s is more than the %(denominator)s that it is a part of. Have the "
                "two numbers changed places?",
                **shown,
            )
        case "groups-over-numerator":
            return gettext(
                "Together the groups count %(sum)s, the answer %(whole)s. Is somebody counted "
                "twice, or is it another year?",
                **shown,
            )
        case "groups-over-denominator":
            return gettext(
                "Together the groups are %(sum)s, in the answer they are out of %(whole)s. Is "
                "somebody counted twice, or is it another year?",
                **shown,
            )
        case code:
            return plain(code)
