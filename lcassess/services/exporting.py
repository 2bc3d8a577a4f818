"""What goes into files: how the scores were made, and the cities of a round, which stream.

A file of many cities is made of one query: a city is read, written and forgotten before the next
one. Scores and answers stay as they are kept, numbers in a row and plain data; to make objects of
them takes longer than to write them.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.assessment.settling import levels, settle, with_levels
from lcassess.assessment.sheet import AnswerSheet
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
from lcassess.framework.model import Kind
from lcassess.scoring.packing import unpack_all
from lcassess.scoring.recipe import Recipe
from lcassess.scoring.scores import score_sheets
from lcassess.services.comparing import choice, made_by, named_round
from lcassess.services.settlement import of_accepted
from lcassess.storage import network, reviews
from lcassess.storage.engine import begin_reading

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any, BinaryIO

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from lcassess.assessment.remarks import Thread
    from lcassess.assessment.settling import Levels
    from lcassess.exports.words import Words
    from lcassess.framework.model import Framework, Indicator

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
    begin_reading(session)
    found = named_round(session, order.round)
    settled = of_accepted(session, reviews.remarked_heads(session, found.id))
    framework = catalogue.load(found.edition)
    chosen = choice(order.cities) if order.cities else None
    return RoundProgress(
        catalogue.in_language(framework, order.language),
        found.slug,
        found.name,
        network.any_fictional(session, found.id, chosen),
        (
            _progress(framework, row, settled.get(row.assessment_id, {}))
            for row in network.stream(session, found.id, chosen)
        ),
    )


def _progress(
    framework: Framework, row: Row[*tuple[Any, ...]], said: Mapping[str, Thread]
) -> Progress:
    return Progress(
        slug=row.slug,
        name=row.name,
        country=row.country,
        region=row.region,
        fictional=row.fictional,
        state=row.status,
        answered=sum(row.settled),
        asked=len(framework.indicators),
        sent=None if row.profile is None else _sent(framework, row, said),
    )


def _sent(framework: Framework, row: Row[*tuple[Any, ...]], said: Mapping[str, Thread]) -> Sent:
    """Read what a city handed in; `said` is what its review settled, if it is accepted."""
    frozen = zlib.decompress(row.snapshot)
    kept = made_by(framework, row)
    sheet = thaw(frozen)[0] if said or not kept else AnswerSheet()
    both = levels(sheet, said)
    if kept:
        scores = unpack_all(framework, [row.profile])
    else:
        scores = score_sheets(framework, [settle(sheet, both)])
    answers = plain_answers(frozen)
    indicators = framework.indicators.values()
    return Sent(
        scores, [_answer(one, answers.get(one.id, {}), both.get(one.id)) for one in indicators]
    )


def _answer(
    indicator: Indicator, answer: Mapping[str, Any], both: Levels | None
) -> Mapping[str, Any]:
    return with_levels(answer, both) if indicator.kind is Kind.LEVEL else answer
