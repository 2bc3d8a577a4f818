"""Invitations from a table: every cell is checked, and where one is wrong nobody is invited."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lcassess.accounts import invitations, posting
from lcassess.accounts.tables import InvitationRow
from lcassess.network.membership import Grant, Role
from lcassess.services.invitation_table import (
    FaultyTableError,
    Invited,
    WrongCell,
    check_invitations,
)
from lcassess.services.inviting import Wrong
from lcassess.services.refusals import NotAllowedError, NotFoundError
from lcassess.storage import people
from lcassess.storage.tables import MessageRow
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW
from tests.services.test_administering import others

LANGUAGES = ("en", "fr")
HEAD = ("city", "email", "role", "language")
AMAL = ("Fez", "Amal@Fez.example", "Coordinator", "FR")


@pytest.fixture
def administrator(session):
    return factories.person(session, Role.ADMINISTRATOR)


@pytest.fixture
def report(session):
    return factories.report(session, factories.city(session, name="Fez", slug="fez"))


@pytest.fixture
def check(session, administrator, report):
    def check(*rows, header=HEAD):
        slug = report.round.slug
        return check_invitations(session, administrator, slug, [header, *rows], LANGUAGES)

    return check


def faults(check, *rows, header=HEAD):
    with pytest.raises(FaultyTableError) as refusal:
        check(*rows, header=header)
    return [(one.row, one.column, one.wrong) for one in refusal.value.faults]


@both_databases
def test_a_good_table_says_whom_to_invite(check, report):
    city = report.city.id
    found, invited = check(AMAL, ("", "", "", ""), ("fez", "b@fez.example", "certifier"))
    assert found == report.round
    assert invited == [
        Invited("amal@fez.example", Grant(Role.COORDINATOR, city), "Fez", "fr"),
        Invited("b@fez.example", Grant(Role.CERTIFIER, city), "Fez", ""),
    ]


def test_columns_come_in_any_order_and_case(check):
    header = ("Role ", "EMAIL", "city")
    assert len(check(("contributor", "a@fez.example", "fez"), header=header)[1]) == 1


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (("city", "email"), [(1, "role", WrongCell.COLUMN_MISSING)]),
        ((*HEAD, "phone"), [(1, "phone", WrongCell.COLUMN_UNKNOWN)]),
        ((*HEAD, ""), [(1, "", WrongCell.COLUMN_UNKNOWN)]),
        ((*HEAD, "email"), [(1, "email", WrongCell.COLUMN_TWICE)]),
    ],
)
def test_a_wrong_header_is_said_first(check, header, expected):
    assert faults(check, AMAL, header=header) == expected


@both_databases
def test_every_wrong_cell_is_named_by_row_and_column(session, check, report):
    factories.city(session, name="Oslo", slug="oslo")
    for _twin in range(2):
        factories.city(session, name="Twin")
    held = factories.coordinator(session, report.city)
    assert faults(
        check,
        AMAL,
        ("Nowhere", "x", "king", "tlh"),
        ("", "a@fez.example", "certifier"),
        ("Twin", "a@fez.example", "certifier"),
        ("oslo", "a@fez.example", "certifier"),
        ("fez", held.email.upper(), "coordinator"),
        ("fez", "amal@fez.example", "coordinator"),
        ("fez", "a@fez.example", "reviewer"),
        ("fez", "a@fez.example", "certifier", "en", "more"),
    ) == [
        (3, "role", WrongCell.ROLE),
        (3, "email", Wrong.EMAIL),
        (3, "city", Wrong.CITY_UNKNOWN),
        (3, "language", WrongCell.LANGUAGE),
        (4, "city", Wrong.CITY_MISSING),
        (5, "city", Wrong.CITY_UNKNOWN),
        (6, "city", WrongCell.NOT_IN_ROUND),
        (7, "email", Wrong.HELD),
        (8, "email", WrongCell.TWICE),
        (9, "role", WrongCell.ROLE),
        (10, "", WrongCell.TOO_MANY),
    ]


def test_only_administrators_invite(session, report):
    for actor in others(session, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowedError):
            check_invitations(session, actor, report.round.slug, [HEAD, AMAL], LANGUAGES)


def test_a_round_that_does_not_exist_is_not_found(session, administrator):
    with pytest.raises(NotFoundError):
        check_invitations(session, administrator, "nowhere", [HEAD, AMAL], LANGUAGES)


@both_databases
def test_the_same_table_sent_a_hundred_times_invites_once(
    app, session, administrator, check, tmp_path
):
    found, invited = check(AMAL, ("fez", "b@fez.example", "certifier"))
    by = administrator.person_id
    with app.app_context():
        counts = [
            invitations.invite_many(session, invited, found, "once", NOW, by)
            for _replay in range(100)
        ]
        assert counts == [2] + [0] * 99
        assert len(session.scalars(select(InvitationRow)).all()) == 2
        posting.send_waiting(session, NOW, 100)
        messages = [path.read_text("utf-8") for path in (tmp_path / "outbox").iterdir()]
    assert len(messages) == 2
    (amal,) = (text for text in messages if "amal@fez.example" in text)
    token = amal.partition("http://127.0.0.1:8000/invitation/")[2].split()[0]
    invitation = invitations.find(session, token, NOW)
    assert (invitation.email, invitation.grant) == ("amal@fez.example", invited[0].grant)
    facts = str([row.facts for row in session.scalars(select(MessageRow))])
    assert token not in facts  # who reads the database holds no link
    assert people.by_email(session, "amal@fez.example") is None
