"""`flask demo fill`: sign-ins that work, the same every time, and a refusal where it matters."""

from __future__ import annotations

import io
import json
import sys

import pytest
from sqlalchemy import select

from lcassess.accounts import passwords
from lcassess.cli.database import progress
from lcassess.cli.demo import PASSWORD
from lcassess.network.membership import Role
from lcassess.services.saving import save_focus_area
from lcassess.storage import people
from lcassess.storage.tables import Base
from tests import factories
from tests.factories import NOW
from tests.web.visiting import fields, words


@pytest.fixture
def flask(app):
    def run(*arguments):
        return app.test_cli_runner().invoke(args=arguments)

    return run


def accounts(result):
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)["accounts"]


def everything(session):
    session.rollback()
    return {
        table.name: sorted(map(tuple, session.execute(select(table))), key=repr)
        for table in Base.metadata.sorted_tables
    }


def test_the_json_names_everybody_and_nothing_else(flask):
    found = accounts(flask("demo", "fill", "--json"))
    assert {frozenset(account) for account in found} == {
        frozenset({"email", "password", "role", "city"})
    }
    assert {account["role"] for account in found} == {role.value for role in Role}
    coordinators = [account for account in found if account["role"] == "coordinator"]
    assert len({account["city"] for account in coordinators}) >= 6
    assert len({account["email"] for account in found}) == len(found)
    assert {account["password"] for account in found} == {PASSWORD}


def test_everybody_can_sign_in_and_a_coordinator_finds_an_open_draft_first(app, flask):
    for account in accounts(flask("demo", "fill", "--cities", "3", "--json")):
        browser = app.test_client()
        form = fields(browser.get("/sign-in").text, "/sign-in").to_dict()
        typed = {"email": account["email"], "password": account["password"]}
        assert browser.post("/sign-in", data=form | typed).status_code == 303
        page = words(browser.get("/assessments").text)
        if account["role"] == "coordinator":
            assert page.index("Round 2026") < page.index("Round 2024")


def test_filling_twice_changes_nothing_and_prints_the_same(flask, session):
    first = flask("demo", "fill", "--cities", "12", "--json")
    before = everything(session)
    assert flask("demo", "fill", "--cities", "12", "--json").stdout == first.stdout
    assert everything(session) == before


def test_a_password_that_was_changed_stays(flask, session):
    flask("demo", "fill", "--cities", "1")
    reader = people.by_email(session, "reader@example.org").id
    passwords.keep_hash(session, passwords.make_hash("quite another phrase"), NOW, reader)
    session.commit()
    flask("demo", "fill", "--cities", "1")
    assert passwords.is_right(session, reader, "quite another phrase")


def test_without_json_the_sign_ins_are_a_table(flask):
    result = flask("demo", "fill", "--cities", "2")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert PASSWORD in lines[0]
    assert lines[1].split() == ["coordinator1@example.org", "coordinator", "nueva-ondara"]
    assert lines[-2].split() == ["reader@example.org", "reader"]


def test_rounds_and_seed_are_chosen(flask, session):
    accounts(flask("demo", "fill", "--cities", "2", "--rounds", "1", "--seed", "5", "--json"))
    assert {row[1] for row in everything(session)["rounds"]} == {"2026", "2025-signed"}


@pytest.mark.parametrize(
    "option", [("--cities", "0"), ("--cities", "x"), ("--rounds", "0"), ("--seed", "x"), ("--x",)]
)
def test_an_option_that_makes_no_sense_is_refused_in_a_sentence(flask, session, option):
    result = flask("demo", "fill", *option)
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert everything(session)["cities"] == []


def test_where_the_demo_is_switched_off_nothing_is_filled_in(app, flask, session):
    app.config["DEMO"] = False
    result = flask("demo", "fill")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: The demo is switched off here (LCASSESS_DEMO).\n"
    assert everything(session)["cities"] == []


def test_real_answers_are_never_mixed_with_a_demo(flask, session):
    report = factories.report(session)
    actor = factories.coordinator(session, report.city)
    posted = {"adult-literacy-value": "77", "adult-literacy-version": "0"}
    save_focus_area(session, actor, report.id, "1.1", posted, "en", NOW)
    before = everything(session)
    result = flask("demo", "fill")
    assert result.exit_code == 1
    assert "Somebody has answered here for a city that the demo did not invent" in result.stderr
    assert everything(session) == before


def test_a_database_without_tables_is_named_in_a_sentence(flask, engine):
    Base.metadata.drop_all(engine)
    result = flask("demo", "fill")
    assert result.exit_code == 1
    assert result.stderr.endswith("If it is new, run: flask db upgrade\n")
    assert "Traceback" not in result.stderr


def test_the_password_is_one_that_the_product_would_take():
    assert passwords.weakness(PASSWORD, "reader@example.org", "Grace Otieno") is None


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_on_a_terminal_one_sees_that_it_goes_on(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert list(progress("Working")([1, 2, 3])) == [1, 2, 3]
    assert "Working" in sys.stderr.getvalue()
    assert "100%" in sys.stderr.getvalue()


def test_in_a_pipe_one_hears_nothing(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert list(progress("Working")([1, 2, 3])) == [1, 2, 3]
    assert sys.stderr.getvalue() == ""
