"""What was typed when the sign-in had ended is saved once, for the same person only."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from typing import TYPE_CHECKING

import pytest
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from werkzeug.datastructures import MultiDict

from lcassess.accounts import sealing
from lcassess.accounts.tables import SignInRow
from tests.accounts.conftest import CITY_PAGE, PASSWORD, hidden

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from sqlalchemy.orm import Session

    from tests.accounts.conftest import Visitor

EMAIL = "ana@almada.example"
OTHER = "bo@almada.example"
TYPED = "34,5 – “as typed”"

Saved = list[tuple[str, str]]
pairs = st.lists(st.tuples(st.text(min_size=1).map("f-{}".format), st.text()))


@pytest.fixture(autouse=True)
def _signed_in(ana: int, new_person: Callable[..., int], visitor: Visitor) -> None:
    assert ana
    new_person(OTHER)
    visitor.sign_in(EMAIL)


@pytest.fixture
def page(visitor: Visitor) -> dict[str, str]:
    """The form of the city's page as its author loaded it."""
    author = visitor.get(CITY_PAGE).get_json()["author"]
    token = visitor.fields("/account")["csrf_token"]
    return {"author": author, "csrf_token": token, "typed": TYPED}


def end_sign_ins(session: Session) -> None:
    session.execute(update(SignInRow).values(epoch=-1))
    session.commit()


