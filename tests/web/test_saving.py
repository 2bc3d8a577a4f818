"""One answer saved as it is typed: what is acknowledged stands, what is refused was not written."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from lcassess.services import saving as deeds
from lcassess.services import submitting
from lcassess.storage import answers
from tests import factories
from tests.web.auditor import plain
from tests.web.visiting import open_report, visit

LITERACY = "adult-literacy"
TEXT = "empowerment-and-cohesion-next-steps"
SPENDING = "spread-of-spending"


@pytest.fixture
def report(session):
    return open_report(session)


@pytest.fixture
def amina(session, report):
    return factories.coordinator(session, report.city)


@pytest.fixture
def li(session, report):
    return factories.coordinator(session, report.city)


@pytest.fixture
def patch(app, session, report):
    """Send one save as a browser does; what a test leaves out is as it should be."""
    browsers = {}

    def send(who, body, version=0, name=LITERACY, *, key=None, to=None, **headers):
        browser = browsers.setdefault(who.person_id, visit(app, session, who))
        if "csrf" not in headers:
            headers["csrf"] = token(browser, report)
        sent = {"X-CSRFToken": headers.pop("csrf"), **headers}
        if version is not None:
            sent["If-Match"] = f'"{version}"'
        if key is not None:
            sent["Idempotency-Key"] = key
        address = f"/assessments/{to or report.id}/answers/{name}"
        raw = {"data": body} if isinstance(body, bytes) else {"json": body}
        return browser.patch(address, headers={k: v for k, v in sent.items() if v}, **raw)

    return send


def token(browser, report):
    page = browser.get(f"/assessments/{report.id}").text
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]


@pytest.fixture
def kept(session, report):
    def read(name=LITERACY):
        session.rollback()
        found = answers.texts_of if name == TEXT else answers.of
        return found(session, report.id).get(name)

    return read


def test_what_is_acknowledged_stands(patch, amina, kept):
    reply = patch(amina, {"value": "81,5", "year": "2024", "lang": "fr"})
    assert reply.status_code == 200
    assert reply.json == {"version": 1, "understood": "81.5", "problems": []}
    assert reply.headers["ETag"] == '"1"'
    assert (str(kept().value), kept().year, kept().by) == ("81.5", "2024", amina.name)


def test_parts_that_are_not_sent_stay_and_null_clears(patch, amina, kept):
    patch(amina, {"value": "81", "note": "see there", "unsure": "yes"})
    assert patch(amina, {"year": "2024"}, 1).json["version"] == 2
    assert (kept().note, kept().unsure, kept().year) == ("see there", True, "2024")
    cleared = patch(amina, {"value": None, "note": None, "unsure": None, "territory": None}, 2)
    assert (cleared.status_code, cleared.json["understood"]) == (200, None)
    assert (kept().state, kept().note, kept().unsure) == ("unanswered", "", False)


def test_what_stands_already_makes_no_new_version(patch, amina, kept):
    patch(amina, {"value": "81"})
    again = patch(amina, {"value": "81.0"}, 1)
    assert (again.status_code, again.json["version"]) == (200, 1)
    assert kept().version == 1


def test_shares_are_saved_by_part_and_texts_as_written(patch, amina, kept):
    reply = patch(amina, {"value-primary": "60", "value-adult-and-community": "40"}, name=SPENDING)
    assert reply.json["understood"] == {"primary": "60", "adult-and-community": "40"}
    assert patch(amina, {"value": "  Go on.\r\n"}, name=TEXT).json["understood"] == "Go on."
    assert kept(TEXT).value == "Go on."


def test_what_is_odd_is_said_and_kept(patch, amina, kept):
    outside = patch(amina, {"value": "170"}).json
    assert [(p["code"], p["level"], p["part"]) for p in outside["problems"]] == [
        ("outside-bounds", "invalid", "value")
    ]
    assert "above" in outside["problems"][0]["message"]
    assert kept().mark == "invalid"


@pytest.mark.parametrize(
    ("hers", "his", "parts"),
    [
        ({"value": "80"}, {"value": "84"}, {"state": "value", "value": "84"}),
        ({"year": "2023"}, {"year": "2024"}, {"year": "2024"}),
        ({"state": "no_data"}, {"value": "84"}, {"state": "value", "value": "84"}),
    ],
)
def test_the_same_part_changed_since_is_a_conflict(patch, amina, li, kept, hers, his, parts):
    patch(amina, hers)
    refused = patch(li, his)
    assert refused.status_code == 412
    reply = refused.json
    assert reply["version"] == 1
    assert parts.items() <= reply["yours"].items()
    assert hers.items() <= reply["theirs"].items()
    assert reply["by"] == amina.name
    assert datetime.fromisoformat(reply["at"]) == kept().at
    assert kept().version == 1


def test_a_text_changed_since_is_a_conflict(patch, amina, li):
    patch(amina, {"value": "hers"}, name=TEXT)
    reply = patch(li, {"value": "his"}, name=TEXT)
    assert reply.status_code == 412
    assert (reply.json["yours"], reply.json["theirs"]) == ({"value": "his"}, {"value": "hers"})


def test_other_parts_changed_since_merge(patch, amina, li, kept):
    patch(amina, {"value": "80"})
    assert patch(li, {"year": "2024"}).json["version"] == 2
    assert (str(kept().value), kept().year) == ("80", "2024")


def test_the_same_key_is_answered_the_same_and_saved_once(patch, amina, li, kept):
    key = str(uuid4())
    first = patch(amina, {"value": "170"}, key=key)
    assert patch(li, {"value": "90"}, 1, key=key).status_code == 200  # another person's key
    for _time in range(100):
        again = patch(amina, {"value": "170"}, key=key)
        assert (again.status_code, again.data) == (200, first.data)
        assert again.headers["ETag"] == first.headers["ETag"]
    assert kept().version == 2


def test_a_key_with_another_body_or_that_led_to_no_save_is_no_answer(patch, amina, li, kept):
    patch(amina, {"value": "80"}, key="one")
    assert patch(amina, {"value": "81"}, 1, key="one").status_code == 422
    assert patch(li, {"value": "84"}, key="two").status_code == 412
    assert patch(li, {"value": "84"}, 1, key="two").status_code == 200
    assert str(kept().value) == "84"


def test_a_key_is_kept_for_seven_days(patch, session, amina, report, kept):
    patch(amina, {"value": "80"}, key="old")
    later = datetime.now(UTC) + timedelta(days=8)
    change = deeds.Change({"value": "81"}, 1, "en", "new")
    deeds.save_answer(session, amina, report.id, LITERACY, change, later)
    assert patch(amina, {"value": "82"}, 2, key="old").status_code == 200
    assert str(kept().value) == "82"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"value"',
        b"{}",
        {"lang": "en"},
        {"colour": "red"},
        {"value": 80},
        {"value": {"a": 1}},
        {"value": "80", "version": "1"},
        {"value": "80", "lang": "tlh"},
        {"state": "perhaps"},
        {"grade": "rumour"},
        {"unsure": "maybe"},
        b'{"note": "\\ud800"}',
    ],
)
def test_a_body_without_known_parts_is_refused_in_a_sentence(patch, amina, kept, body):
    refused = patch(amina, body)
    assert refused.status_code == 422
    assert refused.json["message"].endswith(".")
    assert kept() is None


@pytest.mark.parametrize("version", [None, "x", "-1", "", "1, 2"])
def test_who_does_not_say_which_version_was_seen_is_asked(patch, amina, kept, version):
    refused = patch(amina, {"value": "80"}, version)
    assert refused.status_code == 428
    assert kept() is None


def test_the_checks_come_in_their_order(patch, session, amina, report, kept):
    """Each request is wrong in everything that comes later, too."""
    key = "used"
    assert patch(amina, {"value": "80"}, key=key).status_code == 200
    submitting.submit(session, amina, report.id, datetime.now(UTC))
    wrong = {"version": None, "csrf": "forged"}
    assert patch(amina, b"{", to=uuid4(), **wrong).status_code == 404
    assert patch(amina, b"{", name="no-such-question", **wrong).status_code == 404
    assert patch(amina, b"{", **wrong).status_code == 400
    assert patch(amina, b"{", None, key=key).status_code == 422
    assert patch(amina, {"value": "81"}, None, key=key).status_code == 422
    assert patch(amina, {"value": "80"}, None, key=key).status_code == 200
    assert patch(amina, {"value": "81"}, None).status_code == 409
    assert str(kept().value) == "80"


def test_a_save_needs_its_token(patch, amina, kept):
    assert patch(amina, {"value": "80"}, csrf="").status_code == 400
    assert kept() is None


def test_a_save_is_small(patch, amina):
    asked = {"Prefer": "return=representation", "Accept-Encoding": "br"}
    body = {"value": "170", "year": "2030", "note": "n" * 500}
    reply = patch(amina, body, **asked)
    assert len(json.dumps(body)) < 2_000
    assert len(reply.data) < 1_000
    card = json.loads(plain(reply))["card"]
    assert (card["standing"], card["kind"]) == ("Not counted", "e")
    assert "adult-literacy-value-said" in card["problems"]


def test_the_page_itself_is_given_the_choice_of_a_conflict(patch, amina, li):
    patch(amina, {"value": "80"})
    reply = patch(li, {"value": "<b>84</b>"}, Prefer="return=representation").json
    choice = reply["card"]["conflict"]
    assert f'name="{LITERACY}-choice" value="yours"' in choice
    assert amina.name in choice
    assert "&lt;b&gt;84" in choice


def test_others_at_the_page_are_named_until_they_leave(app, session, report, amina, li):
    hers, his = (visit(app, session, who) for who in (amina, li))
    address = f"/assessments/{report.id}/1.1"
    sent = [{"X-CSRFToken": token(browser, report)} for browser in (hers, his)]
    assert hers.post(f"{address}/here", headers=sent[0]).json == {"people": []}
    assert his.post(f"{address}/here", headers=sent[1]).json == {"people": [amina.name]}
    assert hers.post(f"{address}/here", headers=sent[0]).json == {"people": [li.name]}
    elsewhere = f"/assessments/{report.id}/1.2/here"
    assert hers.post(elsewhere, headers=sent[0]).json == {"people": []}
    assert his.post(f"{address}/gone", headers=sent[1]).status_code == 204
    assert hers.post(f"{address}/here", headers=sent[0]).json == {"people": []}
