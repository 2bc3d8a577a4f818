"""One's own account: name, language, password, sign-ins elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.accounts.conftest import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from tests.accounts.conftest import Visitor

EMAIL = "ana@almada.example"
ANOTHER = "another seven grey herons"


@pytest.fixture(autouse=True)
def _signed_in(ana: int, visitor: Visitor) -> None:
    assert ana
    visitor.sign_in(EMAIL)


@pytest.fixture
def elsewhere(new_visitor: Callable[[], Visitor]) -> Visitor:
    other = new_visitor()
    other.sign_in(EMAIL)
    return other


def test_name_and_language_are_kept(visitor: Visitor, elsewhere: Visitor) -> None:
    visitor.send("/account", name="  Ana   Sofia ", language="fr")
    page = elsewhere.get("/account").get_data(as_text=True)
    assert 'value="Ana Sofia"' in page
    assert '<html lang="fr"' in visitor.get("/account").get_data(as_text=True)


def test_language_greets_at_the_next_sign_in(
    visitor: Visitor, new_visitor: Callable[[], Visitor]
) -> None:
    visitor.send("/account", name="Ana", language="fr")
    later = new_visitor()
    later.sign_in(EMAIL)
    assert '<html lang="fr"' in later.get("/account").get_data(as_text=True)


def test_name_is_needed(visitor: Visitor) -> None:
    response = visitor.send("/account", name=" ", language="en")
    assert response.status_code == 400
    assert "Enter your name" in response.get_data(as_text=True)


def test_new_password_ends_the_others_and_renews_this_one(
    visitor: Visitor, elsewhere: Visitor, new_visitor: Callable[[], Visitor]
) -> None:
    thief = new_visitor()
    with visitor.session_transaction() as mine, thief.session_transaction() as theirs:
        theirs.update(mine)
    response = visitor.send(
        "/account/password", page="/account", present=PASSWORD, password=ANOTHER
    )
    assert response.status_code == 303
    assert visitor.is_signed_in()
    assert not elsewhere.is_signed_in()
    assert not thief.is_signed_in()
    assert elsewhere.sign_in(EMAIL, PASSWORD).status_code == 400
    assert elsewhere.sign_in(EMAIL, ANOTHER).status_code == 303


def test_new_password_needs_the_present_one(visitor: Visitor, elsewhere: Visitor) -> None:
    for _ in range(11):
        response = visitor.send(
            "/account/password", page="/account", present="wrong", password=ANOTHER
        )
        assert response.status_code == 400
    assert "Too many tries" in response.get_data(as_text=True)
    assert elsewhere.is_signed_in()


def test_others_can_be_ended(visitor: Visitor, elsewhere: Visitor) -> None:
    assert "another one" in visitor.get("/account").get_data(as_text=True)
    visitor.send("/account/sign-ins", page="/account")
    assert visitor.is_signed_in()
    assert not elsewhere.is_signed_in()
    assert "another one" not in visitor.get("/account").get_data(as_text=True)


def test_signed_out_visitor_is_led_to_sign_in(new_visitor: Callable[[], Visitor]) -> None:
    stranger = new_visitor()
    assert stranger.get("/account").location == "/sign-in?next=%2Faccount"
    token = stranger.fields("/sign-in")["csrf_token"]
    for path in ("/account", "/account/password", "/account/sign-ins"):
        assert stranger.post(path, data={"csrf_token": token}).status_code == 303
        assert stranger.post(path).status_code == 400


def test_sign_in_page_leads_on_who_is_signed_in(visitor: Visitor) -> None:
    assert visitor.get("/sign-in?next=/compare").location == "/compare"


def test_address_stays_the_same(visitor: Visitor, session: Session) -> None:
    visitor.send("/account", name="Ana", language="en", email="x@evil.example")
    session.rollback()
    assert EMAIL in visitor.get("/account").get_data(as_text=True)
