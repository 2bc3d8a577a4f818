"""What was typed outlives the sign-in: sealed into the sign-in form, and saved once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, update

from lcassess.accounts import passwords
from lcassess.accounts.tables import SignInRow
from lcassess.services import submitting
from lcassess.storage import answers
from lcassess.storage.tables import AnswerHistoryRow, RoundRow
from tests import factories
from tests.web.visiting import Desk, fields, open_report, words

PASSWORD = "four quiet herons at noon"
LITERACY = "adult-literacy"


@pytest.fixture
def report(session):
    return open_report(session)


@pytest.fixture
def people(session, report):
    """Two coordinators of the city, and one of another; all with the same password."""
    found = [
        factories.coordinator(session, report.city),
        factories.coordinator(session, report.city),
        factories.coordinator(session, factories.city(session)),
    ]
    made = passwords.make_hash(PASSWORD)
    ids = [person.person_id for person in found]
    passwords.keep_hash(session, made, datetime.now(UTC), *ids)
    session.commit()
    return found


@pytest.fixture
def kept(session, report):
    def read():
        session.rollback()
        return answers.of(session, report.id).get(LITERACY)

    return read


@pytest.fixture
def saves(session):
    def count():
        session.rollback()
        return session.scalar(select(func.count(AnswerHistoryRow.id)))

    return count


def sign_in(client, person, form=None):
    form = form or sign_in_form(client.get("/sign-in").text)
    return client.post("/sign-in", data=form | {"email": person.email, "password": PASSWORD})


def sign_in_form(page):
    return fields(page, "/sign-in").to_dict()


@pytest.fixture
def desk(client, people, report):
    """The first coordinator, signed in, with the page of a focus area open."""
    sign_in(client, people[0])
    desk = Desk(client, f"/assessments/{report.id}/1.1")
    desk.open()
    return desk


def end_sign_ins(session):
    session.execute(update(SignInRow).values(ended_at=datetime.now(UTC)))
    session.commit()


@pytest.fixture
def sealed(desk, session):
    """Post after the sign-in ended; gives the sign-in form that holds what was typed."""
    end_sign_ins(session)
    response = desk.save(
        {f"{LITERACY}-value": "80,5", f"{LITERACY}-note": "a <note>\r\nof two lines"}, lang="fr"
    )
    assert response.status_code == 200
    assert "Nothing is lost" in words(response.text)
    return sign_in_form(response.text)


def test_it_is_saved_when_the_same_person_signs_in(desk, sealed, people, kept):
    response = sign_in(desk.client, people[0], sealed)
    assert response.status_code == 303
    assert response.location == desk.address
    assert kept().note == "a <note>\nof two lines"
    assert kept().by == people[0].name


def test_it_leads_where_the_button_led(desk, session, people, report):
    end_sign_ins(session)
    page = desk.save({f"{LITERACY}-value": "80", "next": "1.2"}).text
    response = sign_in(desk.client, people[0], sign_in_form(page))
    assert response.location == f"/assessments/{report.id}/1.2"


def test_it_does_not_need_the_cookies_of_before(desk, app, people, kept):
    form = fields(desk.page, desk.address)
    form[f"{LITERACY}-value"] = "80"
    other = app.test_client()
    page = other.post(desk.address, data=form).text
    assert "Nothing is lost" in words(page)
    sign_in(other, people[0], sign_in_form(page))
    assert str(kept().value) == "80"


def test_nothing_typed_can_be_read_from_the_form(sealed):
    text = "".join(sealed.values())
    assert "note" not in text
    assert "80,5" not in text


@pytest.mark.parametrize("number", [1, 2])
def test_another_person_does_not_save_it(desk, sealed, people, kept, number):
    response = sign_in(desk.client, people[number], sealed)
    assert response.status_code == 303
    assert kept() is None
    assert "was not saved" in desk.client.get("/account").text


def test_a_second_replay_saves_nothing(desk, app, sealed, people, kept, saves):
    sign_in(desk.client, people[0], sealed)
    assert saves() == 1
    other = app.test_client()
    fresh = sign_in_form(other.get("/sign-in").text) | {"sealed": sealed["sealed"]}
    sign_in(other, people[0], fresh)
    assert (saves(), kept().version) == (1, 1)
    assert "was not saved" in other.get("/account").text


def test_a_wrong_password_keeps_it(desk, sealed, people, kept):
    form = sealed | {"email": people[0].email, "password": "not the password"}
    page = desk.client.post("/sign-in", data=form).text
    assert kept() is None
    sign_in(desk.client, people[0], sign_in_form(page))
    assert kept().note == "a <note>\nof two lines"


@pytest.mark.parametrize("forged", ["", "x", "gAAAAA", "\N{LATIN SMALL LETTER E WITH ACUTE}"])
def test_a_forged_seal_saves_nothing(desk, sealed, people, kept, forged):
    assert sign_in(desk.client, people[0], sealed | {"sealed": forged}).status_code == 303
    assert kept() is None


def test_a_conflict_that_came_up_meanwhile_is_shown_after_signing_in(
    desk, app, sealed, people, kept
):
    other = Desk(app.test_client(), desk.address)
    sign_in(other.client, people[1])
    other.save({f"{LITERACY}-value": "70"})
    response = sign_in(desk.client, people[0], sealed)
    assert response.status_code == 409
    assert "Theirs, as saved: 70" in words(response.text)
    assert str(kept().value) == "70"
    desk.page = response.text
    assert desk.save({f"{LITERACY}-choice": "yours"}).status_code == 303
    assert kept().note == "a <note>\nof two lines"


def test_what_can_no_longer_be_written_is_shown_after_signing_in(
    desk, session, sealed, people, report, kept
):
    submitting.submit(session, people[1], report.id, datetime.now(UTC))
    response = sign_in(desk.client, people[0], sealed)
    assert response.status_code == 409
    assert "Nothing was saved" in words(response.text)
    assert "a &lt;note&gt;" in response.text
    assert kept() is None


def test_the_form_of_one_person_is_not_saved_as_another(desk, app, people, kept):
    """Somebody else signed in on this device in another tab."""
    sign_in(desk.client, people[1], sign_in_form(app.test_client().get("/sign-in").text))
    end = desk.client.post("/sign-out", data=fields(desk.client.get("/account").text, "/sign-out"))
    assert end.status_code == 303
    sign_in(desk.client, people[1])
    response = desk.save({f"{LITERACY}-value": "80"})
    assert response.status_code == 200
    assert "Nothing is lost" in words(response.text)
    assert kept() is None


def test_for_a_visitor_without_author_it_is_the_plain_redirect(app, report, kept):
    response = app.test_client().post(
        f"/assessments/{report.id}/1.1", data={f"{LITERACY}-value": "80", "author": "forged"}
    )
    assert response.status_code == 303
    assert response.location.startswith("/sign-in")
    assert kept() is None


def test_after_the_closing_date_nothing_is_saved_through_the_seal(
    desk, session, sealed, people, kept
):
    session.execute(update(RoundRow).values(closes_at=datetime(2020, 1, 1, tzinfo=UTC)))
    session.commit()
    assert sign_in(desk.client, people[0], sealed).status_code == 409
    assert kept() is None
