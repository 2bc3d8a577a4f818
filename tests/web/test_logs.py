"""The log: who asked for what is not theirs, once each, in lines that nobody can forge."""

from __future__ import annotations

import logging
import re

import pytest

from lcassess.network.membership import Role
from lcassess.web import logs
from tests import factories
from tests.web.visiting import Desk, open_report, visit

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO lcassess\.deeds (.*)")


@pytest.fixture
def report(session):
    return open_report(session)


@pytest.fixture
def said(caplog):
    """Give what was logged of deeds: the names and values of each line."""
    caplog.set_level(logging.INFO, "lcassess.deeds")
    return lambda: [r.args for r in caplog.records if r.name == "lcassess.deeds"]


def test_who_looks_where_it_is_not_theirs_is_written_down(app, session, report, said):
    stranger = factories.coordinator(session, factories.city(session))
    client = visit(app, session, stranger)
    assert client.get(f"/assessments/{report.id}/1.1").status_code == 404
    assert client.get("/people").status_code == 403
    refused = {"outcome": "refused", "actor": stranger.person_id}
    assert said() == [
        {
            "page": "answering.focus_area",
            "assessment_id": report.id,
            "fault": "NotFoundError",
            **refused,
        },
        {"page": "administering.people", "fault": "NotAllowedError", **refused},
    ]


def test_a_deed_that_is_refused_is_written_down_once(app, session, report, said):
    reader = factories.person(session, Role.READER, report.city)
    desk = Desk(visit(app, session, reader), f"/assessments/{report.id}/submit")
    desk.page = desk.client.get(f"/assessments/{report.id}/check").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', desk.page)[1]
    response = desk.client.post(desk.address, data={"csrf_token": token})
    assert response.status_code == 403
    (line,) = said()
    assert (line["deed"], line["fault"]) == ("submit", "NotAllowedError")


def test_what_everybody_may_see_is_not_written_down(app, session, report, said):
    client = visit(app, session, factories.coordinator(session, report.city))
    for address in ("/", f"/assessments/{report.id}", f"/assessments/{report.id}/1.1", "/nowhere"):
        client.get(address)
    app.test_client().get(f"/assessments/{report.id}")
    assert said() == []


def test_the_server_writes_it_on_standard_error(app, session, report, capsys):
    stranger = factories.coordinator(session, factories.city(session))
    visit(app, session, stranger).get(f"/assessments/{report.id}")
    assert LINE.fullmatch(capsys.readouterr().err.strip())[1] == (
        f"page=answering.task_list assessment_id={report.id} outcome=refused "
        f"fault=NotFoundError actor={stranger.person_id}"
    )


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b", "\x85", "\u2028"])
def test_what_somebody_typed_makes_no_line_of_its_own(sign):
    wanted = f"/nowhere{sign}2026-09-01T00:00:00.000Z INFO lcassess.deeds deed=submit"
    record = logging.LogRecord("lcassess", logging.ERROR, "", 0, "At %s", (wanted,), None)
    line = logs.Lines().format(record)
    assert len(line.splitlines()) == 1
    assert sign not in line
