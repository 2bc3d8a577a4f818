"""The last sheet of every workbook: whose figures these are, how they were made, and the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.exports.table import CellKind, Column, Table
from lcassess.exports.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lcassess.exports.words import Words

CODES = {
    "value": N_("A figure or level was given."),
    "no_data": N_("The city has no data for this question."),
    "not_applicable": N_("The question does not apply to the city; a reason is given."),
    "later": N_("The city means to answer later."),
    "unanswered": N_("Nothing was said yet. A blank is never a zero."),
    "invalid": N_("The figure lies outside what is possible; it is kept as typed, not scored."),
    "ask": N_("The figure can be read in two ways and the city has not chosen yet."),
    "national": N_("The figure is a national one; it is shown, not scored."),
    "low": N_("The figure lies beyond the value for 0 points."),
    "high": N_("The figure lies beyond the value for 100 points."),
}


@dataclass(frozen=True, slots=True)
class Method:
    """What the caller knows of how a document came about, already in the reader's language."""

    made_on: str
    fingerprint: str
    sentences: Sequence[str] = ()


def method_table(method: Method, about: Iterable[tuple[str, str]], words: Words) -> Table:
    """Tell whose figures these are (`about`: topic and text), how they were made, and codes."""
    columns = (
        Column("topic", words(N_("About")), CellKind.TEXT),
        Column("text", words(N_("What to know")), CellKind.LONG_TEXT),
    )
    return Table("method", words(N_("Method")), columns, [*about, *_lines(method, words)])


def _lines(method: Method, words: Words) -> Iterator[tuple[str, str]]:
    yield words(N_("Made on")), method.made_on
    yield words(N_("Fingerprint")), method.fingerprint
    for sentence in method.sentences:
        yield words(N_("How scores are made")), sentence
    for code, meaning in CODES.items():
        yield code, words(meaning)
