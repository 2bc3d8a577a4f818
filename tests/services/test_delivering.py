"""The outbox: left with the deed, sent once, tried again, and nothing waits for a mail server."""

from __future__ import annotations

import logging
from collections import Counter
from threading import Barrier, Thread

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lcassess.accounts.mail import Smtp
from lcassess.network.membership import Role
from lcassess.services.delivering import FAULTS_IN_A_ROW, WAITS, Delivered, deliver, unsent, waiting
from lcassess.services.telling import tell
from lcassess.services.transaction import deed
from lcassess.storage import people
from lcassess.storage.tables import MessageRow
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW
from tests.mail_server import mail_server

ALL = 1_000


class Post:
    """Takes messages, or raises what it is told to."""

    def __init__(self, fault=None):
        self.sent, self.fault = [], fault

    def __call__(self, to, subject, body):
        if self.fault:
            raise self.fault
        self.sent.append((to, subject, body))


def plainly(kind, facts, language):
    return f"{kind} {facts['number']}", language


def leave(session, *numbers, whom=None):
    if whom is None:
        factories.person(session, Role.REVIEWER)
        whom = people.holding(session, Role.REVIEWER)
    with deed(session, "leave"):
        for number in numbers:
            tell(session, whom, "test", {"number": str(number)}, f"test/{number}", NOW)


def rows(session):
    session.rollback()
    return session.scalars(select(MessageRow).order_by(MessageRow.id)).all()


def run(session, post, now=NOW, limit=ALL, wording=plainly):
    return deliver(session, post, wording, now, limit)


@both_databases
def test_what_is_left_is_sent_once(session):
    leave(session, 1, 2)
    post = Post()
    assert run(session, post) == Delivered(2, 0)
    assert [subject for _to, subject, _body in post.sent] == ["test 1", "test 2"]
    assert all(row.sent_at == NOW and not row.fault for row in rows(session))
    assert run(session, post, NOW + sum(WAITS, WAITS[0])) == Delivered(0, 0)
    assert len(post.sent) == 2


@both_databases
def test_a_deed_that_is_not_done_leaves_no_message(session):
    factories.person(session, Role.REVIEWER)
    whom = people.holding(session, Role.REVIEWER)
    with pytest.raises(RuntimeError), deed(session, "fail"):  # noqa: PT012
        tell(session, whom, "test", {"number": "1"}, "test/1", NOW)
        raise RuntimeError
    assert rows(session) == []


@both_databases
def test_the_same_message_is_left_once(session):
    factories.person(session, Role.REVIEWER)
    whom = people.holding(session, Role.REVIEWER)
    for _replay in range(100):
        leave(session, 1, whom=whom * 2)
    assert [row.key for row in rows(session)] == [f"test/1/{whom[0].id}"]


@both_databases
def test_what_was_left_is_known_once(session):
    assert not waiting(session)
    leave(session, 1)
    assert waiting(session)
    assert not waiting(session)


@both_databases
def test_a_fault_is_noted_and_tried_again_later_and_not_for_ever(session):
    leave(session, 1)
    broken, now = Post(ConnectionRefusedError("no one there")), NOW
    for number, wait in enumerate(WAITS, 1):
        assert run(session, broken, now) == Delivered(0, 1)
        (row,) = rows(session)
        assert (row.tries, row.sent_at) == (number, None)
        assert row.fault == "ConnectionRefusedError: no one there"
        if number < len(WAITS):
            assert run(session, broken, now) == Delivered(0, 0)  # it is not its turn yet
        now += wait
    assert run(session, Post(), now) == Delivered(0, 0)
    assert unsent(session) == 1


@both_databases
def test_a_message_that_cannot_be_worded_keeps_no_other_from_being_sent(session, caplog):
    leave(session, 1, 2)
    with caplog.at_level(logging.WARNING):
        post = Post()
        assert run(session, post, wording=_fails_for_one) == Delivered(1, 1)
    assert [row.fault for row in rows(session)] == ["KeyError: 'number'", ""]
    assert "fault=KeyError" in caplog.text
    assert post.sent[0][0] not in caplog.text


def _fails_for_one(kind, facts, language):
    return plainly(kind, {} if facts["number"] == "1" else facts, language)


@both_databases
def test_where_nothing_gets_through_the_rest_is_left_for_later(session):
    leave(session, *range(10))
    assert run(session, Post(TimeoutError())) == Delivered(0, FAULTS_IN_A_ROW)
    assert Counter(row.tries for row in rows(session)) == {0: 7, 1: 3}


@both_databases
def test_no_more_are_sent_than_asked_for(session):
    leave(session, *range(5))
    assert run(session, Post(), limit=2) == Delivered(2, 0)
    assert unsent(session) == 3


@both_databases
def test_several_senders_at_once_send_each_message_once(session, engine):
    leave(session, *range(40))
    post, barrier = Post(), Barrier(4)

    def work():
        with Session(engine) as own:
            barrier.wait()
            deliver(own, post, plainly, NOW, ALL)

    workers = [Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Counter(post.sent).most_common(1)[0][1] == 1
    assert len(post.sent) == 40
    assert unsent(session) == 0


@both_databases
def test_while_a_message_is_sent_others_can_write(session, engine):
    leave(session, 1)

    def slow(*_message):
        with Session(engine) as other, deed(other, "write meanwhile"):
            people.add(other, "meanwhile@example.org", "Meanwhile", NOW)

    assert run(session, slow) == Delivered(1, 0)
    assert people.by_email(session, "meanwhile@example.org")


@both_databases
def test_a_sender_that_dies_leaves_its_message_to_the_next_one(session):
    leave(session, 1)
    with pytest.raises(KeyboardInterrupt):
        run(session, Post(KeyboardInterrupt()))
    assert run(session, Post()) == Delivered(0, 0)
    assert run(session, Post(), NOW + WAITS[0]) == Delivered(1, 0)


def test_a_mail_server_that_is_down_loses_nothing_and_sends_nothing_twice(session):
    leave(session, 1, 2)
    with mail_server() as server:
        url, port = server.url, server.server_address[1]
    send = Smtp(url, "no-reply@cities.example")
    assert run(session, send) == Delivered(0, 2)
    assert all("ConnectionRefusedError" in row.fault for row in rows(session))
    with mail_server(port) as server:
        assert run(session, send, NOW + WAITS[0]) == Delivered(2, 0)
        assert run(session, send, NOW + sum(WAITS, WAITS[0])) == Delivered(0, 0)
        assert len(server.received) == 2


def test_an_address_that_the_server_refuses_is_noted(session):
    leave(session, 1)
    with mail_server() as server:
        server.says = "550 nobody of this name"
        assert run(session, Smtp(server.url, "no-reply@cities.example")) == Delivered(0, 1)
        assert server.received == []
    assert "550" in rows(session)[0].fault
