"""Every deed writes one line: who, what and what came of it, and nothing that anybody wrote."""

from __future__ import annotations

import ast
import inspect
import json
import logging
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from lcassess import services
from lcassess.network.membership import Population, Role
from lcassess.services import administering, profiling, rebuilding, roles, submitting
from lcassess.services.refusals import NotAllowedError, NotFoundError, NotNowError
from lcassess.services.saving import save_focus_area
from lcassess.services.transaction import deed
from lcassess.storage import people
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW

SECRETS = {
    "adult-literacy-value": "61.7",
    "adult-literacy-note": "The mayor told me on the phone",
    "adult-literacy-source": "Census by Ms Secret",
}


@pytest.fixture
def said(caplog):
    """Give what was logged of deeds: the names and values of each line."""
    caplog.set_level(logging.INFO, "lcassess.deeds")
    return lambda: [r.args for r in caplog.records if r.name == "lcassess.deeds"]


@pytest.fixture
def report(session):
    return factories.report(session)


@pytest.fixture
def coordinator(session, report):
    return factories.coordinator(session, report.city)


@pytest.fixture
def administrator(session):
    return factories.person(session, Role.ADMINISTRATOR)


def save(session, actor, report, form):
    return save_focus_area(session, actor, report.id, "1.1", form, "en", NOW)


@both_databases
def test_a_save_says_who_and_which_report_and_none_of_the_answer(
    session, coordinator, report, said, caplog
):
    save(session, coordinator, report, SECRETS)
    (line,) = said()
    assert line == {
        "deed": "save-answers",
        "assessment_id": report.id,
        "code": "1.1",
        "outcome": "done",
        "actor": coordinator.person_id,
    }
    whole = caplog.text.casefold()
    for secret in (*SECRETS.values(), coordinator.email, coordinator.name):
        assert secret.casefold() not in whole


def test_a_line_is_names_and_values(session, coordinator, report, said, caplog):
    submitting.submit(session, coordinator, report.id, NOW)
    (line,) = said()
    pairs = dict(pair.split("=") for pair in caplog.messages[0].split(" "))
    assert pairs == {name: str(value) for name, value in line.items()}


def test_every_deed_of_an_administrator_names_what_it_changed(session, administrator, said):
    city = {"name": "Fès", "own_name": "", "country": "MA", "region": "ARB", "unit_type": "city"}
    administering.add_city(session, administrator, **city, since=date(2019, 1, 1), now=NOW)
    administering.add_round(
        session,
        administrator,
        slug="2028",
        name="Round 2028",
        edition="2026",
        opens_at=NOW,
        closes_at=NOW + timedelta(days=9),
        asks_signature=False,
        asks_endorsement=False,
        now=NOW,
    )
    other = factories.person(session, Role.READER)
    ((grant_id, _grant),) = people.grants(session, [other.person_id])[other.person_id]
    roles.take_role(session, administrator, other.person_id, grant_id)
    roles.remove_person(session, administrator, other.person_id, NOW)
    rebuilding.rebuild_scores(session, iter)
    by = {"actor": administrator.person_id, "outcome": "done"}
    assert said() == [
        {"deed": "add-city", "city": "fes"} | by,
        {"deed": "add-round", "round": "2028"} | by,
        {"deed": "take-role", "person_id": other.person_id, "grant_id": grant_id} | by,
        {"deed": "remove-person", "person_id": other.person_id} | by,
        {"deed": "rebuild-scores", "outcome": "done"},
    ]


def test_what_is_refused_is_written_down_with_its_reason(session, report, said):
    stranger = factories.coordinator(session, factories.city(session))
    colleague = factories.person(session, Role.READER, report.city)
    leader = factories.coordinator(session, report.city)
    population = Population("municipality", 2026, 5000)
    refused = {
        NotFoundError: lambda: save(session, stranger, report, SECRETS),
        NotAllowedError: lambda: submitting.submit(session, colleague, report.id, NOW),
        NotNowError: lambda: submitting.withdraw(session, leader, report.id, NOW),
    }
    for refusal, attempt in refused.items():
        with pytest.raises(refusal):
            attempt()
    with pytest.raises(NotFoundError):
        profiling.save_profile(session, stranger, report.id, population, NOW)
    with pytest.raises(NotAllowedError):
        roles.remove_person(session, leader, stranger.person_id, NOW)
    assert [(line["deed"], line["actor"], line["fault"]) for line in said()] == [
        ("save-answers", stranger.person_id, "NotFoundError"),
        ("submit", colleague.person_id, "NotAllowedError"),
        ("withdraw", leader.person_id, "NotNowError"),
        ("save-profile", stranger.person_id, "NotFoundError"),
        ("remove-person", leader.person_id, "NotAllowedError"),
    ]
    assert {line["outcome"] for line in said()} == {"refused"}


@pytest.mark.parametrize(
    "typed", ["1.1 outcome=done", "1.1\noutcome=done", 'a"b', "", "=", "é\u2028"]
)
def test_what_stood_in_an_address_is_no_other_name_and_value(session, said, caplog, typed):
    with deed(session, "think", code=typed):
        pass
    assert json.loads(said()[0]["code"]) == typed
    assert caplog.messages[0].count("\n") == 0
    assert re.fullmatch(r'deed=think code="(.*)" outcome=done', caplog.messages[0])


@both_databases
def test_a_deed_that_breaks_has_failed_whatever_broke(session, said, caplog):
    with pytest.raises(KeyError), deed(session, "think"):
        raise KeyError(*SECRETS.values())
    session.commit = lambda: 1 / 0  # the last moment at which a deed can break
    with pytest.raises(ZeroDivisionError), deed(session, "think"):
        pass
    assert [(line["outcome"], line["fault"]) for line in said()] == [
        ("failed", "KeyError"),
        ("failed", "ZeroDivisionError"),
    ]
    assert not [secret for secret in SECRETS.values() if secret in caplog.text]


def test_every_deed_has_a_name_of_its_own_in_plain_words():
    folder = Path(inspect.getfile(services)).parent
    names = [
        ast.literal_eval(node.args[1])
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "deed"
    ]
    assert len(names) > 10
    assert [name for name, uses in Counter(names).items() if uses > 1] == []
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)
