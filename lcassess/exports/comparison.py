"""Many cities as tables, one row a city in order of name: scores, answers, states; no ranks.

The cities stream: all sheets are drawn from one pass over them, in step, so that ten thousand
cities need no more memory than a few.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, tee
from typing import TYPE_CHECKING

from lcassess.exports import wide
from lcassess.exports.codebook import codebook
from lcassess.exports.method import method_table
from lcassess.exports.progress import CITY_FIELDS, NAME_FIELDS, PROGRESS_FIELDS
from lcassess.exports.table import Table, columns, table_of, values
from lcassess.exports.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lcassess.exports.method import Method
    from lcassess.exports.progress import Progress, RoundProgress, Sent
    from lcassess.exports.table import Column, Field, Value
    from lcassess.exports.wide import Block
    from lcassess.exports.words import Words
    from lcassess.framework.model import Framework

INVENTED = N_("Cities marked as invented do not exist. Their answers were made up.")


def network_tables(network: RoundProgress, method: Method, words: Words) -> list[Table]:
    """Give the sheets of a whole round: all cities first, then those that have submitted."""
    every, again = tee(network.cities)
    cities = table_of("cities", N_("Cities"), PROGRESS_FIELDS, every, words)
    return [cities, *comparison_tables(replace(network, cities=again), method, words)]


def comparison_tables(network: RoundProgress, method: Method, words: Words) -> list[Table]:
    """Give the sheets of a workbook of cities side by side."""
    scores, figures, states = _blocks(network.framework, words)
    first, second, third = tee(network.cities, 3)
    return [
        _wide("scores", N_("Scores"), CITY_FIELDS, (scores,), first, words),
        _wide("answers", N_("Answers"), NAME_FIELDS, (figures,), second, words),
        _wide("states", N_("States of the answers"), NAME_FIELDS, (states,), third, words),
        codebook(network.framework, words),
        method_table(method, _about(network, words), words),
    ]


def comparison_table(network: RoundProgress, words: Words) -> Table:
    """Give scores, answers and states of the cities in a single table, for CSV."""
    blocks = _blocks(network.framework, words)
    return _wide("cities", N_("Cities"), CITY_FIELDS, blocks, network.cities, words)


def network_table(network: RoundProgress, words: Words) -> Table:
    """Give a whole round in a single table, for CSV; of a draft only state and counts."""
    blocks = _blocks(network.framework, words)
    blank: list[Value] = [None] * sum(len(block.columns) for block in blocks)
    rows = (
        values(PROGRESS_FIELDS, city) + (_filled(blocks, city.sent) if city.sent else blank)
        for city in network.cities
    )
    return Table("cities", words(N_("Cities")), _columns(PROGRESS_FIELDS, blocks, words), rows)


def _blocks(framework: Framework, words: Words) -> tuple[Block, Block, Block]:
    return (
        wide.scores(framework, words),
        wide.figures(framework, words),
        wide.states(framework, words),
    )


def _wide(
    name: str,
    title: str,
    fields: Sequence[Field[Progress]],
    blocks: Sequence[Block],
    cities: Iterable[Progress],
    words: Words,
) -> Table:
    """Make a table of those that have submitted; a draft leaves its row empty."""
    rows = (
        values(fields, city) + _filled(blocks, city.sent) if city.sent else () for city in cities
    )
    return Table(name, words(title), _columns(fields, blocks, words), rows)


def _columns(
    fields: Sequence[Field[Progress]],
    blocks: Sequence[Block],
    words: Words,
) -> tuple[Column, ...]:
    return columns(fields, words) + tuple(c for block in blocks for c in block.columns)


def _filled(blocks: Sequence[Block], sent: Sent) -> list[Value]:
    return list(chain.from_iterable(block.of(sent) for block in blocks))


def _about(network: RoundProgress, words: Words) -> Iterator[tuple[str, str]]:
    if network.fictional:
        yield words(N_("Invented city")), words(INVENTED)
    yield words(N_("Round")), network.round_name
    yield words(N_("Edition")), network.framework.edition
