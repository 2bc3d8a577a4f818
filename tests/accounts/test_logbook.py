"""Accounts write one line for each thing that happens, and nothing personal in any of them."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from lcassess.accounts.invitations import invite
from lcassess.accounts.sign_ins import end_outgrown
from lcassess.accounts.tables import SignInRow
from lcassess.network.membership import Grant, Role
from lcassess.storage import people
from tests.accounts.conftest import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from tests.accounts.conftest import Visitor

    Said = Callable[[], list[dict[str, Any]]]

EMAIL = "ana@almada.example"
NOBODY = "nobody@almada.example"
OTHER_PASSWORD = "another seven grey herons"
WRONG = "never to be read"


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> Said:
    """Give the names and values of the lines since it was asked last."""
    caplog.set_level(logging.DEBUG)

    def since() -> list[dict[str, Any]]:
        lines = [r.args for r in caplog.records if r.name == "lcassess.accounts"]
        caplog.clear()
        return lines

    return since


def done(deed: str, person_id: int) -> dict[str, Any]:
    return {"deed": deed, "outcome": "done", "person_id": person_id}


def refused(deed: str, fault: str, person_id: int | None = None) -> dict[str, Any]:
    whose = {"person_id": person_id} if person_id else {}
    return {"deed": deed, "outcome": "refused", "fault": fault} | whose


def test_in_and_out(visitor: Visitor, ana: int, said: Said) -> None:
    visitor.sign_in(EMAIL)
    visitor.get("/account")
    assert said() == [done("sign-in", ana)]
    visitor.send("/sign-out", page="/account")
    assert said() == [done("sign-out", ana)]
    visitor.send("/sign-out", page="/sign-in")
    assert said() == []


@pytest.mark.parametrize("is_known", [True, False])
def test_guessing(visitor: Visitor, ana: int, said: Said, is_known: bool) -> None:  # noqa: FBT001
    email, person_id = (EMAIL, ana) if is_known else (NOBODY, None)
    for _ in range(11):
        visitor.sign_in(email, WRONG)
    wrong = refused("sign-in", "WrongPassword", person_id)
    assert said() == [wrong] * 10 + [refused("sign-in", "TooManyTries", person_id)]


def test_a_password_is_changed(visitor: Visitor, ana: int, said: Said) -> None:
    visitor.sign_in(EMAIL)
    said()
    for present in (WRONG, PASSWORD):
        visitor.send("/account/password", "/account", present=present, password=OTHER_PASSWORD)
    visitor.send("/account/sign-ins", "/account")
    assert said() == [
        refused("change-password", "WrongPassword", ana),
        done("change-password", ana),
        done("end-other-sign-ins", ana),
    ]


def test_a_password_is_forgotten(
    visitor: Visitor, ana: int, said: Said, messages: Callable[[], list[str]]
) -> None:
    visitor.send("/reset", email=NOBODY)
    for _ in range(11):
        visitor.send("/reset", email=EMAIL)
    asked = [done("ask-reset", ana)] * 10
    unknown, many = refused("ask-reset", "NoAccount"), refused("ask-reset", "TooManyTries")
    assert said() == [unknown, *asked, many]
    found = re.search(r"/reset/\S+", messages()[-1])
    assert found
    visitor.send(found[0], password=OTHER_PASSWORD)
    visitor.get(found[0])
    assert said() == [done("use-reset", ana), refused("open-link", "NoLongerOpenError")]


def test_an_invitation_is_taken_up(
    visitor: Visitor, ana: int, city: int, session: Session, said: Said
) -> None:
    now = datetime.now(UTC)
    new, known = (
        "/invitation/" + invite(session, email, Grant(Role.READER, city), now)
        for email in ("new@almada.example", EMAIL)
    )
    visitor.send(new, name="Nuno", password=PASSWORD)
    joined = people.by_email(session, "new@almada.example")
    assert joined
    assert said() == [done("join", joined.id)]
    visitor.send("/sign-out", page="/account")
    visitor.sign_in(EMAIL)
    said()
    visitor.send(known)
    assert said() == [done("accept-invitation", ana)]


@pytest.mark.parametrize("change", ["role", "removal"])
def test_a_change_of_roles_ends_a_sign_in_once(
    visitor: Visitor, ana: int, session: Session, said: Said, change: str
) -> None:
    visitor.sign_in(EMAIL)
    said()
    if change == "role":
        people.take(session, ana, 1)
    else:
        people.remove(session, ana, datetime.now(UTC))
    session.commit()
    for _ in range(3):
        assert not visitor.is_signed_in()
    assert said() == [refused("stay-signed-in", "RolesChanged", ana)]
    assert [row.why_ended for row in session.query(SignInRow)] == ["roles changed"]


def test_a_sign_in_that_is_not_ours_ends_nothing(session: Session) -> None:
    assert end_outgrown(session, "unknown", datetime.now(UTC)) is None


@pytest.mark.usefixtures("ana")
def test_nothing_personal_stands_in_any_line(
    visitor: Visitor,
    session: Session,
    city: int,
    messages: Callable[[], list[str]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    invited = invite(session, "new@almada.example", Grant(Role.READER, city), datetime.now(UTC))
    visitor.sign_in(EMAIL, WRONG)
    visitor.sign_in(NOBODY, WRONG)
    visitor.sign_in(f"{WRONG}\nlcassess.accounts deed=sign-in", WRONG)
    visitor.send("/reset", email=EMAIL)
    visitor.send("/reset", email=NOBODY)
    reset = messages()[-1].partition("/reset/")[2].split()[0]
    visitor.send(f"/reset/{reset}", password=OTHER_PASSWORD)
    with visitor.session_transaction() as cookie:
        token = cookie["token"]
    visitor.send("/sign-out", page="/account")
    visitor.send(f"/invitation/{invited}", name="Nuno", password=PASSWORD)
    visitor.get(f"/reset/{WRONG}")
    secrets = (PASSWORD, OTHER_PASSWORD, WRONG, invited, reset, token, "almada", "nuno", "127.0.0")
    whole = [
        (record.getMessage() + json.dumps(record.args, default=str)).casefold()
        for record in caplog.records
        if record.name.startswith("lcassess")
    ]
    assert len(whole) > 8
    assert [s for s in secrets if any(s.casefold() in line for line in whole)] == []
