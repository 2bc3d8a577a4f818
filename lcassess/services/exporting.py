"""What goes into files: how the scores were made, and the whole network of a round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from lcassess.exports.comparison import network_table, network_tables
from lcassess.exports.csv_file import write_csv
from lcassess.exports.documents import write_network
from lcassess.exports.method import Method
from lcassess.exports.progress import Progress, RoundProgress
from lcassess.exports.words import N_
from lcassess.exports.xlsx import Properties, write_workbook
from lcassess.framework.catalogue import in_language
from lcassess.scoring.recipe import Recipe
from lcassess.services.comparing import all_sent, every_result

if TYPE_CHECKING:
    from typing import BinaryIO

    from sqlalchemy.orm import Session

    from lcassess.exports.words import Words
    from lcassess.framework.model import Framework
    from lcassess.services.comparing import Network

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
    """Which file of a round is wanted: one of `KINDS`, in which language, and when."""

    round: str
    kind: str
    language: str
    now: datetime


def write_network_file(session: Session, order: Order, words: Words, target: BinaryIO) -> None:
    """Write a whole round as a file, for somebody who may compare or for a command."""
    progress = _progress(session, every_result(session, None, order.round), order.language)
    if order.kind == "json":
        write_network(progress, target)
    elif order.kind == "csv":
        write_csv(network_table(progress, words), target)
    else:
        method = method_of(progress.framework, words, order.now)
        title = Properties(progress.round_name, order.language)
        write_workbook(network_tables(progress, method, words), title, target)


def _progress(session: Session, network: Network, language: str) -> RoundProgress:
    sent = {result.slug: result for result in all_sent(session, network.round.slug)}
    framework = in_language(network.framework, language)
    asked = len(framework.indicators)
    cities = tuple(
        Progress(
            slug=city.slug,
            name=city.name,
            country=city.country,
            region=city.region,
            fictional=city.fictional,
            state=city.state,
            answered=sum(city.settled),
            asked=asked,
            result=sent.get(city.slug),
        )
        for city in network.cities
    )
    return RoundProgress(framework, network.round.slug, network.round.name, cities)
