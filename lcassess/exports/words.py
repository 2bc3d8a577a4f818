"""Words of documents: English here, translated by whoever asks for a document."""

from __future__ import annotations

from collections.abc import Callable

Words = Callable[[str], str]


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark a message for translation where it stands; it is translated where it is used."""
    return message
