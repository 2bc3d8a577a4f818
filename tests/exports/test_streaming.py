"""Files of many cities hold few of them at a time, whatever their kind."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace

import pytest

from lcassess.exports.comparison import (
    comparison_table,
    comparison_tables,
    network_table,
    network_tables,
)
from lcassess.exports.csv_file import write_csv
from lcassess.exports.documents import write_comparison, write_network
from lcassess.exports.progress import Progress, Sent
from lcassess.exports.workbook import Properties, write_workbook
from tests.exports.samples import METHOD, cities, network, same

MANY = 300
FEW = 120  # two pieces of what `tee` keeps


class Watched(list):
    """Answers that know how many like them there are, and were at most."""

    alive = most = 0

    def __init__(self, answers):
        super().__init__(answers)
        Watched.alive += 1
        Watched.most = max(Watched.most, Watched.alive)

    def __del__(self):
        Watched.alive -= 1


def workbook(tables):
    def write(found, target):
        write_workbook(tables(found, METHOD, same), Properties("x"), target)

    return write


def csv(table):
    return lambda found, target: write_csv(table(found, same), target)


WRITERS = {
    "network.xlsx": workbook(network_tables),
    "network.csv": csv(network_table),
    "network.json": write_network,
    "comparison.xlsx": workbook(comparison_tables),
    "comparison.csv": csv(comparison_table),
    "comparison.json": write_comparison,
}


@pytest.mark.parametrize("kind", WRITERS)
def test_cities_are_forgotten_as_they_are_written(kind):
    whole = network(*cities(1))
    city, draft = whole.cities
    Watched.alive = Watched.most = 0
    WRITERS[kind](replace(whole, cities=many(city, draft)), io.BytesIO())
    assert 0 < Watched.most <= FEW
    assert Watched.alive == 0


def many(city: Progress, draft: Progress):
    """Give drafts first and then both in turn, so that no two sheets have the same rows."""
    for number in range(MANY):
        yield draft
        if number > MANY // 3:
            yield replace(city, sent=Sent(city.sent.scores, Watched(city.sent.answers)))


def test_a_server_that_writes_no_workbook_does_not_load_what_writes_them():
    said = "import sys, lcassess.app; print('openpyxl' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", said], check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"
