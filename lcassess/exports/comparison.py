"""Many cities as tables, one row a city in order of name: scores, answers, states; no ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcassess.exports import wide
from lcassess.exports.codebook import codebook
from lcassess.exports.method import method_table
from lcassess.exports.progress import CITY_FIELDS, NAME_FIELDS, PROGRESS_FIELDS
from lcassess.exports.table import Item, Table, columns, table_of, values
from lcassess.exports.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lcassess.exports.method import Method
    from lcassess.exports.progress import RoundProgress
    from lcassess.exports.table import Column, Field, Value
    from lcassess.exports.wide import Block
    from lcassess.exports.words import Words
    from lcassess.framework.model import Framework
    from lcassess.scoring.comparison import CityResult, Comparison

INVENTED = N_("Cities marked as invented do not exist. Their answers were made up.")


def comparison_tables(comparison: Comparison, method: Method, words: Words) -> list[Table]:
    """Give the sheets of a workbook of cities side by side."""
    framework, cities = comparison.framework, comparison.cities
    scores, figures, states = _blocks(framework, words)
    return [
        _wide("scores", N_("Scores"), CITY_FIELDS, (scores,), cities, words),
        _wide("answers", N_("Answers"), NAME_FIELDS, (figures,), cities, words),
        _wide("states", N_("States of the answers"), NAME_FIELDS, (states,), cities, words),
        codebook(framework, words),
        method_table(method, _about(comparison, words), words),
    ]


def comparison_table(comparison: Comparison, words: Words) -> Table:
    """Give scores, answers and states of the cities in a single table, for CSV."""
    blocks = _blocks(comparison.framework, words)
    return _wide("cities", N_("Cities"), CITY_FIELDS, blocks, comparison.cities, words)


def network_tables(network: RoundProgress, method: Method, words: Words) -> list[Table]:
    """Give the sheets of a whole round: all cities first, then those that have submitted."""
    cities = table_of("cities", N_("Cities"), PROGRESS_FIELDS, network.cities, words)
    return [cities, *comparison_tables(network.sent, method, words)]


def network_table(network: RoundProgress, words: Words) -> Table:
    """Give a whole round in a single table, for CSV; of a draft only state and counts."""
    blocks = _blocks(network.framework, words)
    rows = (values(PROGRESS_FIELDS, city) + _filled(blocks, city.result) for city in network.cities)
    return Table("cities", words(N_("Cities")), _columns(PROGRESS_FIELDS, blocks, words), rows)


def _blocks(framework: Framework, words: Words) -> tuple[Block, Block, Block]:
    return wide.scores(framework, words), wide.figures(framework), wide.states(framework, words)


def _wide(
    name: str,
    title: str,
    fields: Sequence[Field[CityResult]],
    blocks: Sequence[Block],
    cities: Iterable[CityResult],
    words: Words,
) -> Table:
    rows = (values(fields, city) + _filled(blocks, city) for city in cities)
    return Table(name, words(title), _columns(fields, blocks, words), rows)


def _columns(
    fields: Sequence[Field[Item]],
    blocks: Sequence[Block],
    words: Words,
) -> tuple[Column, ...]:
    return columns(fields, words) + tuple(c for block in blocks for c in block.columns)


def _filled(blocks: Sequence[Block], city: CityResult | None) -> list[Value]:
    """Fill blocks with a city's values, or leave them blank for a city that has none."""
    return [value for block in blocks for value in (block.of(city) if city else block.blank)]


def _about(comparison: Comparison, words: Words) -> Iterator[tuple[str, str]]:
    if any(city.fictional for city in comparison.cities):
        yield words(N_("Invented city")), words(INVENTED)
    yield words(N_("Round")), comparison.round_name
    yield words(N_("Edition")), comparison.framework.edition
