"""What the database promises: safe settings, whole deeds, writers one after the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lcassess.assessment.sheet import Answer, State
from lcassess.services.transaction import deed
from lcassess.storage import answers, assessments, cities
from lcassess.storage.engine import PRAGMAS, wrong_pragmas
from lcassess.storage.tables import AnswerHistoryRow, CityRow, MembershipRow
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW

WRITERS = 8
SAVES = 50
NAME = "adult-literacy"


def test_our_own_connections_are_safe(engine):
    assert wrong_pragmas(engine) == []


def test_the_settings_that_sqlite_comes_with_are_refused_one_by_one(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'plain.db'}")
    faults = wrong_pragmas(engine)
    engine.dispose()
    found = {name for name in PRAGMAS if any(f" {name} " in fault for fault in faults)}
    assert found == {"journal_mode", "foreign_keys", "busy_timeout", "recursive_triggers"}


@pytest.mark.parametrize(
    ("pragma", "unsafe"),
    [
        ("journal_mode", "delete"),
        ("synchronous", "1"),
        ("foreign_keys", "0"),
        ("busy_timeout", "10"),
        ("recursive_triggers", "0"),
    ],
)
def test_each_unsafe_setting_is_seen_by_itself(engine, monkeypatch, pragma, unsafe):
    monkeypatch.setitem(PRAGMAS, pragma, unsafe)
    engine.dispose()
    with engine.connect():  # a fresh connection takes the setting over
        monkeypatch.undo()
    (fault,) = wrong_pragmas(engine)
    assert fault.startswith(f"SQLite's {pragma} is {unsafe}, it has to be {PRAGMAS[pragma]}")


@both_databases
def test_postgresql_needs_no_pragma(engine):
    assert wrong_pragmas(engine) == []


@both_databases
def test_a_row_cannot_point_to_nothing(session):
    session.add(MembershipRow(city_id=99, since=NOW.date()))
    with pytest.raises(IntegrityError):
        session.commit()


@both_databases
def test_a_deed_that_fails_leaves_nothing(session):
    def half_a_deed():
        with deed(session, "test"):
            cities.add(session, slug="half", name="Half", country="FR")
            message = "the other half"
            raise RuntimeError(message)

    with pytest.raises(RuntimeError, match="the other half"):
        half_a_deed()
    assert session.scalar(select(func.count(CityRow.id))) == 0


@both_databases
def test_a_deed_sees_what_others_wrote_before_it_began(engine, session):
    assert cities.number(session, "") == 0
    with Session(engine) as another:
        factories.city(another)
    with deed(session, "test"):
        assert cities.number(session, "") == 1


@both_databases
def test_many_writers_at_once_lose_nothing_and_fail_never(engine, session):
    report_id = factories.report(session).id
    session.rollback()

    def save_often(_writer):
        for _save in range(SAVES):
            with Session(engine) as own, deed(own, "test"):
                assessments.find(own, report_id, lock=True)
                current = answers.of(own, report_id).get(NAME) or Answer(NAME, State.NO_DATA)
                answers.write(own, report_id, [_next(current)], None, NOW)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(save_often, range(WRITERS)))
    last = answers.of(session, report_id)[NAME]
    assert last.version == last.entered.count("+") == WRITERS * SAVES
    assert session.scalar(select(func.count(AnswerHistoryRow.id))) == WRITERS * SAVES


def test_a_writer_takes_the_lock_when_it_begins(engine, session):
    with deed(session, "test"), engine.connect() as other:
        other.exec_driver_sql("PRAGMA busy_timeout=1")
        assert other.execute(text("SELECT count(*) FROM cities")).scalar() == 0
        with pytest.raises(Exception, match="database is locked"):
            other.exec_driver_sql("DELETE FROM cities")


def _next(answer: Answer) -> Answer:
    return replace(
        answer, state=State.VALUE, entered=f"{answer.entered}+", version=answer.version + 1
    )
