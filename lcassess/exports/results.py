"""One city's results as tables: scores, ledger, answers, codebook and method."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from lcassess.exports.answers import ANSWER_FIELDS, FIGURE_FIELDS, AnswerLine, answer_lines
from lcassess.exports.codebook import codebook
from lcassess.exports.ledger import LEDGER_FIELDS, POINTS_FIELDS, LedgerLine, ledger_lines
from lcassess.exports.method import method_table
from lcassess.exports.nodes import NODE_FIELDS, PLACE_FIELDS, NodeLine, node_lines
from lcassess.exports.table import CellKind, Column, Field, Table
from lcassess.exports.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TypeVar

    from lcassess.exports.method import Method
    from lcassess.exports.table import Value
    from lcassess.exports.words import Words
    from lcassess.framework.model import Framework
    from lcassess.scoring.comparison import CityResult

    Item = TypeVar("Item")
