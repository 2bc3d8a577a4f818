"""`flask reminders send`: the day's reminders once, and whatever else waits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lcassess.accounts.mail import Smtp
from lcassess.services.telling import tell
from lcassess.services.transaction import deed
from lcassess.storage import people
from lcassess.storage.tables import Base, PersonRow
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW
from tests.mail_server import mail_server

WEEK_BEFORE = (NOW + timedelta(days=23)).date().isoformat()


@pytest.fixture
def flask(app, session):
    def send(*arguments):
        session.commit()
        result = app.test_cli_runner().invoke(args=["reminders", "send", *arguments])
        session.rollback()
        return result

    return send


def outbox(tmp_path):
    return [path.read_text("utf-8") for path in sorted((tmp_path / "outbox").glob("*.txt"))]


@both_databases
def test_the_reminders_of_a_day_are_sent_once(flask, session, tmp_path):
    report = factories.report(session, factories.city(session, name="Fès"))
    someone = factories.coordinator(session, report.city)
    result = flask("--on", WEEK_BEFORE)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "write_due: 1\n1 messages were sent, 0 wait.\n"
    (message,) = outbox(tmp_path)
    assert message.startswith(f"To: {someone.email}\nSubject: Fès: the report is due on ")
    assert f"http://127.0.0.1:8000/assessments/{report.id}\n" in message
    assert flask("--on", WEEK_BEFORE).stdout == "0 messages were sent, 0 wait.\n"
    assert len(outbox(tmp_path)) == 1


def test_a_person_is_written_to_in_their_language(flask, session, tmp_path):
    report = factories.report(session)
    someone = factories.coordinator(session, report.city)
    session.get(PersonRow, someone.person_id).language = "fr"
    flask("--on", WEEK_BEFORE)
    assert "(UTC)" in outbox(tmp_path)[0]
    assert "décembre" in outbox(tmp_path)[0]


def test_a_language_that_is_not_offered_gives_the_first_one(flask, session, tmp_path):
    report = factories.report(session)
    someone = factories.coordinator(session, report.city)
    session.get(PersonRow, someone.person_id).language = "tlh"
    assert flask("--on", WEEK_BEFORE).exit_code == 0
    assert "December" in outbox(tmp_path)[0]


def test_what_still_waits_is_sent_as_well(flask, session, tmp_path):
    report = factories.report(session)
    someone = factories.coordinator(session, report.city)
    whom = people.holding(session, someone.grants[0].role)
    facts = {"subject": "A call", "text": "On Monday.", "round": "Round 2026"}
    with deed(session, "announce"):
        tell(session, whom, "announcement", facts, "announcement/1", NOW)
    assert flask("--on", "2001-01-01").stdout == "1 messages were sent, 0 wait.\n"
    assert "Subject: A call\n\nOn Monday.\n\nThis concerns Round 2026." in outbox(tmp_path)[0]


def test_a_mail_server_that_is_down_is_said_and_nothing_is_lost(app, flask, session):
    report = factories.report(session)
    factories.coordinator(session, report.city)
    with mail_server() as server:
        url = server.url
    app.extensions["lcassess_send"] = Smtp(url, "no-reply@cities.example")
    result = flask("--on", WEEK_BEFORE)
    assert result.exit_code == 0
    assert result.stdout == "write_due: 1\n0 messages were sent, 1 wait.\n"
    assert result.stderr.endswith("1 could not be sent; they are tried again later.\n")


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30", "1.9.2026"])
def test_what_is_no_day_is_refused(flask, day):
    assert flask("--on", day).exit_code == 2


def test_a_database_without_tables_is_named_in_a_sentence(flask, engine):
    Base.metadata.drop_all(engine)
    result = flask()
    assert result.exit_code == 1
    assert result.stderr.endswith("If it is new, run: flask db upgrade\n")
