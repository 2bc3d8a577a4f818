"""What is odd beside other figures is asked where it is typed and before handing in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lcassess.network.membership import Role
from lcassess.services import grouping, submitting
from lcassess.services.saving import save_focus_area
from lcassess.storage import figures
from tests import factories
from tests.web.visiting import fields, open_report, visit, words

NAME = "adult-literacy"
JUMP = "Last round it was 71 %, now it is 7.4 %."
FAR = "The published figure of 2022 is 91 %, yours is 7.4 %."


@pytest.fixture
def report(session):
    return open_report(session)


@pytest.fixture
def actor(session, report):
    return factories.coordinator(session, report.city)


@pytest.fixture
def client(app, session, actor):
    return visit(app, session, actor)


def save(session, actor, report, **parts):
    form = {f"{NAME}-{part}": text for part, text in parts.items()}
    save_focus_area(session, actor, report.id, "1.1", form, "en", datetime.now(UTC))


@pytest.fixture
def last(session, report, actor):
    """What the city said in a round before."""
    now = datetime.now(UTC)
    dates = {"opens_at": now - timedelta(days=60), "closes_at": now + timedelta(days=1)}
    earlier = factories.report(session, report.city, factories.round_(session, **dates))
    save(session, actor, earlier, value="71")
    submitting.submit(session, actor, earlier.id, now)


@pytest.fixture
def published(session, report):
    row = {
        "city_id": report.city.id, "indicator_id": NAME, "year": 2022, "value": "91",
        "unit": "%", "match": "exact", "source": "Census (invented)",
    }  # fmt: skip
    figures.replace(session, [report.city.id], [row])
    session.commit()


def text(client, report, page="1.1"):
    shown = words(client.get(f"/assessments/{report.id}/{page}").text)
    return shown.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.usefixtures("last", "published")
def test_it_is_asked_at_the_question_and_before_handing_in(session, client, report, actor):
    save(session, actor, report, value="7.4", year="2010")
    for page in ("1.1", "check", "1.1/check"):
        shown = text(client, report, page)
        assert JUMP in shown
        assert FAR in shown
        assert "more than 5 years older than the round" in shown
    assert "One answer looks odd beside others" in text(client, report, "check")
    assert "looks odd" not in text(client, report, "2.3/check")


@pytest.mark.usefixtures("last")
def test_it_is_said_when_one_answer_is_saved(client, report):
    page = client.get(f"/assessments/{report.id}/1.1").text
    token = fields(page, f"/assessments/{report.id}/1.1")["csrf_token"]
    reply = client.patch(
        f"/assessments/{report.id}/answers/{NAME}",
        json={"value": "7.4"},
        headers={"X-CSRFToken": token, "If-Match": '"0"', "Prefer": "return=representation"},
    )
    problems = reply.get_json()["problems"]
    assert [(one["code"], one["level"], one["part"]) for one in problems] == [
        ("outside-expected", "warning", "value"),
        ("jump", "warning", "value"),
    ]
    assert "Last round it was" in reply.get_json()["card"]["problems"]


@pytest.mark.usefixtures("last")
def test_the_reason_is_kept_and_the_reviewer_reads_it(app, session, client, report, actor):
    save(session, actor, report, value="7.4")
    address = f"/assessments/{report.id}/answers/{NAME}"
    form = fields(client.get(f"{address}/evidence").text, f"{address}/explanation")
    client.post(f"{address}/explanation", data=form.to_dict() | {"explanation": "New borders"})
    assert "Your reason is kept" in text(client, report, "check")
    submitting.submit(session, actor, report.id, datetime.now(UTC))
    reviewer = visit(app, session, factories.person(session, Role.REVIEWER))
    page = words(reviewer.get(f"/reviews/{report.id}/1.1").text)
    assert "The city’s reason: New borders" in page


def test_the_results_show_who_is_reached(client, session, report, actor):
    assert "Who is reached" not in text(client, report, "results")
    said = {"women": {"version": "0", "access": "partly"}}
    grouping.save_groups(session, actor, report.id, said, datetime.now(UTC))
    assert "Women Medellín Manifesto 2019 partly Not said" in text(client, report, "results")
