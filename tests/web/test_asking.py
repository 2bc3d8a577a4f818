"""A city asks, UIL answers once, every city reads it; nobody reads who asked."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from lcassess.network.membership import Role
from lcassess.storage.tables import MessageRow
from tests import factories
from tests.web.visiting import Desk, open_report, visit, words

NAME = "adult-literacy"
ASKED = "Do we count people over 15 or over 18?"


@pytest.fixture
def report(session):
    return open_report(session)


@pytest.fixture
def actor(session, report):
    return factories.coordinator(session, report.city)


@pytest.fixture
def desk(app, session, report, actor):
    return Desk(visit(app, session, actor), f"/assessments/{report.id}/answers/{NAME}/question")


@pytest.fixture
def uil(app, session):
    client = visit(app, session, factories.person(session, Role.REVIEWER))
    return Desk(client, f"/questions/{NAME}")


def answered(uil, **changes):
    uil.page = uil.client.get("/questions").text
    given = {"question": "From which age?", "answer": "From 15.\nSee the definition."}
    return uil.save(given | changes)


def messages(session):
    session.rollback()
    return session.execute(select(MessageRow.kind, MessageRow.person_id)).all()


def test_a_question_waits_for_uil_and_its_answer_stands_for_all_cities(
    app, session, desk, uil, report, actor
):
    assert desk.save({"question": ASKED}).status_code == 303
    assert "waits for an answer" in words(desk.open())
    assert ASKED in words(uil.client.get("/questions").text)
    assert answered(uil).status_code == 303
    assert "No question waits." in words(uil.client.get("/questions").text)
    assert [("question_answered", actor.person_id)] == [tuple(m) for m in messages(session)]
    other = open_report(session)
    colleague = visit(app, session, factories.coordinator(session, other.city))
    for address in ("1.1", f"answers/{NAME}/question"):
        page = colleague.get(f"/assessments/{other.id}/{address}").text
        assert "From which age?" in page
        assert "From 15." in page
        assert ASKED not in page
        assert report.city.name not in re.findall(r"[\w ]+", words(page))


def test_only_uil_sees_and_answers_questions(app, session, desk, uil, report):
    desk.save({"question": ASKED})
    uil.page = uil.client.get("/questions").text
    for role in (Role.COORDINATOR, Role.COMMISSION, Role.READER):
        grant = {"country": "FR"} if role is Role.COMMISSION else {}
        city = report.city if role is Role.COORDINATOR else None
        client = visit(app, session, factories.person(session, role, city, **grant))
        assert client.get("/questions").status_code == 403


def test_one_answer_for_several_cities_tells_each_who_asked(app, session, desk, uil):
    desk.save({"question": ASKED})
    other = open_report(session)
    colleague = factories.coordinator(session, other.city)
    second = Desk(
        visit(app, session, colleague), f"/assessments/{other.id}/answers/{NAME}/question"
    )
    second.save({"question": "15 or 18?"})
    assert answered(uil).status_code == 303
    assert len(messages(session)) == 2


def test_answered_twice_at_once_it_is_answered_once(session, desk, uil):
    desk.save({"question": ASKED})
    page = uil.client.get("/questions").text
    assert answered(uil).status_code == 303
    uil.page = page
    assert uil.save({"question": "x", "answer": "y"}).status_code == 409
    assert len(messages(session)) == 1


def test_asked_twice_it_is_asked_once_and_nobody_floods(desk):
    for _time in range(2):
        assert desk.save({"question": ASKED}).status_code == 303
    assert words(desk.open()).count(ASKED) == 1
    for number in range(4):
        assert desk.save({"question": f"{number}?"}).status_code == 303
    refused = desk.save({"question": "And one more?"})
    assert refused.status_code == 422
    assert "And one more?" in refused.text


def test_without_words_nothing_is_asked_or_answered(desk, uil):
    assert desk.save({"question": "  "}).status_code == 422
    desk.save({"question": ASKED})
    refused = answered(uil, answer=" ")
    assert refused.status_code == 422
    assert "From which age?" in refused.text
    assert uil.client.post("/questions/no-such-thing", data={}).status_code in {400, 404}
