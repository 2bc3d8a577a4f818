"""Which new passwords are taken, and which typed ones are right."""

from __future__ import annotations

import statistics
from datetime import UTC, datetime
from time import process_time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lcassess.accounts import passwords
from lcassess.accounts.passwords import LONGEST, SHORTEST, Weakness, weakness
from tests.accounts.conftest import PASSWORD

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("short", Weakness.SHORT),
        ("elevenchars", Weakness.SHORT),
        ("x7" * 129, Weakness.LONG),
        ("passwordpassword", Weakness.COMMON),
        ("Password123!", Weakness.COMMON),
        ("2024 dragon!", Weakness.COMMON),
        ("qwertyuiopasdf", Weakness.COMMON),
        ("123456789012", Weakness.COMMON),
        ("aaaaaaaaaaaaaaaa", Weakness.COMMON),
        ("1qaz2wsx3edc", Weakness.COMMON),
        ("ana.ferreira2024", Weakness.PERSONAL),
        ("anaferreiraanaferreira", Weakness.PERSONAL),
        ("Ferreira1234", Weakness.PERSONAL),
        (PASSWORD, None),
        ("correcthorsebatterystaple", None),
        ("七十八の静かな鷺が飛んでいる", None),
        ("739184205663917", None),
        ("rt4-96kd-2209-wq", None),
    ],
)
def test_weakness(password: str, expected: Weakness | None) -> None:
    assert weakness(password, "ana.ferreira@almada.example", "Ana Ferreira") is expected


@given(st.text(min_size=SHORTEST, max_size=LONGEST), st.sampled_from(["", "ana@x.example", "@"]))
def test_any_text_gets_an_answer(password: str, about: str) -> None:
    assert weakness(password, about) in {None, Weakness.COMMON, Weakness.PERSONAL}


def test_only_the_whole_password_is_right(session: Session, ana: int) -> None:
    assert passwords.is_right(session, ana, PASSWORD)
    assert not passwords.is_right(session, ana, PASSWORD[:-1])
    assert not passwords.is_right(session, ana, PASSWORD + " ")
    assert not passwords.is_right(session, ana + 1, PASSWORD)
    assert not passwords.is_right(session, None, PASSWORD)


def test_long_passwords_count_to_their_end(session: Session, ana: int) -> None:
    long = "ab" * (LONGEST // 2)
    passwords.keep_hash(session, passwords.make_hash(long), datetime.now(UTC), ana)
    session.commit()
    assert passwords.is_right(session, ana, long)
    assert not passwords.is_right(session, ana, long[:-1] + "x")


def test_accents_typed_in_two_ways_are_the_same(session: Session, ana: int) -> None:
    composed, decomposed = "São Tomé e Príncipe", "Sa\u0303o Tome\u0301 e Pri\u0301ncipe"
    passwords.keep_hash(session, passwords.make_hash(composed), datetime.now(UTC), ana)
    session.commit()
    assert passwords.is_right(session, ana, decomposed)


def test_unknown_account_takes_as_long(session: Session, ana: int) -> None:
    def median(person_id: int | None) -> float:
        took = []
        for _ in range(9):
            begin = process_time()
            passwords.is_right(session, person_id, "wrong")
            took.append(process_time() - begin)
        return statistics.median(took)

    median(None)
    assert 0.5 < median(None) / median(ana) < 2  # without the stand-in it is about a hundredth