def without(page: dict[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in page.items() if name not in names}


class TestWhileSignedIn:
    def test_post_arrives(self, visitor: Visitor, page: dict[str, str], saved: Saved) -> None:
        assert visitor.post(CITY_PAGE, data=page).location == "/next"
        assert saved == [(EMAIL, TYPED)]

    def test_a_token_of_an_earlier_sign_in_will_do_with_the_author(
        self,
        new_visitor: Callable[[], Visitor],
        visitor: Visitor,
        page: dict[str, str],
        saved: Saved,
    ) -> None:
        earlier = new_visitor().fields("/sign-in")["csrf_token"]
        visitor.post(CITY_PAGE, data=without(page, "author"))
        visitor.post(CITY_PAGE, data=page | {"csrf_token": earlier})
        assert len(saved) == 2

    @pytest.mark.parametrize("token", [None, "", "forged", "IjEi.forged.forged"])
    def test_a_token_that_is_missing_or_forged_is_refused(
        self, visitor: Visitor, page: dict[str, str], saved: Saved, token: str | None
    ) -> None:
        sent = without(page, "csrf_token") | ({"csrf_token": token} if token is not None else {})
        assert visitor.post(CITY_PAGE, data=sent).status_code == 400
        assert saved == []

    @pytest.mark.parametrize("author", ["", "1", "WzFd.forged", "x" * 999])
    def test_neither_token_is_refused(self, visitor: Visitor, saved: Saved, author: str) -> None:
        response = visitor.post(CITY_PAGE, data={"typed": TYPED, "author": author})
        assert response.status_code == 400
        assert saved == []

    def test_author_field_of_another_page_is_refused(
        self, visitor: Visitor, page: dict[str, str], saved: Saved
    ) -> None:
        elsewhere = CITY_PAGE.replace("2.3", "2.4")
        data = without(page, "csrf_token")
        assert visitor.post(elsewhere, data=data).status_code == 400
        assert saved == []

    def test_page_of_another_person_is_sealed_for_them(
        self, visitor: Visitor, page: dict[str, str], saved: Saved
    ) -> None:
        visitor.send("/sign-out", page="/account")
        visitor.sign_in(OTHER)
        kept = hidden(visitor.post(CITY_PAGE, data=page))
        assert saved == []
        visitor.post("/sign-in", data=kept | {"email": EMAIL, "password": PASSWORD})
        assert saved == [(EMAIL, TYPED)]


class TestAfterTheEnd:
    @pytest.fixture
    def kept(
        self, visitor: Visitor, page: dict[str, str], session: Session, saved: Saved
    ) -> dict[str, str]:
        """The sign-in form that comes back, with what was typed sealed in it."""
        end_sign_ins(session)
        response = visitor.post(CITY_PAGE, data=page)
        assert response.status_code == 200
        assert "Nothing is lost" in response.get_data(as_text=True)
        assert saved == []
        return hidden(response)

    def credentials(self, email: str = EMAIL, password: str = PASSWORD) -> dict[str, str]:
        return {"email": email, "password": password}

    def test_same_person_gets_it_saved(
        self, visitor: Visitor, kept: dict[str, str], saved: Saved
    ) -> None:
        response = visitor.post("/sign-in", data=kept | self.credentials())
        assert (response.status_code, response.location) == (303, "/next")
        assert saved == [(EMAIL, TYPED)]
        assert visitor.is_signed_in()

    def test_wrong_password_keeps_it(
        self, visitor: Visitor, kept: dict[str, str], saved: Saved
    ) -> None:
        again = hidden(visitor.post("/sign-in", data=kept | self.credentials(password="wrong")))
        assert again["sealed"] == kept["sealed"]
        visitor.post("/sign-in", data=again | self.credentials())
        assert saved == [(EMAIL, TYPED)]

    def test_another_person_does_not(
        self, visitor: Visitor, kept: dict[str, str], saved: Saved
    ) -> None:
        response = visitor.post("/sign-in", data=kept | self.credentials(OTHER))
        assert response.location != CITY_PAGE
        assert saved == []
        with visitor.session_transaction() as cookie:
            assert "was not saved" in str(cookie["_flashes"])

    def test_is_saved_once(
        self,
        visitor: Visitor,
        new_visitor: Callable[[], Visitor],
        kept: dict[str, str],
        saved: Saved,
    ) -> None:
        visitor.post("/sign-in", data=kept | self.credentials())
        elsewhere = new_visitor()
        elsewhere.sign_in(EMAIL, sealed=kept["sealed"])
        assert saved == [(EMAIL, TYPED)]

    @pytest.mark.parametrize("change", [lambda text: text[:-2], lambda _: "x", str.swapcase])
    def test_tampered_one_is_dropped(
        self, visitor: Visitor, kept: dict[str, str], saved: Saved, change: Callable[[str], str]
    ) -> None:
        changed = kept | {"sealed": change(kept["sealed"])}
        assert visitor.post("/sign-in", data=changed | self.credentials()).status_code == 303
        assert saved == []


class TestWhoseItIs:
    def test_author_field_is_enough_without_any_cookie(
        self, new_visitor: Callable[[], Visitor], page: dict[str, str], saved: Saved
    ) -> None:
        stranger = new_visitor()
        kept = hidden(stranger.post(CITY_PAGE, data=without(page, "csrf_token")))
        stranger.post("/sign-in", data=kept | {"email": EMAIL, "password": PASSWORD})
        assert saved == [(EMAIL, TYPED)]

    def test_cookie_of_the_ended_sign_in_is_enough_without_the_field(
        self, visitor: Visitor, page: dict[str, str], session: Session, saved: Saved
    ) -> None:
        end_sign_ins(session)
        kept = hidden(visitor.post(CITY_PAGE, data=without(page, "author")))
        visitor.post("/sign-in", data=kept | {"email": EMAIL, "password": PASSWORD})
        assert saved == [(EMAIL, TYPED)]

    def test_nobody_is_sent_to_sign_in(
        self, new_visitor: Callable[[], Visitor], page: dict[str, str], saved: Saved
    ) -> None:
        stranger = new_visitor()
        response = stranger.post(CITY_PAGE, data=without(page, "author"))
        assert response.location == "/sign-in"
        assert saved == []


class TestSeal:
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
    @given(typed=pairs)
    def test_opens_to_what_was_sealed(self, app: Flask, typed: list[tuple[str, str]]) -> None:
        form = MultiDict(typed)
        with app.app_context():
            opened = sealing.open_sealed(sealing.seal(7, CITY_PAGE, form))
        assert opened is not None
        assert (opened.person_id, opened.path, opened.form) == (7, CITY_PAGE, form)

    def test_keeps_no_tokens(self, app: Flask) -> None:
        form = MultiDict({"author": "a", "csrf_token": "c", "typed": "t"})
        with app.app_context():
            opened = sealing.open_sealed(sealing.seal(7, CITY_PAGE, form))
        assert opened is not None
        assert opened.form == MultiDict({"typed": "t"})

    def test_is_good_for_a_day(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        made_at = 1_800_000_000
        with app.app_context(), monkeypatch.context() as clock:
            clock.setattr("cryptography.fernet.time.time", lambda: made_at)
            sealed = sealing.seal(7, CITY_PAGE, MultiDict({"typed": "t"}))
            clock.setattr("cryptography.fernet.time.time", lambda: made_at + 24 * 3600)
            assert sealing.open_sealed(sealed)
            clock.setattr("cryptography.fernet.time.time", lambda: made_at + 24 * 3600 + 1)
            assert sealing.open_sealed(sealed) is None

    def test_of_another_installation_is_refused(self, app: Flask) -> None:
        foreign = Fernet(Fernet.generate_key()).encrypt(b"[]").decode()
        with app.app_context():
            assert sealing.open_sealed(foreign) is None

    def test_hides_what_was_typed(self, app: Flask) -> None:
        with app.app_context():
            sealed = sealing.seal(7, CITY_PAGE, MultiDict({"typed": TYPED}))
        raw = urlsafe_b64decode(sealed)
        assert b"typed" not in raw
        assert CITY_PAGE.encode() not in raw
