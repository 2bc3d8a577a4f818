"""One city's results as tables: scores, ledger, answers, codebook and method."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from lcassess.exports.answers import ANSWER_FIELDS, FIGURE_FIELDS, KIND_FIELDS, answer_lines
from lcassess.exports.codebook import codebook
from lcassess.exports.ledger import LEDGER_FIELDS, POINTS_FIELDS, ledger_lines
from lcassess.exports.method import method_table
from lcassess.exports.nodes import NODE_FIELDS, PLACE_FIELDS, node_lines
from lcassess.exports.table import CellKind, Column, Table, columns, table_of, values, yes_or_no
from lcassess.exports.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lcassess.exports.method import Method
    from lcassess.exports.table import Value
    from lcassess.exports.words import Words
    from lcassess.framework.model import Framework
    from lcassess.scoring.comparison import CityResult

_SAID = (*KIND_FIELDS, *FIGURE_FIELDS)

INVENTED = N_("This city does not exist. Its answers were made up to show how the pages work.")


def results_tables(
    framework: Framework,
    result: CityResult,
    method: Method,
    words: Words,
) -> list[Table]:
    """Give the sheets of one city's workbook, every line marked if the city is invented."""
    scores = (*PLACE_FIELDS, *NODE_FIELDS)
    answers = (*ANSWER_FIELDS, *_SAID)
    own = (
        table_of("scores", N_("Scores"), scores, node_lines(framework, result), words),
        table_of("ledger", N_("Ledger"), LEDGER_FIELDS, ledger_lines(framework, result), words),
        table_of("answers", N_("Answers"), answers, answer_lines(framework, result), words),
    )
    return [
        *(_signed(table, result, words) for table in own),
        codebook(framework, words),
        method_table(method, _about(framework, result, words), words),
    ]


def results_table(framework: Framework, result: CityResult, words: Words) -> Table:
    """Give scores and answers of one city in a single table, for CSV."""
    heads = (
        *columns((*PLACE_FIELDS, *NODE_FIELDS), words),
        *columns(_SAID, words),
        *columns(POINTS_FIELDS, words),
    )
    rows = chain(_score_rows(framework, result), _answer_rows(framework, result))
    return _signed(Table("results", words(N_("Results")), heads, rows), result, words)


def _score_rows(framework: Framework, result: CityResult) -> Iterator[list[Value]]:
    for line in node_lines(framework, result):
        yield values((*PLACE_FIELDS, *NODE_FIELDS), line) + _blank(_SAID) + _blank(POINTS_FIELDS)


def _answer_rows(framework: Framework, result: CityResult) -> Iterator[list[Value]]:
    lines = ledger_lines(framework, result)
    points = {line.indicator.id: values(POINTS_FIELDS, line) for line in lines}
    for line in answer_lines(framework, result):
        level = "text" if line.kind == "text" else "indicator"
        place: list[Value] = [level, line.id, line.code, line.name]
        worth = points.get(line.id) or _blank(POINTS_FIELDS)
        yield place + _blank(NODE_FIELDS) + values(_SAID, line) + worth


def _blank(fields: Sequence[object]) -> list[Value]:
    return [None] * len(fields)


def _signed(table: Table, result: CityResult, words: Words) -> Table:
    """Put in front of every row whose it is, and whether that city is invented."""
    heads = (
        Column("city", words(N_("City"))),
        Column("invented", words(N_("Invented city")), CellKind.FLAG),
    )
    rows = ([result.slug, yes_or_no(result.fictional), *row] for row in table.rows)
    return replace(table, columns=heads + table.columns, rows=rows)


def _about(framework: Framework, result: CityResult, words: Words) -> Iterator[tuple[str, str]]:
    yield words(N_("City")), result.name
    if result.fictional:
        yield words(N_("Invented city")), words(INVENTED)
    yield words(N_("Round")), result.round
    yield words(N_("State of the report")), result.state
    yield words(N_("Edition")), framework.edition
