"""The pages of one round: dates in its zone, cohorts, cities, announcements, invitations."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from lcassess.assessment.status import Move
from lcassess.network.membership import Role
from lcassess.storage import assessments, rounds
from lcassess.storage.tables import MessageRow
from tests import factories
from tests.services.test_table_reading import workbook
from tests.web.test_administering import ROUND
from tests.web.visiting import Desk, fields, visit, words

OPENS = datetime(2026, 8, 31, 22, tzinfo=UTC)
CLOSES = datetime(2999, 3, 31, 21, 59, 59, tzinfo=UTC)


@pytest.fixture
def administrator(session):
    return factories.person(session, Role.ADMINISTRATOR)


@pytest.fixture
def browser(app, session, administrator):
    return visit(app, session, administrator)


@pytest.fixture
def report(session):
    found = factories.round_(
        session,
        slug="2026",
        name="Round 2026",
        opens_at=OPENS,
        closes_at=CLOSES,
        time_zone="Europe/Paris",
    )
    return factories.report(session, factories.city(session, name="Fez", slug="fez"), found)


def reopened(session):
    session.rollback()
    return session


def outbox(tmp_path):
    return sorted(path.read_text("utf-8") for path in (tmp_path / "outbox").glob("*.txt"))


def post(browser, page, address, files=None, **changes):
    """Post a form of a page, and close the answer as a server does."""
    form = fields(browser.get(page).text, address).to_dict() | changes | (files or {})
    content_type = "multipart/form-data" if files else None
    return browser.post(address, data=form, content_type=content_type, buffered=True)


@pytest.mark.parametrize(
    ("typed", "opens_at", "closes_at"),
    [
        ({"time_zone": "Europe/Paris"}, (2028, 8, 31, 22, 0, 0), (2029, 3, 31, 21, 59, 59)),
        (
            {
                "time_zone": "Asia/Kathmandu",
                "opens": "2028-09-01 09:30",
                "closes": "2029-03-31 18:00",
            },
            (2028, 9, 1, 3, 45, 0),
            (2029, 3, 31, 12, 15, 0),
        ),
    ],
)
def test_dates_are_typed_in_the_zone_of_the_round(browser, session, typed, opens_at, closes_at):
    page = Desk(browser, "/rounds")
    assert page.save(ROUND | typed).status_code == 303
    found = rounds.find(reopened(session), "2028")
    assert found.opens_at == datetime(*opens_at, tzinfo=UTC)
    assert found.closes_at == datetime(*closes_at, tzinfo=UTC)
    change = Desk(browser, "/rounds/2028/change")
    shown = fields(change.open(), "/rounds/2028/change")
    assert shown["opens"] == typed.get("opens", ROUND["opens"])
    assert shown["closes"] == typed.get("closes", ROUND["closes"])
    assert change.save().status_code == 303
    assert rounds.find(reopened(session), "2028") == found


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"time_zone": ""}, "Enter the time zone"),
        ({"time_zone": "Mars/Olympus"}, "No time zone is called so"),
        ({"time_zone": "Europe/Paris", "opens": "2029-03-25 02:30"}, "clocks of this time zone"),
        ({"time_zone": "America/Santiago", "opens": "2028-09-03"}, "clocks of this time zone"),
        ({"opens": "2028-09-01 25:00"}, "Enter a date as year, month and day"),
        ({"opens": "0000-00-00"}, "Enter a date as year, month and day"),
        ({"closes": "9999-12-31", "time_zone": "America/Bogota"}, "Enter a date as year"),
        ({"opens": "2028-09-01 10:00", "closes": "2028-09-01 09:00"}, "cannot close before"),
    ],
)
def test_a_date_that_cannot_be_is_said_at_its_field(browser, session, typed, sentence):
    page = Desk(browser, "/rounds")
    assert page.save(ROUND | typed).status_code == 400
    assert page.page.count(sentence) == 2
    assert rounds.everything(reopened(session)) == []


@pytest.mark.usefixtures("report")
def test_the_round_shows_its_dates_in_its_zone(browser):
    page = words(browser.get("/rounds/2026").text)
    assert "1 Sep 2026, 00:00 Europe/Paris" in page
    assert "31 Mar 2999, 23:59 Europe/Paris" in page
    assert "Fez" in page
    assert "1 September 2026" in words(browser.get("/rounds").text)


@pytest.mark.usefixtures("report")
def test_reviewers_look_and_change_nothing(app, session):
    browser = visit(app, session, factories.person(session, Role.REVIEWER))
    page = browser.get("/rounds/2026").text
    main = page.partition("<main")[2].partition("</main>")[0]
    assert main.count("<form") == main.count('role="search"') == 1
    for path in ("/change", "/announce", "/invitations", "/cities/fez", "/contacts.csv"):
        assert browser.get(f"/rounds/2026{path}").status_code == 403


@pytest.mark.parametrize("path", ["", "/change", "/announce", "/invitations", "/cities/fez"])
def test_a_round_that_does_not_exist_is_not_found(browser, path):
    assert browser.get(f"/rounds/nowhere{path}").status_code == 404


def test_what_a_report_needs_stays_once_one_has_left_its_draft(browser, session, report):
    assessments.set_columns(session, report.id, status="submitted")
    session.commit()
    page = Desk(browser, "/rounds/2026/change")
    assert "stay as they are" in words(page.open())
    assert page.save({"signature": "y"}).status_code == 400
    assert "A report has left its draft" in words(page.page)
    assert not rounds.find(reopened(session), "2026").asks_signature


def test_a_cohort_gives_its_cities_another_deadline(browser, session, report):
    typed = {"cohort": "Intake 2025", "cohort_closes": "2999-06-30"}
    assert post(browser, "/rounds/2026", "/rounds/2026/cohorts", **typed).status_code == 303
    page = browser.get("/rounds/2026/cities/fez").text
    choice = re.search(r'<option value="(\d+)">Intake 2025', page)[1]
    chosen = {"cohort": choice}
    address = "/rounds/2026/cities/fez"
    assert post(browser, address, address, **chosen).status_code == 303
    assert words(browser.get("/rounds/2026").text).count("30 Jun 2999, 23:59") == 2
    found = factories.found(reopened(session), report.id)
    assert found.deadline == datetime(2999, 6, 30, 21, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"cohort": ""}, "Enter the name of the cohort"),
        ({"cohort_closes": ""}, "Enter the deadline"),
        ({"cohort_closes": "2001-01-01"}, "before the round opens"),
    ],
)
@pytest.mark.usefixtures("report")
def test_a_cohort_that_makes_no_sense_is_not_kept(browser, typed, sentence):
    typed = {"cohort": "x", "cohort_closes": "2999-06-30"} | typed
    response = post(browser, "/rounds/2026", "/rounds/2026/cohorts", **typed)
    assert response.status_code == 400
    assert sentence in response.text


def test_more_time_is_given_with_a_reason_and_told(browser, session, report, tmp_path):
    someone = factories.coordinator(session, report.city)
    address = "/rounds/2026/cities/fez"
    assert post(browser, address, address, until="2999-04-30").status_code == 400
    typed = {"until": "2999-04-30", "why_more": "The archive was flooded"}
    assert post(browser, address, address, **typed).status_code == 303
    assert post(browser, address, address).status_code == 303  # the same form again
    (message,) = outbox(tmp_path)
    assert message.startswith(f"To: {someone.email}\nSubject: Fez: more time for the report\n")
    assert "until 30 April 2999, 23:59 (Europe/Paris)" in message
    assert "The archive was flooded" in message
    assert "The archive was flooded" in words(browser.get("/rounds/2026").text)
    early = {"until": "2030-01-01", "why_more": "x"}
    assert "not after the deadline" in post(browser, address, address, **early).text


def test_a_city_is_excused_with_a_reason(browser, session, report, tmp_path):
    factories.coordinator(session, report.city)
    address = "/rounds/2026/cities/fez"
    assert post(browser, address, address, excused="y").status_code == 400
    typed = {"excused": "y", "why_excused": "Newly joined"}
    assert post(browser, address, address, **typed).status_code == 303
    assert factories.found(reopened(session), report.id).excused
    assert "Newly joined" in words(browser.get("/rounds/2026").text)
    assert "Fez: excused from Round 2026" in outbox(tmp_path)[0]


def test_a_city_comes_in_by_name_and_goes_out_while_nothing_was_written(browser, session, report):
    factories.city(session, name="Oslo", slug="oslo")
    cities = "/rounds/2026/cities"
    assert post(browser, "/rounds/2026", cities, city="Oslo").status_code == 303
    for name, sentence in (("Oslo", "takes part already"), ("Rome", "No city is called so")):
        response = post(browser, "/rounds/2026", cities, city=name)
        assert response.status_code == 400
        assert sentence in words(response.text)
    assert post(browser, f"{cities}/oslo", f"{cities}/oslo/remove").status_code == 303
    assert browser.get(f"{cities}/oslo").status_code == 404
    assessments.move(reopened(session), report, Move.WITHDRAW, report.status, None, OPENS)
    session.commit()
    assert post(browser, f"{cities}/fez", f"{cities}/fez/remove").status_code == 409
    assert factories.found(reopened(session), report.id)


def test_an_announcement_is_sent_once_however_often_its_form_is(browser, session, report, tmp_path):
    someone = factories.coordinator(session, report.city)
    address = "/rounds/2026/announce"
    form = fields(browser.get(address).text, address).to_dict()
    said = form | {"subject": "A call", "text": "On Monday at noon.\nSee you."}
    for _replay in range(100):
        assert browser.post(address, data=said, buffered=True).status_code == 303
    (message,) = outbox(tmp_path)
    assert message.startswith(
        f"To: {someone.email}\nSubject: A call\n\nOn Monday at noon.\nSee you."
    )
    page = words(browser.get("/rounds/2026").text)
    assert "1 message is on its way." in page
    assert "There is nobody to write to" in page


@pytest.mark.parametrize("part", ["subject", "text"])
def test_an_announcement_without_words_is_not_sent(browser, session, report, part):
    factories.coordinator(session, report.city)
    address = "/rounds/2026/announce"
    said = {"subject": "A call", "text": "On Monday."} | {part: " "}
    assert post(browser, address, address, **said).status_code == 400
    assert reopened(session).scalars(select(MessageRow)).all() == []


def test_a_page_does_not_wait_for_a_mail_server_that_is_down(app, browser, session, report):
    def down(*_message):
        raise ConnectionRefusedError

    app.extensions["lcassess_send"] = down
    factories.coordinator(session, report.city)
    address = "/rounds/2026/announce"
    said = {"subject": "A call", "text": "On Monday."}
    assert post(browser, address, address, **said).status_code == 303
    row = reopened(session).scalars(select(MessageRow)).one()
    assert (row.sent_at, row.tries) == (None, 1)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_contact_list_is_a_file(browser, session, report, kind):
    someone = factories.coordinator(session, report.city)
    response = browser.get(f"/rounds/2026/contacts.{kind}", buffered=True)
    assert "attachment" in response.headers["Content-Disposition"]
    if kind == "csv":
        rows = [line.split(",") for line in response.get_data().decode("utf-8-sig").splitlines()]
    else:
        sheet = load_workbook(io.BytesIO(response.get_data())).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1][:6] == ["fez", "Fez", "draft", someone.name, someone.email, "coordinator"]


def invite(browser, data, name="people.csv"):
    address = "/rounds/2026/invitations"
    return post(browser, address, address, {"file": (io.BytesIO(data), name)})


@pytest.mark.parametrize("as_workbook", [False, True])
@pytest.mark.usefixtures("report")
def test_a_table_invites_everybody_in_it(browser, tmp_path, as_workbook):
    rows = [("city", "email", "role"), ("Fez", "a@fez.example", "coordinator")]
    rows += [("fez", "b@fez.example", "certifier")]
    text = "\n".join(",".join(row) for row in rows).encode()
    assert invite(browser, workbook(rows) if as_workbook else text).status_code == 303
    assert "2 people are invited." in words(browser.get("/rounds/2026").text)
    messages = outbox(tmp_path)
    assert len(messages) == 2
    assert "take part in Round 2026 for Fez" in messages[0]
    link = re.search(r"http://127\.0\.0\.1:8000(/invitation/\S+)", messages[0])[1]
    assert "a@fez.example" in browser.get(link).text


@pytest.mark.usefixtures("report")
def test_one_wrong_cell_invites_nobody_and_is_named(browser, session, tmp_path):
    table = b"city,email,role\nFez,a@fez.example,coordinator\nRome,b@rome.example,king\n"
    response = invite(browser, table)
    assert response.status_code == 400
    page = words(response.text)
    assert "2 mistakes" in page
    assert "3 role king" in page
    assert "3 city Rome" in page
    assert outbox(tmp_path) == []
    assert reopened(session).scalars(select(MessageRow)).all() == []


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Choose a file"),
        (b"\n", "This table is empty"),
        (b"%PDF\0", "This is no table"),
        (b"PK\x03\x04", "This is no table"),
        ("ville,é".encode("latin-1"), "cannot be read"),
        (b"a,b\n" * 3_000, "too large"),
        (b"city,email\n", "This column is missing"),
    ],
)
@pytest.mark.usefixtures("report")
def test_a_file_that_is_no_good_is_refused_in_a_sentence(browser, data, sentence):
    response = invite(browser, data, "" if sentence == "Choose a file" else "people.csv")
    assert response.status_code == 400
    assert sentence in words(response.text)


@pytest.mark.usefixtures("report")
def test_what_a_table_holds_is_shown_as_it_is(browser):
    hostile = b"city,email,role\n<script>x</script>,a@fez.example,coordinator\n"
    page = invite(browser, hostile).text
    assert "<script>x" not in page
    assert "<script>x</script>" in words(page)


@pytest.mark.usefixtures("report")
def test_a_very_large_file_is_refused_before_it_is_read(browser):
    kind = "multipart/form-data; boundary=x"
    sent = {"data": bytes(3 * 1024 * 1024), "content_type": kind, "buffered": True}
    assert browser.post("/rounds/2026/invitations", **sent).status_code == 413


def test_a_closed_round_tells_who_was_late(browser, session, report):
    rounds.change(session, report.round.id, closes_at=datetime.now(UTC) - timedelta(days=2))
    session.commit()
    page = words(browser.get("/network?round=2026").text)
    assert "late" in page
    assert "not started, late" not in page
    assert "draft, late" in page
