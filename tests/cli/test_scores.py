"""`flask scores rebuild`: the same table again."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from lcassess.services import demonstrating
from lcassess.storage.tables import Base, ScoreRow
from tests.conftest import both_databases
from tests.factories import NOW


@pytest.fixture
def flask(app):
    return lambda *arguments: app.test_cli_runner().invoke(args=["scores", *arguments])


def everything(session):
    """Read every row of every table."""
    session.rollback()
    return {
        table.name: sorted(map(tuple, session.execute(select(table))), key=repr)
        for table in Base.metadata.sorted_tables
    }


@both_databases
def test_every_row_of_the_table_is_the_same_and_nothing_else_changes(flask, session):
    demonstrating.fill(session, 20, 2, 2026, NOW, iter)
    before = everything(session)
    result = flask("rebuild")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "The scores of 45 reports were made again.\n"
    assert everything(session) == before
    session.execute(update(ScoreRow).values(settled=b"", recipe="old", profile=b"old"))
    session.commit()
    flask("rebuild")
    assert everything(session) == before


def test_an_empty_database_is_no_fault(flask):
    assert flask("rebuild").stdout == "The scores of 0 reports were made again.\n"


def test_a_database_without_tables_is_named_in_a_sentence(flask, engine):
    Base.metadata.drop_all(engine)
    result = flask("rebuild")
    assert result.exit_code == 1
    assert result.stderr.endswith("If it is new, run: flask db upgrade\n")
