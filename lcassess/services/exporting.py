"""What goes into files: how the scores were made, and the cities of a round, which stream.

A file of many cities is made of one query: a city is read, written and forgotten before the next
one. Scores and answers stay as they are kept, numbers in a row and plain data; to make objects of
them takes longer than to write them.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.assessment.snapshot import plain_answers, thaw
from lcassess.exports.comparison import (
    comparison_table,
    comparison_tables,
    network_table,
    network_tables,
)
from lcassess.exports.csv_file import write_csv
from lcassess.exports.documents import write_comparison, write_network
from lcassess.exports.method import Method
from lcassess.exports.progress import Progress, RoundProgress, Sent
from lcassess.exports.words import N_
from lcassess.exports.workbook import Properties, write_workbook
from lcassess.framework import catalogue
from lcassess.scoring.packing import unpack_all
from lcassess.scoring.recipe import Recipe
from lcassess.scoring.scores import score_sheets
from lcassess.services.comparing import choice, made_by, named_round
from lcassess.storage import network

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any, BinaryIO

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from lcassess.exports.words import Words
    from lcassess.framework.model import Framework

KINDS = ("xlsx", "csv", "json")
SENTENCES = (
    N_("Every scored question has fixed ends worth 0 and 100 points, the same for every city."),
    N_("Questions count equally in their feature, features in their focus area; all are averages."),
    N_("A blank is left out, never counted as zero; coverage is the weight that was answered."),
    N_("A score is published from a coverage on that the edition names; a partial one says so."),
    N_("A city’s score does not depend on other cities; there is no order by score."),
)


def method_of(framework: Framework, words: Words, now: datetime) -> Method:
    """Say how the scores of an edition are made; the fingerprint is that of its recipe."""
    made_on = now.strftime("%Y-%m-%d %H:%M UTC")
    return Method(made_on, Recipe.of(framework).fingerprint, tuple(map(words, SENTENCES)))


@dataclass(frozen=True, slots=True)
class Order:
    """Which file of a round is wanted: one of `KINDS`, in which language, and when.

    `cities` are those to put side by side, by slug; without them it is the whole network.
    """

    round: str
    kind: str
    language: str
    now: datetime
    cities: tuple[str, ...] = ()


def write_round(session: Session, order: Order, words: Words, target: BinaryIO) -> None:
    """Write cities of a round as a file, for somebody who may compare or for a command."""
    found, compared = progress(session, order), bool(order.cities)
    if order.kind == "json":
        (write_comparison if compared else write_network)(found, target)
    elif order.kind == "csv":
        write_csv((comparison_table if compared else network_table)(found, words), target)
    else:
        method = method_of(found.framework, words, order.now)
        tables = (comparison_tables if compared else network_tables)(found, method, words)
        write_workbook(tables, Properties(found.round_name, order.language), target)


def progress(session: Session, order: Order) -> RoundProgress:
    """Open the cities that are wanted; they are read while somebody goes through them."""
    found = named_round(session, order.round)
    framework = catalogue.load(found.edition)
    chosen = choice(order.cities) if order.cities else None
    return RoundProgress(
        catalogue.in_language(framework, order.language),
        found.slug,
        found.name,
        network.any_fictional(session, found.id, chosen),
        (_progress(framework, row) for row in network.stream(session, found.id, chosen)),
    )


def _progress(framework: Framework, row: Row[*tuple[Any, ...]]) -> Progress:
    return Progress(
        slug=row.slug,
        name=row.name,
        country=row.country,
        region=row.region,
        fictional=row.fictional,
        state=row.status,
        answered=sum(row.settled),
        asked=len(framework.indicators),
        sent=None if row.profile is None else _sent(framework, row),
    )


def _sent(framework: Framework, row: Row[*tuple[Any, ...]]) -> Sent:
    frozen = zlib.decompress(row.snapshot)
    if made_by(framework, row):
        scores = unpack_all(framework, [row.profile])
    else:
        scores = score_sheets(framework, [thaw(frozen)[0]])
    answers = plain_answers(frozen)
    return Sent(scores, [answers.get(name, {}) for name in framework.indicators])
