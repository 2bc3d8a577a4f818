"""The words for what can be chosen: on a question's card, and in the city's profile."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from lcassess.assessment.sheet import Grade, State, Territory
from lcassess.network.membership import Boundary

STATES = {
    State.VALUE: _("We have an answer"),
    State.NO_DATA: _("No data here"),
    State.NOT_APPLICABLE: _("Does not apply"),
    State.LATER: _("Later"),
    State.UNANSWERED: _("Not answered yet"),
}

GRADES = {
    Grade.OFFICIAL: _("Official statistics"),
    Grade.REGISTER: _("Register of the city"),
    Grade.SURVEY: _("Survey"),
    Grade.ESTIMATE: _("Estimate"),
    Grade.OPINION: _("Opinion"),
}

TERRITORIES = {
    Territory.CITY: _("The city"),
    Territory.WIDER: _("A wider area"),
    Territory.NATIONAL: _("The country (kept and shown, not scored)"),
}

# How well a published figure fits the question.
MATCHES = {
    "exact": _("same definition"),
    "proxy": _("close, not the same"),
    "partial": _("one part of it only"),
}

# How a question stands that has no figure.

BOUNDARIES = {
    Boundary.MUNICIPALITY: _("The municipality"),
    Boundary.METROPOLITAN: _("The city with its surroundings (metropolitan area)"),
    Boundary.DISTRICT: _("A district of a city"),
    Boundary.OTHER: _("Another territory"),
}
