"""`flask people add`: a link that makes an account, and a sentence where something is wrong."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from lcassess.accounts import invitations
from lcassess.network.membership import Grant, Role
from lcassess.storage import people
from lcassess.storage.tables import Base
from tests import factories
from tests.web.visiting import fields

EMAIL = "amal@fez.example"


@pytest.fixture
def flask(app, session):
    def add(*arguments):
        result = app.test_cli_runner().invoke(args=["people", "add", *arguments])
        session.rollback()  # so that what was written is seen
        return result

    return add


@pytest.fixture
def fez(session):
    return factories.city(session, name="Fez", slug="fez")


def token(result):
    assert result.exit_code == 0, result.stderr
    return re.fullmatch(r"http://127\.0\.0\.1:8000/invitation/(\S+)\n", result.stdout)[1]


def test_the_link_makes_an_account_with_the_role(app, flask, session, fez):
    link = token(flask(EMAIL, "--role", "coordinator", "--city", "fez"))
    browser = app.test_client()
    form = fields(browser.get(f"/invitation/{link}").text, None).to_dict()
    typed = {"name": "Amal Idrissi", "password": "seven warm lamps at dusk"}
    assert browser.post(f"/invitation/{link}", data=form | typed).status_code == 303
    assert browser.get("/assessments").status_code == 200
    session.rollback()
    found = people.actor(session, people.by_email(session, EMAIL).id)
    assert (found.name, found.grants) == ("Amal Idrissi", (Grant(Role.COORDINATOR, fez.id),))


@pytest.mark.parametrize(
    ("arguments", "grant"),
    [
        (("--role", "commission", "--country", "ma"), Grant(Role.COMMISSION, None, "MA")),
        (["--role", "administrator"], Grant(Role.ADMINISTRATOR)),
        (["--role", "reader"], Grant(Role.READER)),
        (
            ("--role", "contributor", "--city", "fez", "--focus-area", "2.3"),
            Grant(Role.CONTRIBUTOR, 1, None, ("2.3",)),
        ),
        (
            ("--role", "contributor", "--city", "fez", "--focus-area", "2.3", "1.1", "3.1"),
            Grant(Role.CONTRIBUTOR, 1, None, ("2.3", "1.1", "3.1")),
        ),
        (
            (
                "--focus-area",
                "2.3",
                "--role",
                "contributor",
                "--city",
                "fez",
                "--focus-area",
                "1.1",
            ),
            Grant(Role.CONTRIBUTOR, 1, None, ("2.3", "1.1")),
        ),
    ],
)
def test_the_invitation_is_to_the_role_that_was_named(flask, session, arguments, grant):
    factories.city(session, slug="fez", id=1)
    link = token(flask(EMAIL, *arguments))
    found = invitations.find(session, link, datetime.now(UTC))
    assert (found.email, found.grant) == (EMAIL, grant)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("x", "--role", "reader"), "x is no e-mail address."),
        ((EMAIL, "--role", "coordinator"), "is for one city: name it with --city."),
        ((EMAIL, "--role", "coordinator", "--city", "oslo"), "There is no city oslo."),
        ((EMAIL, "--role", "reviewer", "--city", "fez"), "leave out --city."),
        ((EMAIL, "--role", "commission"), "name it with --country"),
        ((EMAIL, "--role", "commission", "--country", "xx"), "There is no country xx."),
        ((EMAIL, "--role", "reader", "--country", "MA"), "leave out --country."),
        ((EMAIL, "--role", "reader", "--focus-area", "2.3"), "Only a contributor"),
        (
            (EMAIL, "--role", "contributor", "--city", "fez", "--focus-area", "9", "2.3", "x"),
            "No such focus area: 9, x.",
        ),
    ],
)
@pytest.mark.usefixtures("fez")
def test_what_makes_no_sense_is_refused_in_a_sentence(flask, session, arguments, sentence):
    result = flask(*arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert sentence in result.stderr
    assert result.stderr.startswith("Error: ")
    assert session.get(invitations.InvitationRow, 1) is None


@pytest.mark.parametrize(
    "arguments",
    [
        (EMAIL,),
        (EMAIL, "--role", "king"),
        ("--role", "reader"),
        (EMAIL, "another@fez.example", "--role", "reader"),
        (EMAIL, "--role", "reader", "--password", "secret"),
    ],
)
def test_what_is_no_such_command_is_refused_too(flask, arguments):
    result = flask(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error: " in result.stderr


def test_a_role_that_is_held_is_said_to_be(flask, session):
    reader = factories.person(session, Role.READER)
    result = flask(reader.email, "--role", "reader")
    assert result.exit_code == 1
    assert result.stderr == f"Error: {reader.email} has this role already.\n"


def test_a_database_without_tables_is_named_in_a_sentence(flask, engine):
    Base.metadata.drop_all(engine)
    result = flask(EMAIL, "--role", "reader")
    assert result.exit_code == 1
    assert result.stderr.endswith("If it is new, run: flask db upgrade\n")
