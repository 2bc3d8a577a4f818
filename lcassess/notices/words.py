"""Words of messages: English here, translated by whoever sends them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Words = Callable[[str], str]


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark a message for translation where it stands; it is translated where it is used."""
    return message


@dataclass(frozen=True, slots=True)
class Template:
    """Subject, paragraphs and the page that a message leads to; facts stand in as %(name)s.

    A paragraph is left out where a fact that it names is empty; one that is missing is a fault.
    `footer` says why somebody gets it, where that is no role.
    """

    subject: str
    paragraphs: tuple[str, ...]
    path: str = ""
    footer: str = ""
