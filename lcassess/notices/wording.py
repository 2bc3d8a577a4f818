"""Turning a message into words."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from lcassess.notices.asking import ASKING
from lcassess.notices.lending import LENDING
from lcassess.notices.reports import REPORTS
from lcassess.notices.rounds import ROUNDS
from lcassess.notices.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcassess.notices.words import Words

TEMPLATES = ASKING | LENDING | REPORTS | ROUNDS
MOMENTS = ("due",)  # facts that are moments, in ISO form
ZONE = "zone"
FOOTER = N_("You get this message because of your role in the self-assessment of learning cities.")
_NAMED = re.compile(r"%\((\w+)\)s")


def worded(
    kind: str, facts: Mapping[str, str], words: Words, language: str, base_url: str
) -> tuple[str, str]:
    """Give subject and body of a message in a language.

    `words` translates into it; links begin with `base_url`. A kind or fact that is missing raises
    KeyError.
    """
    template = TEMPLATES[kind]
    told = dict(facts) | _moments(facts, language)
    paragraphs = [words(text) % told for text in template.paragraphs if _has_all(text, facts)]
    link = [f"{base_url}{template.path % facts}"] if template.path else []
    subject = " ".join((words(template.subject) % told).split())
    return subject, "\n\n".join([*paragraphs, *link, words(template.footer or FOOTER) % told])


def _has_all(text: str, facts: Mapping[str, str]) -> bool:
    return all(facts[name] for name in _NAMED.findall(text))


def _moments(facts: Mapping[str, str], language: str) -> dict[str, str]:
    """Write moments as the clocks of the round's time zone show them, and name the zone."""
    return {name: _moment(facts, name, language) for name in MOMENTS if facts.get(name)}


def _moment(facts: Mapping[str, str], name: str, language: str) -> str:
    zone = facts[ZONE]
    shown = datetime.fromisoformat(facts[name]).astimezone(ZoneInfo(zone))
    form = "d MMMM y, HH:mm"
    return f"{format_datetime(shown, form, locale=language)} ({zone})"
