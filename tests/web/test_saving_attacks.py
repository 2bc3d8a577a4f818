"""What an outsider tries on the saving of one answer: lies, bombs, races, other languages."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from lcassess.services import submitting
from lcassess.storage import answers
from tests import factories
from tests.conftest import both_databases
from tests.web.visiting import Desk, open_report, visit

LITERACY = "adult-literacy"
TRAINING = "employee-training"
SPENDING = "spread-of-spending"
LEVEL = "leadership"
TEXT = "empowerment-and-cohesion-next-steps"
CARD = {"Prefer": "return=representation"}


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
    """Send one save as a browser does."""
    browsers = {}

    def send(who, body, version=0, name=LITERACY, *, address="", **headers):
        browser = browsers.setdefault(who.person_id, visit(app, session, who))
        sent = {"X-CSRFToken": token(browser, report), "If-Match": f'"{version}"', **headers}
        raw = {"data": body} if isinstance(body, bytes) else {"json": body}
        where = f"/assessments/{report.id}/answers/{name}{address}"
        return browser.patch(
            where, headers={k.replace("_", "-"): v for k, v in sent.items()}, **raw
        )

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


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b'{"value": ' * 90_000,
        b'{"value": ' + b"9" * 100_000 + b"}",
        b'{"value": 1e999999}',
        b'{"value": NaN}',
        b'{"value": "80", "lang": ["fr"]}',
        b'{"value": "80", "lang": 7}',
        b'{"\\ud800": "80"}',
        b'{"value": "80", "lang": "\\ud800"}',
        b"\xff\xfe\x00",
        b'{"value": true}',
        b'{"state": "not_applicable"}',
    ],
    ids=lambda body: body[:20].decode("latin-1"),
)
def test_a_bomb_or_a_lie_is_refused_in_a_sentence(patch, amina, kept, body):
    refused = patch(amina, body)
    assert refused.status_code == 422
    assert refused.json["message"].endswith(".")
    assert kept() is None


@pytest.mark.parametrize(
    ("name", "body"),
    [
        (SPENDING, {"value": "50"}),
        (LEVEL, {"numerator": "5"}),
        (LEVEL, {"value-primary": "5"}),
        (TEXT, {"year": "2024"}),
        (LITERACY, {"value-primary": "5"}),
    ],
)
def test_a_part_that_the_question_does_not_have_is_never_acknowledged(
    patch, amina, kept, name, body
):
    assert patch(amina, body, name=name).status_code == 422
    assert kept(name) is None


def test_null_clears_every_part(patch, amina, kept):
    whole = {
        "value": "1,234",
        "reading": "decimal",
        "numerator": "1,234",
        "numerator-reading": "decimal",
        "denominator": "2,345",
        "denominator-reading": "grouping",
        **{part: part for part in ("year", "source", "note", "reason")},
        "grade": "official",
        "territory": "wider",
        "unsure": "yes",
    }
    assert patch(amina, whole, name=TRAINING).status_code == 200
    cleared = patch(amina, dict.fromkeys(whole), 1, TRAINING)
    assert cleared.json == {"version": 2, "understood": None, "problems": []}
    found = kept(TRAINING)
    assert (found.state, found.entered, found.reading, found.grade) == ("unanswered", "", "", None)
    assert (found.territory, found.unsure) == ("city", False)
    assert {found.year, found.source, found.note, found.reason} == {""}
    shares = {"value-primary": "60", "value-adult-and-community": "40"}
    patch(amina, shares, name=SPENDING)
    assert patch(amina, dict.fromkeys(shares), 1, SPENDING).json["understood"] is None
    assert kept(SPENDING).state == "unanswered"
    patch(amina, {"value": "Go on."}, name=TEXT)
    assert patch(amina, {"value": None}, 1, TEXT).json["understood"] is None
    assert kept(TEXT).value == ""


def test_state_null_says_unanswered_and_what_was_understood_goes(patch, amina, kept):
    patch(amina, {"value": "80"})
    assert patch(amina, {"state": None}, 1).json["understood"] is None
    assert kept().state == "unanswered"


def test_a_reading_of_nothing_is_no_answer(patch, amina, kept):
    patch(amina, {"state": "no_data"})
    patch(amina, {"reading": "decimal"}, 1)
    assert (kept().state, kept().version) == ("no_data", 1)


def test_a_figure_beside_another_state_is_not_understood_the_first_time_either(patch, amina):
    body = {"state": "no_data", "value": "80"}
    first, again = (patch(amina, body, **{"Idempotency-Key": "k"}) for _time in range(2))
    assert first.json["understood"] is None
    assert first.data == again.data


def test_what_is_acknowledged_beside_parts_that_decide_is_kept(patch, amina, kept):
    patch(amina, {"value": "50", "numerator": "1", "denominator": "3"}, name=TRAINING)
    assert patch(amina, {"value": "60"}, 1, TRAINING).json["version"] == 2
    assert kept(TRAINING).entered == "60"
    assert patch(amina, {"value": None}, 2, TRAINING).json["problems"] == []
    assert kept(TRAINING).entered == ""


def test_a_text_that_is_no_number_can_be_changed_and_cleared_beside_others(patch, amina, kept):
    patch(amina, {"value-primary": "60", "value-adult-and-community": "x"}, name=SPENDING)
    assert patch(amina, {"value-adult-and-community": "y"}, 1, SPENDING).json["version"] == 2
    assert patch(amina, {"value-adult-and-community": None}, 2, SPENDING).json["version"] == 3
    assert json.loads(kept(SPENDING).entered) == {"primary": "60"}
    patch(amina, {"value": "50", "numerator": "x"}, name=TRAINING)
    assert patch(amina, {"numerator": "y"}, 1, TRAINING).json["version"] == 2
    assert kept(TRAINING).numerator_entered == "y"


@pytest.mark.parametrize("side", ["yours", "theirs"])
@pytest.mark.parametrize(
    ("name", "hers", "his"),
    [
        (LITERACY, {"value": "80"}, {"value": "84", "state": "value"}),
        (LITERACY, {"state": "no_data"}, {"value": "84"}),
        (LITERACY, {"year": "2023", "note": "hers"}, {"year": "2024", "note": "his"}),
        (SPENDING, {"value-primary": "60"}, {"value-adult-and-community": "40"}),
        (LEVEL, {"value": "3"}, {"value": "2"}),
        (TRAINING, {"denominator": "1.234"}, {"denominator": "1.235"}),
        (TEXT, {"value": "hers"}, {"value": "his"}),
    ],
)
def test_either_side_of_a_conflict_can_be_sent_as_it_was_given(  # noqa: PLR0913, PLR0917
    patch, amina, li, kept, side, name, hers, his
):
    """Whole parts: what one side left empty is empty when that side is chosen."""
    patch(amina, hers, name=name)
    before = kept(name)
    reply = patch(li, his, name=name)
    assert reply.status_code == 412
    chosen = patch(li, reply.json[side], reply.json["version"], name)
    assert chosen.status_code == 200
    if side == "theirs":
        assert kept(name) == before
    else:
        empty = {part: "" for part in hers if part not in his and part != "state"}
        found = reply.json["yours"]
        assert (his | empty).items() <= found.items()
        assert patch(li, his, 0, name).json["version"] == chosen.json["version"]


def test_a_conflict_of_readings_tells_the_two_apart(patch, amina, li, kept):
    ask = {"numerator": "1,5", "denominator": "1.234", "lang": "fr"}
    patch(amina, ask, name=TRAINING)
    patch(amina, {"denominator-reading": "decimal"}, 1, TRAINING)
    reply = patch(li, {"denominator-reading": "grouping"}, 1, TRAINING)
    assert reply.status_code == 412
    assert reply.json["yours"] != reply.json["theirs"]
    patch(li, reply.json["yours"], 2, TRAINING)
    assert str(kept(TRAINING).denominator) == "1234"


def test_the_version_in_the_etag_is_what_the_next_save_says(patch, amina):
    body = {"value": "170", "year": "2099", "note": "n" * 900}
    reply = patch(amina, body, **CARD, **{"Accept-Encoding": "gzip, br"})
    assert reply.headers["ETag"] == '"1"'


@pytest.mark.parametrize(
    "stated", ["*", 'W/"0"', "0", '"0", "1"', '"-1"', '"٠"'.encode().decode("latin-1")]
)
def test_another_way_to_say_the_version_says_none(patch, amina, kept, stated):
    assert patch(amina, {"value": "80"}, **{"If-Match": stated}).status_code == 428
    assert kept() is None


@pytest.mark.parametrize("key", ["é ü \xff", "k" * 10_000, '"quoted"', "' OR 1=1 --", "%00{}"])
def test_any_key_is_a_key(patch, amina, kept, key):
    first, again = (
        patch(amina, {"value": "170"}, **{"Idempotency-Key": key}) for _time in range(2)
    )
    assert (first.status_code, first.data) == (again.status_code, again.data)
    assert patch(amina, {"value": "1"}, 1, **{"Idempotency-Key": key}).status_code == 422
    assert kept().version == 1


def test_the_same_body_is_the_same_in_whatever_language_the_page_is_now(patch, amina):
    key = {"Idempotency-Key": "k"}
    first = patch(amina, {"value": "81.5"}, **key)
    again = patch(amina, {"value": "81.5"}, address="?lang=fr", **key)
    assert (again.status_code, again.json["version"]) == (200, first.json["version"])


def test_a_retry_after_handing_in_is_answered_and_a_new_save_is_not(
    patch, session, amina, report, kept
):
    key = {"Idempotency-Key": "k"}
    first = patch(amina, {"value": "80"}, **key)
    submitting.submit(session, amina, report.id, datetime.now(UTC))
    assert patch(amina, {"value": "80"}, **key).data == first.data
    assert patch(amina, {"value": "80"}, 1).status_code == 409
    assert patch(amina, {"state": "perhaps"}, 1).status_code == 409
    assert kept().version == 1


def test_the_card_speaks_the_language_of_its_page(patch, amina):
    """Another tab may have changed the language since the page was loaded."""
    body = {"value-primary": "60", "value-adult-and-community": "30", "lang": "fr"}
    said = patch(amina, body, name=SPENDING, address="?lang=fr", **CARD).json
    assert "Enseignement" in said["card"]["echo"] or "primaire" in said["card"]["echo"].lower()
    other = patch(amina, body | {"note": "n"}, 1, SPENDING, address="?lang=en", **CARD).json
    assert {**other, "version": 1}["problems"] == said["problems"]
    assert other["card"]["standing"] == said["card"]["standing"]
    assert other["card"]["echo"] == said["card"]["echo"]


def test_who_merges_is_shown_all_that_stands(patch, amina, li):
    """The page goes on from this version: it has to show what the version holds."""
    patch(amina, {"value": "33", "note": "hers"})
    merged = patch(li, {"year": "2024"}, **CARD).json["card"]["parts"]
    assert (merged["state"], merged["value"], merged["note"]) == ("value", "33", "hers")
    assert "parts" not in patch(li, {"year": "2023"}, 2, **CARD).json["card"]
    refused = patch(li, {"value": "40"}, **CARD).json
    assert (refused["card"]["parts"]["year"], refused["theirs"].get("year")) == ("2023", None)


@both_databases
def test_long_and_odd_texts_are_kept_or_refused(patch, amina, kept):
    odd = "\x00\x01\u2028\u202e<b>" + "ā" * 20_000
    reply = patch(amina, {"value": "9" * 100_000, "year": odd, "source": odd, "note": odd})
    assert reply.status_code == 200
    assert reply.json["understood"] is None
    assert kept().note == odd.replace("\x00", "").strip()
    assert patch(amina, {"value": odd}, name=TEXT).status_code == 200


@both_databases
@pytest.mark.parametrize("name", ["x" * 5_000, "%00", "%2e%2e", "a%0ab", "😀", "' OR 1=1"])
def test_no_name_of_a_question_is_a_fault(patch, amina, name):
    assert patch(amina, {"value": "1"}, name=name).status_code == 404


@both_databases
@pytest.mark.parametrize("field", ["adult-literacy-version", f"{TEXT}-version", "take-over"])
@pytest.mark.parametrize("text", ["9" * 5_000, "9" * 30, "-1", "²"])
def test_a_number_of_any_size_in_a_form_is_no_fault(app, session, report, amina, field, text):
    other = Desk(visit(app, session, amina), f"/assessments/{report.id}/1.1")
    other.open()
    first = Desk(visit(app, session, amina), other.address)
    first.save({"volunteering-value": "10"})
    reply = other.save({"volunteering-value": "20", f"{TEXT}-value": "x", field: text})
    assert reply.status_code in {303, 404, 409}


def test_many_settled_conflicts_in_a_form_take_no_time(app, session, report, amina):
    desk = Desk(visit(app, session, amina), f"/assessments/{report.id}/1.1")
    desk.open()
    many = {f"x{n}-{what}": "theirs" for n in range(4_000) for what in ("conflict", "choice")}
    assert desk.save(many).status_code == 303


@both_databases
def test_the_same_save_sent_twice_at_once_is_one_save(app, session, report, amina, kept):
    replies = at_once(app, session, report, [amina] * 6, {"Idempotency-Key": "k"})
    assert {(reply.status_code, reply.data) for reply in replies} == {(200, replies[0].data)}
    assert kept().version == 1


@both_databases
def test_a_first_answer_of_two_people_at_once_is_kept_once(app, session, report, amina, li, kept):
    replies = at_once(app, session, report, [amina, li] * 3, {}, values="123456")
    assert sorted(reply.status_code for reply in replies) == [200] + [412] * 5
    assert kept().version == 1


@both_databases
def test_one_person_in_several_tabs_arrives_once(app, session, report, amina):
    browsers = [visit(app, session, amina) for _tab in range(6)]
    tokens = [token(browser, report) for browser in browsers]

    def arrive(number):
        address = f"/assessments/{report.id}/1.1/here"
        headers = {"X-CSRFToken": tokens[number]}
        return browsers[number].post(address, headers=headers).status_code

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(arrive, range(6))) == {200}


def at_once(app, session, report, people, headers, values="888888"):
    browsers = [visit(app, session, who) for who in people]
    tokens = [token(browser, report) for browser in browsers]
    address = f"/assessments/{report.id}/answers/{LITERACY}"

    def send(number):
        sent = {"X-CSRFToken": tokens[number], "If-Match": '"0"', **headers}
        return browsers[number].patch(address, json={"value": values[number]}, headers=sent)

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(send, range(len(people))))


def test_only_the_city_hears_who_is_at_its_pages(app, session, report, amina):
    """Neither another city, nor UIL, nor a form without its token."""
    outsiders = [
        factories.coordinator(session, factories.city(session)),
        factories.person(session, factories.Role.REVIEWER),
        factories.person(session, factories.Role.ADMINISTRATOR),
        factories.person(session, factories.Role.READER),
    ]
    for what in ("here", "gone"):
        address = f"/assessments/{report.id}/1.1/{what}"
        for outsider in outsiders:
            browser = visit(app, session, outsider)
            page = browser.get("/account").text
            sent = page.partition('name="csrf_token" value="')[2].partition('"')[0]
            assert browser.post(address, headers={"X-CSRFToken": sent}).status_code == 404
        mine = visit(app, session, amina)
        assert mine.post(address).status_code == 400
        assert mine.get(address).status_code == 405


def test_a_text_alone_counts_as_saved(app, session, report, patch, amina):
    patch(amina, {"value": "Go on."}, name=TEXT)
    page = visit(app, session, amina).get(f"/assessments/{report.id}/1.1").text
    assert "Nothing saved yet" not in page
