"""Signing in and out, and what ends a sign-in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, event, select, update

from lcassess.accounts import sign_ins
from lcassess.accounts.guarding import is_local
from lcassess.accounts.tables import SignInRow, TryRow
from lcassess.network.membership import Role
from lcassess.storage import people
from tests.accounts.conftest import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from tests.accounts.conftest import Visitor

EMAIL = "ana@almada.example"


def age(session: Session, **by: float) -> None:
    """Let every sign-in have been seen last so long ago."""
    seen = datetime.now(UTC) - timedelta(**by)
    session.execute(update(SignInRow).values(last_seen=seen))
    session.commit()


@pytest.mark.usefixtures("ana")
class TestSignIn:
    def test_right_password_opens_the_account(self, visitor: Visitor) -> None:
        response = visitor.sign_in(EMAIL)
        assert (response.status_code, response.location) == (303, "/assessments")
        assert visitor.is_signed_in()

    def test_email_in_capitals_is_the_same_account(self, visitor: Visitor) -> None:
        visitor.sign_in("  ANA@Almada.example ")
        assert visitor.is_signed_in()

    def test_cookie_is_new_and_hidden_from_scripts(self, visitor: Visitor) -> None:
        before = visitor.fields("/sign-in")["csrf_token"]
        response = visitor.sign_in(EMAIL)
        cookie = response.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert visitor.post("/sign-out", data={"csrf_token": before}).status_code == 400

    def test_database_does_not_hold_the_token(self, visitor: Visitor, session: Session) -> None:
        visitor.sign_in(EMAIL)
        with visitor.session_transaction() as cookie:
            token = cookie["token"]
        kept = session.scalars(select(SignInRow.token_hash)).one()
        assert token.encode() not in kept
        assert len(token) >= 43

    def test_goes_on_to_where_one_wanted_to_be(self, visitor: Visitor) -> None:
        wanted = visitor.get("/assessments/any?x=1").location
        response = visitor.send("/sign-in", page=wanted, email=EMAIL, password=PASSWORD)
        assert response.location == "/assessments/any?x=1"

    @pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "/\\evil"])
    def test_never_leads_away(self, visitor: Visitor, address: str) -> None:
        response = visitor.sign_in(EMAIL, next=address)
        assert response.location == "/assessments"
        assert visitor.get("/sign-in", query_string={"next": address}).location == "/assessments"

    def test_without_csrf_token_nothing_happens(self, visitor: Visitor) -> None:
        typed = {"email": EMAIL, "password": PASSWORD}
        assert visitor.post("/sign-in", data=typed).status_code == 400
        assert not visitor.is_signed_in()

    def test_staff_begin_with_the_network(
        self, visitor: Visitor, new_person: Callable[..., int]
    ) -> None:
        new_person("rev@uil.example", Role.REVIEWER)
        assert visitor.sign_in("rev@uil.example").location == "/network"


@pytest.mark.parametrize(
    "address", ["", "assessments", "//x", "/\\x", "\\\\x", "http:x", "/\t/x", "/a\r\nb"]
)
def test_addresses_that_are_not_ours(address: str) -> None:
    assert not is_local(address)


@pytest.mark.parametrize("address", ["/", "/assessments/x?y=1#z", "/compare?cities=fès"])
def test_addresses_that_are_ours(address: str) -> None:
    assert is_local(address)


@pytest.mark.parametrize("path", ["/assessments", "/assessments/x", "/assessments/x/2.3/check"])
def test_signed_out_visitor_is_led_to_sign_in_from_anywhere(visitor: Visitor, path: str) -> None:
    for response in (visitor.get(path), visitor.post(path)):
        assert response.status_code == 303
        assert response.location == "/sign-in"


def test_who_was_led_to_sign_in_comes_back_to_the_page(visitor: Visitor) -> None:
    visitor.get("/assessments/x/2.3/check?lang=fr")
    assert visitor.fields("/sign-in")["next"] == "/assessments/x/2.3/check?lang=fr"
    assert visitor.fields("/sign-in")["next"] == ""


@pytest.mark.usefixtures("ana")
class TestGuessing:
    def test_unknown_and_known_account_get_the_same_bytes(self, visitor: Visitor) -> None:
        token = visitor.fields("/sign-in")["csrf_token"]

        def answer(email: str) -> tuple[int, str]:
            typed = {"email": email, "password": "wrong", "csrf_token": token}
            response = visitor.post("/sign-in", data=typed)
            return response.status_code, response.get_data(as_text=True).replace(email, "")

        known, unknown = answer(EMAIL), answer("nobody@almada.example")
        strip = self.without_tokens
        assert (known[0], strip(known[1])) == (unknown[0], strip(unknown[1]))
        assert known[0] == 400

    @staticmethod
    def without_tokens(page: str) -> str:
        return "\n".join(line for line in page.splitlines() if "csrf_token" not in line)

    @pytest.mark.parametrize("email", [EMAIL, "nobody@almada.example"])
    def test_ten_wrong_tries_an_hour(self, visitor: Visitor, session: Session, email: str) -> None:
        for _ in range(10):
            assert visitor.sign_in(email, "wrong").status_code == 400
        refused = visitor.sign_in(email, PASSWORD)
        assert refused.status_code == 429
        assert 3500 < int(refused.headers["Retry-After"]) <= 3600
        assert "You can try again at" in refused.get_data(as_text=True)
        assert not visitor.is_signed_in()
        session.execute(update(TryRow).values(at=datetime.now(UTC) - timedelta(hours=1)))
        session.commit()
        assert visitor.sign_in(email, "wrong").status_code == 400

    def test_refused_tries_do_not_prolong(self, visitor: Visitor, session: Session) -> None:
        for _ in range(13):
            visitor.sign_in(EMAIL, "wrong")
        count = len(session.scalars(select(TryRow.id)).all())
        assert count == 20  # ten for the account, ten for the address

    def test_right_tries_are_not_counted(self, visitor: Visitor) -> None:
        for _ in range(12):
            assert visitor.sign_in(EMAIL).status_code == 303
            visitor.send("/sign-out", page="/account")

    def test_one_address_cannot_try_many_accounts(
        self, visitor: Visitor, session: Session, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("lcassess.accounts.tries.PER_ADDRESS", 3)
        for number in range(3):
            visitor.sign_in(f"n{number}@almada.example", "wrong")
        assert visitor.sign_in(EMAIL).status_code == 429
        session.execute(delete(TryRow))
        session.commit()
        assert visitor.sign_in(EMAIL).status_code == 303


class TestEnds:
    @pytest.fixture(autouse=True)
    def _signed_in(self, ana: int, visitor: Visitor) -> None:
        self.ana = ana
        visitor.sign_in(EMAIL)
        assert visitor.is_signed_in()

    def test_sign_out_ends_it_for_a_copied_cookie(
        self, visitor: Visitor, new_visitor: Callable[[], Visitor]
    ) -> None:
        thief = new_visitor()
        with visitor.session_transaction() as mine, thief.session_transaction() as theirs:
            theirs.update(mine)
        assert thief.is_signed_in()
        left = visitor.send("/sign-out", page="/account")
        assert left.location == "/"
        assert left.headers["Clear-Site-Data"] == '"storage"'  # answers not sent yet
        assert not thief.is_signed_in()
        assert not visitor.is_signed_in()

    def test_change_of_role_ends_it(
        self, visitor: Visitor, session: Session, new_visitor: Callable[[], Visitor]
    ) -> None:
        people.take(session, self.ana, 1)
        session.commit()
        assert not visitor.is_signed_in()
        again = new_visitor()
        again.sign_in(EMAIL)
        assert again.is_signed_in()

    def test_removal_ends_it(self, visitor: Visitor, session: Session) -> None:
        people.remove(session, self.ana, datetime.now(UTC))
        session.commit()
        assert not visitor.is_signed_in()
        assert visitor.sign_in(EMAIL).status_code == 400

    def test_city_people_stay_for_a_day(self, visitor: Visitor, session: Session) -> None:
        age(session, hours=23, minutes=50)
        assert visitor.is_signed_in()
        age(session, hours=24)
        assert not visitor.is_signed_in()

    def test_staff_stay_for_half_an_hour(
        self, visitor: Visitor, session: Session, new_person: Callable[..., int]
    ) -> None:
        new_person("admin@uil.example", Role.ADMINISTRATOR)
        visitor.send("/sign-out", page="/account")
        visitor.sign_in("admin@uil.example")
        age(session, minutes=29)
        assert visitor.is_signed_in()
        age(session, minutes=30)
        assert not visitor.is_signed_in()

    def test_no_sign_in_lasts_for_ever(self, visitor: Visitor, session: Session) -> None:
        created = datetime.now(UTC) - timedelta(days=30)
        session.execute(update(SignInRow).values(created_at=created))
        session.commit()
        assert not visitor.is_signed_in()

    def test_reading_writes_only_now_and_then(self, visitor: Visitor, session: Session) -> None:
        def seen() -> datetime:
            session.rollback()
            return session.scalars(select(SignInRow.last_seen)).one()

        age(session, minutes=4)
        before = seen()
        visitor.get("/account")
        assert seen() == before
        age(session, minutes=6)
        visitor.get("/account")
        assert datetime.now(UTC) - seen() < timedelta(minutes=1)


def test_person_and_roles_take_one_query(session: Session, ana: int, city: int) -> None:
    token = sign_ins.start(session, ana, datetime.now(UTC))
    session.commit()
    queries: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *told: queries.append(told[2]))
    found = sign_ins.find(session, token, datetime.now(UTC))
    assert found is not None
    assert [grant.city_id for grant in found.actor.grants] == [city]
    assert [query.split()[0] for query in queries] == ["SELECT"]
