"""Limits hold however many try at once, and whatever the database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.orm import Session

from lcassess.accounts import tries
from lcassess.accounts.tries import PER_ACCOUNT, WINDOW, TooManyTries
from tests.conftest import both_databases

if TYPE_CHECKING:
    from sqlalchemy import Engine

EMAIL = "ana@almada.example"


def is_let_through(engine: Engine, now: datetime) -> bool:
    with Session(engine) as session:
        try:
            tries.count(session, "password", EMAIL, "192.0.2.1", now)
        except TooManyTries:
            return False
    return True


@both_databases
def test_many_at_once_do_not_get_past_the_limit(engine: Engine) -> None:
    now = datetime.now(UTC)
    with ThreadPoolExecutor(8) as pool:
        through = list(pool.map(lambda _: is_let_through(engine, now), range(24)))
    through += [is_let_through(engine, now) for _ in range(PER_ACCOUNT)]
    assert sum(through) == PER_ACCOUNT


def test_each_try_makes_room_after_an_hour(engine: Engine) -> None:
    begin = datetime.now(UTC)
    moments = [begin + timedelta(minutes=3 * number) for number in range(PER_ACCOUNT)]
    assert all(is_let_through(engine, moment) for moment in moments)
    with Session(engine) as session, pytest.raises(TooManyTries) as refusal:
        tries.count(session, "password", EMAIL, "192.0.2.1", moments[-1])
    assert refusal.value.again_at == begin + WINDOW
    assert not is_let_through(engine, begin + WINDOW - timedelta(seconds=1))
    assert is_let_through(engine, begin + WINDOW)
    assert not is_let_through(engine, begin + WINDOW + timedelta(seconds=1))


def test_deeds_are_counted_apart(engine: Engine) -> None:
    now = datetime.now(UTC)
    while is_let_through(engine, now):
        pass
    with Session(engine) as session:
        assert tries.count(session, "reset", EMAIL, "192.0.2.1", now)
