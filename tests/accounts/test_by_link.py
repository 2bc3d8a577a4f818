"""Invitations and new passwords: once, in time, and only for whom they are meant."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lcassess.accounts import invitations, resets
from lcassess.accounts.invitations import BelongsToAnotherError, invite
from lcassess.accounts.mail import Smtp
from lcassess.accounts.tables import InvitationRow, ResetRow
from lcassess.accounts.tokens import NoLongerOpenError
from lcassess.network.membership import Grant, Role
from lcassess.storage import people
from lcassess.storage.tables import GrantRow, PersonRow
from tests.accounts.conftest import PASSWORD
from tests.conftest import both_databases

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from sqlalchemy import Engine

    from tests.accounts.conftest import Visitor

EMAIL = "ana@almada.example"
NEW = "new@almada.example"


@pytest.fixture
def grant(city: int) -> Grant:
    return Grant(Role.CONTRIBUTOR, city_id=city, focus_areas=("1.1", "2.3"))


@pytest.fixture
def link(session: Session, grant: Grant) -> str:
    return "/invitation/" + invite(session, "New@Almada.example", grant, datetime.now(UTC))


def grants_of(session: Session, email: str) -> tuple[Grant, ...]:
    session.rollback()
    person = people.by_email(session, email)
    actor = person and people.actor(session, person.id)
    return actor.grants if actor else ()


class TestNewPerson:
    def test_page_says_for_what(self, visitor: Visitor, link: str) -> None:
        page = visitor.get(link).get_data(as_text=True)
        for part in ("Contributor", "Almada", "1.1, 2.3", NEW):
            assert part in page

    def test_joins_once(self, visitor: Visitor, link: str, session: Session, grant: Grant) -> None:
        assert visitor.send(link, name="Nuno", password=PASSWORD).status_code == 303
        assert visitor.is_signed_in()
        assert grants_of(session, NEW) == (grant,)
        assert visitor.get(link).status_code == 404
        visitor.send("/sign-out", page="/account")
        assert visitor.sign_in(NEW).status_code == 303

    def test_weak_password_is_refused_with_a_link_to_it(self, visitor: Visitor, link: str) -> None:
        response = visitor.send(link, name="Nuno", password="nuno2024nuno")
        page = response.get_data(as_text=True)
        assert response.status_code == 400
        assert 'href="#password"' in page
        assert "too close to your name" in page
        assert "<title>Error: " in page
        assert 'value="Nuno"' in page
        assert "nuno2024nuno" not in page

    def test_is_too_late_after_three_days(
        self, visitor: Visitor, link: str, session: Session
    ) -> None:
        session.execute(update(InvitationRow).values(expires_at=datetime.now(UTC)))
        session.commit()
        late, wrong = visitor.get(link), visitor.get("/invitation/unknown")
        assert late.status_code == wrong.status_code == 404
        assert late.data == wrong.data

    def test_lasts_three_days(self, link: str, session: Session) -> None:
        token, almost = link.rpartition("/")[2], datetime.now(UTC) + timedelta(hours=71, minutes=59)
        assert invitations.find(session, token, almost).email == NEW
        with pytest.raises(NoLongerOpenError):
            invitations.find(session, token, almost + timedelta(minutes=1))

    def test_removed_person_comes_back_with_a_new_password(
        self, visitor: Visitor, session: Session, ana: int, grant: Grant
    ) -> None:
        people.remove(session, ana, datetime.now(UTC))
        session.commit()
        link = "/invitation/" + invite(session, EMAIL, grant, datetime.now(UTC))
        visitor.send(link, name="Ana", password="another seven grey herons")
        assert visitor.is_signed_in()
        assert grants_of(session, EMAIL) == (grant,)


@both_databases
def test_of_many_at_once_one_joins(engine: Engine, session: Session, grant: Grant) -> None:
    token = invite(session, NEW, grant, datetime.now(UTC))

    def join(number: int) -> int:
        with Session(engine) as own:
            try:
                return invitations.join(own, token, f"N{number}", PASSWORD, datetime.now(UTC))
            except (NoLongerOpenError, BelongsToAnotherError):
                return 0

    with ThreadPoolExecutor(8) as pool:
        joined = [person_id for person_id in pool.map(join, range(8)) if person_id]
    assert len(joined) == 1
    assert len(session.scalars(select(PersonRow)).all()) == 1
    assert len(session.scalars(select(GrantRow)).all()) == 1


class TestKnownPerson:
    @pytest.fixture
    def link(self, session: Session, grant: Grant, ana: int) -> str:
        assert ana
        return "/invitation/" + invite(session, EMAIL, grant, datetime.now(UTC))

    def test_signs_in_and_accepts_without_losing_a_role(
        self, visitor: Visitor, link: str, session: Session, grant: Grant
    ) -> None:
        way = re.search(r'href="(/sign-in\?next=[^"]+)"', visitor.get(link).get_data(as_text=True))
        assert way
        response = visitor.send("/sign-in", page=way[1], email=EMAIL, password=PASSWORD)
        assert response.location == link
        assert visitor.send(link).status_code == 303
        assert visitor.is_signed_in()
        assert len(grants_of(session, EMAIL)) == 2
        assert grant in grants_of(session, EMAIL)
        assert visitor.send(link, page="/account").status_code == 404

    def test_cannot_be_taken_over_by_setting_a_password(
        self, visitor: Visitor, link: str, session: Session
    ) -> None:
        visitor.send(link, page="/sign-in", name="X", password="another seven grey herons")
        assert not visitor.is_signed_in()
        assert len(grants_of(session, EMAIL)) == 1

    def test_is_for_nobody_else(
        self,
        visitor: Visitor,
        link: str,
        session: Session,
        new_person: Callable[..., int],
    ) -> None:
        new_person("bo@almada.example")
        visitor.sign_in("bo@almada.example")
        page = visitor.send(link, page="/account")
        assert page.status_code == 400
        assert "You are signed in as" in page.get_data(as_text=True)
        assert len(grants_of(session, "bo@almada.example")) == 1
        assert len(grants_of(session, EMAIL)) == 1


class TestReset:
    @pytest.fixture(autouse=True)
    def _ana(self, ana: int) -> None:
        self.ana = ana

    def ask(self, visitor: Visitor, email: str) -> tuple[int, str | None]:
        response = visitor.send("/reset", email=email)
        return response.status_code, response.location

    def link(self, visitor: Visitor, messages: Callable[[], list[str]]) -> str:
        self.ask(visitor, EMAIL)
        found = re.search(r"http://127\.0\.0\.1:8000(/reset/\S+)", messages()[-1])
        assert found
        return found[1]

    def test_answer_is_the_same_for_everybody(
        self, visitor: Visitor, messages: Callable[[], list[str]]
    ) -> None:
        assert self.ask(visitor, EMAIL) == self.ask(visitor, "nobody@almada.example")
        assert [message.splitlines()[0] for message in messages()] == [f"To: {EMAIL}"]

    def test_an_empty_form_is_refused(self, visitor: Visitor) -> None:
        assert visitor.get("/reset").status_code == 200
        page = visitor.send("/reset", email="")
        assert page.status_code == 400
        assert 'href="#email"' in page.get_data(as_text=True)

    def test_link_does_not_believe_the_host_header(
        self, visitor: Visitor, messages: Callable[[], list[str]]
    ) -> None:
        fields = visitor.fields("/reset") | {"email": EMAIL}
        visitor.post(
            "/reset",
            data=fields,
            headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
        )
        token = visitor.fields("/sign-in")["csrf_token"]
        visitor.post("/reset", data={"email": EMAIL, "csrf_token": token})
        assert messages()
        assert not any("evil" in message for message in messages())

    def test_sets_a_password_once_and_ends_other_sign_ins(
        self,
        visitor: Visitor,
        new_visitor: Callable[[], Visitor],
        messages: Callable[[], list[str]],
    ) -> None:
        other = new_visitor()
        other.sign_in(EMAIL)
        earlier, link = self.link(visitor, messages), self.link(visitor, messages)
        assert visitor.send(link, password="short").status_code == 400
        assert visitor.send(link, password="another seven grey herons").status_code == 303
        assert visitor.is_signed_in()
        assert not other.is_signed_in()
        assert "Your password was changed" in messages()[-1]
        assert visitor.get(link).status_code == visitor.get(earlier).status_code == 404
        assert other.sign_in(EMAIL, PASSWORD).status_code == 400
        assert other.sign_in(EMAIL, "another seven grey herons").status_code == 303

    def test_answer_is_the_same_when_the_mail_server_is_down(
        self, app: Flask, visitor: Visitor
    ) -> None:
        app.extensions["lcassess_send"] = Smtp("smtp://127.0.0.1:9", "x@y.example")
        assert self.ask(visitor, EMAIL) == self.ask(visitor, "nobody@almada.example")

    def test_lasts_an_hour(self, session: Session) -> None:
        now = datetime.now(UTC)
        token = resets.ask(session, EMAIL, now)
        assert token
        assert resets.find(session, token, now + timedelta(minutes=59)).id == self.ana
        with pytest.raises(NoLongerOpenError):
            resets.find(session, token, now + timedelta(hours=1))

    def test_old_links_are_forgotten(self, session: Session) -> None:
        now = datetime.now(UTC)
        resets.ask(session, EMAIL, now - timedelta(hours=2))
        resets.ask(session, "nobody@almada.example", now)
        assert session.scalars(select(ResetRow.person_id)).all() == [None]

    def test_mailbox_is_not_flooded(
        self, visitor: Visitor, messages: Callable[[], list[str]]
    ) -> None:
        answers = {self.ask(visitor, EMAIL) for _ in range(12)}
        assert len(answers) == 1
        assert len(messages()) == 10

    def test_is_open_to_a_person_who_ran_out_of_tries(
        self, visitor: Visitor, messages: Callable[[], list[str]]
    ) -> None:
        for _ in range(11):
            visitor.sign_in(EMAIL, "wrong")
        visitor.send(self.link(visitor, messages), password="another seven grey herons")
        assert visitor.is_signed_in()
