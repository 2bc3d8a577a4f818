"""The pages of UIL: reviewers look, administrators change, everybody else is refused."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from smtplib import SMTPRecipientsRefused

import pytest

from lcassess.accounts import invitations, passwords
from lcassess.network.membership import Grant, Role
from lcassess.storage import assessments, cities, people, rounds
from tests import factories
from tests.web.visiting import Desk, fields, visit, words

PAGES = ("/rounds", "/cities", "/people")
ROUND = {"name": "Round 2028", "slug": "2028", "opens": "2028-09-01", "closes": "2029-03-31"}
CITY = {
    "name": "Saint-Étienne-sur-Test",
    "country": "FR",
    "region": "ENA",
    "unit_type": "district",
    "since": "2019-02-28",
}


@pytest.fixture
def administrator(session):
    return factories.person(session, Role.ADMINISTRATOR)


@pytest.fixture
def browser(app, session, administrator):
    return visit(app, session, administrator)


def desk(browser, address):
    return Desk(browser, address)


def reopened(session):
    """Give the session as another request finds the database."""
    session.rollback()
    return session


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ADMINISTRATOR])
def test_uil_sees_every_list(app, session, role, path):
    assert visit(app, session, factories.person(session, role)).get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.REVIEWER, Role.ADMINISTRATOR}))
def test_everybody_else_is_refused(app, session, role, path):
    browser = visit(app, session, factories.person(session, role, factories.city(session)))
    assert browser.get(path).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_a_visitor_is_led_to_the_sign_in_page(client, path):
    response = client.get(path)
    assert response.status_code == 303
    assert response.location == f"/sign-in?next=%2F{path[1:]}"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_only_an_administrator_changes_anything(app, session, role, path):
    browser = visit(app, session, factories.person(session, role))
    token = fields(browser.get("/").text, "/sign-out")
    assert browser.post(path, data=token | ROUND | CITY).status_code == 403
    assert rounds.find(reopened(session), "2028") is None


def test_a_reviewer_sees_no_form_and_no_way_to_change(app, session):
    factories.person(session, Role.COORDINATOR, factories.city(session))
    browser = visit(app, session, factories.person(session, Role.REVIEWER))
    for path in PAGES:
        page = browser.get(path).text
        assert f'action="{path}" novalidate' not in page
        assert "/remove" not in page
        assert "/take" not in page


def test_a_post_without_the_token_of_the_page_changes_nothing(browser, session):
    assert browser.post("/rounds", data=ROUND | {"edition": "2026"}).status_code == 400
    assert rounds.find(reopened(session), "2028") is None


def test_a_new_round_opens_a_report_of_every_city(browser, session):
    city = factories.city(session)
    page = desk(browser, "/rounds")
    response = page.save(ROUND | {"signature": "y"})
    assert (response.status_code, response.location) == (303, "/rounds")
    assert "The round is added" in words(page.open())
    added = rounds.find(reopened(session), "2028")
    assert (added.opens_at, added.closes_at) == (
        datetime(2028, 9, 1, tzinfo=UTC),
        datetime(2029, 3, 31, 23, 59, 59, tzinfo=UTC),
    )
    assert (added.asks_signature, added.asks_endorsement) == (True, False)
    assert [r.round.slug for r in assessments.of_cities(session, [city.id])] == ["2028"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": " "}, "Enter the name of the round"),
        ({"slug": "Round 2028"}, "Use small letters"),
        ({"slug": "2028-"}, "Use small letters"),
        ({"slug": "taken"}, "Another round has this short name"),
        ({"opens": "1 September"}, "Enter a date as year, month and day"),
        ({"opens": "2028-02-30"}, "Enter a date as year, month and day"),
        ({"closes": ""}, "Enter the day on which the round closes"),
        ({"closes": "2028-08-31"}, "cannot close before it opens"),
    ],
)
def test_a_mistake_in_a_round_is_said_at_its_field_and_above(browser, session, typed, sentence):
    factories.round_(session, slug="taken")
    page = desk(browser, "/rounds")
    response = page.save(ROUND | typed)
    assert response.status_code == 400
    assert page.page.count(sentence) == 2
    assert "<title>Error: " in page.page
    assert len(rounds.everything(reopened(session))) == 1


def test_a_new_city_reports_in_every_round_that_is_not_closed(browser, session):
    factories.round_(session, slug="open", closes_at=datetime(2999, 1, 1, tzinfo=UTC))
    factories.round_(session, slug="closed", closes_at=datetime(2001, 1, 1, tzinfo=UTC))
    page = desk(browser, "/cities")
    assert page.save(CITY).status_code == 303
    assert "Saint-Étienne-sur-Test is added" in words(page.open())
    city = cities.find(reopened(session), "saint-etienne-sur-test")
    assert (city.country, city.region, city.fictional) == ("FR", "ENA", False)
    assert cities.memberships(session, city.id) == [(date(2019, 2, 28), None)]
    assert [r.round.slug for r in assessments.of_cities(session, [city.id])] == ["open"]


@pytest.mark.parametrize(
    ("part", "value"),
    [("name", ""), ("country", ""), ("country", "ZZ"), ("region", ""), ("since", "soon")],
)
def test_a_city_that_lacks_something_is_not_added(browser, session, part, value):
    page = desk(browser, "/cities")
    assert page.save(CITY | {part: value}).status_code == 400
    assert f'href="#{part}"' in page.page
    assert cities.number(reopened(session), "") == 0


def test_what_was_typed_stays_when_something_is_wrong(browser):
    page = desk(browser, "/cities")
    page.save(CITY | {"since": "soon"})
    typed = fields(page.page, "/cities")
    assert (typed["name"], typed["country"]) == (CITY["name"], "FR")


def test_countries_are_named_in_the_language_of_the_page(browser, session):
    factories.city(session, country="DE")
    assert "Allemagne" in words(browser.get("/cities?lang=fr").text)


def test_a_long_list_comes_in_parts(browser, session):
    for number in range(101):
        cities.add(session, slug=f"c-{number:03}", name=f"Town {number:03}", country="FR")
    session.commit()
    first, second = browser.get("/cities").text, browser.get("/cities?page=2").text
    assert "1 to 100 of 101" in words(first)
    assert 'href="/cities?page=2"' in first
    assert "101 to 101 of 101" in words(second)
    assert 'href="/cities?page=1"' in second
    assert "Town 100" not in words(first)
    assert "Town 100" in words(second)


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", "7"])
def test_any_page_number_gives_a_page(browser, page):
    assert browser.get(f"/cities?page={page}").status_code == 200


@pytest.mark.parametrize("text", ["etienne", "ÉTIENNE", "Étien", "saint-e", "青木"])
def test_a_city_is_found_by_its_name_however_it_is_typed(browser, session, text):
    factories.city(session, name="Saint-Étienne", slug="saint-etienne", own_name="青木港")
    factories.city(session, name="Oslo", slug="oslo")
    page = words(browser.get("/cities", query_string={"q": text}).text)
    assert "Saint-Étienne" in page
    assert "Oslo" not in page


def test_a_search_that_finds_nothing_says_so(browser, session):
    factories.city(session, name="Oslo", slug="oslo")
    for text in ("%", "_", "zzz", "'"):
        page = words(browser.get("/cities", query_string={"q": text}).text)
        assert "Nothing found" in page


def test_an_invitation_is_sent_and_its_link_shown_once(browser, session, tmp_path):
    city = factories.city(session, name="Fez", slug="fez")
    page = desk(browser, "/people")
    sent = {"email": "Amal@Fez.example", "role": "contributor", "city": "Fez"}
    form = fields(page.open(), "/people").to_dict() | sent | {"focus_areas": ["2.3", "1.1"]}
    assert browser.post("/people", data=form).status_code == 303
    link = re.search(r"http://127\.0\.0\.1:8000/invitation/(\S+)", words(page.open()))
    message = next((tmp_path / "outbox").iterdir()).read_text(encoding="utf-8")
    assert link[0] in message
    assert "To: Amal@Fez.example" in message
    assert "could not be sent" not in page.page
    assert "/invitation/" not in page.open()
    found = invitations.find(reopened(session), link[1], datetime.now(UTC))
    grant = Grant(Role.CONTRIBUTOR, city.id, None, ("1.1", "2.3"))
    assert (found.email, set(found.grant.focus_areas)) == ("amal@fez.example", {"1.1", "2.3"})
    assert (found.grant.role, found.grant.city_id) == (grant.role, grant.city_id)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "amal at fez"}, "email"),
        ({"email": "held@fez.example"}, "email"),
        ({"city": ""}, "city"),
        ({"city": "Nowhere"}, "city"),
        ({"city": "Twin"}, "city"),
        ({"role": "reviewer"}, "city"),
        ({"country": "FR"}, "country"),
        ({"role": "commission", "city": ""}, "country"),
        ({"focus_areas": "2.3"}, "focus_areas"),
        ({"role": "king"}, "role"),
    ],
)
def test_an_invitation_that_makes_no_sense_is_not_sent(browser, session, tmp_path, typed, field):
    city = factories.city(session, name="Fez", slug="fez")
    factories.city(session, name="Twin")
    factories.city(session, name="Twin")
    held = people.add(session, "held@fez.example", "Held", factories.NOW)
    people.give(session, held, Grant(Role.COORDINATOR, city.id))
    session.commit()
    page = desk(browser, "/people")
    sent = {"email": "a@fez.example", "role": "coordinator", "city": "fez"}
    assert page.save(sent | typed).status_code == 400
    assert f'href="#{field}"' in page.page
    assert not (tmp_path / "outbox").exists()


def test_a_message_that_cannot_be_sent_is_no_loss(app, browser, session, caplog):
    def refuse(to, *_message):
        raise SMTPRecipientsRefused({to: (550, b"no such user")})

    app.extensions["lcassess_send"] = refuse
    page = desk(browser, "/people")
    assert page.save({"email": "new@uil.example", "role": "reviewer"}).status_code == 303
    assert "the message could not be sent" in words(page.open())
    assert "(SMTPRecipientsRefused): Your invitation" in caplog.text
    assert "new@uil.example" not in caplog.text
    token = re.search(r"/invitation/([\w-]+)", page.page)[1]
    assert invitations.find(reopened(session), token, datetime.now(UTC)).email == "new@uil.example"


def test_a_city_leads_to_an_invitation_for_it(browser, session):
    factories.city(session, slug="fez")
    assert 'href="/people?city=fez#add"' in browser.get("/cities").text
    assert fields(browser.get("/people?city=fez").text, "/people")["city"] == "fez"


def test_a_role_is_taken_away_only_when_it_is_confirmed(app, session, browser):
    city = factories.city(session)
    coordinator = factories.coordinator(session, city)
    theirs = visit(app, session, coordinator)
    address = re.search(r"/people/\d+/roles/\d+/take", browser.get("/people").text)[0]
    page = desk(browser, address)
    assert city.name in words(page.open())
    assert people.actor(reopened(session), coordinator.person_id).grants
    assert theirs.get("/assessments").status_code == 200
    assert page.save().location == "/people"
    assert people.actor(reopened(session), coordinator.person_id).grants == ()
    assert theirs.get("/assessments").status_code == 303
    assert browser.get(address).status_code == 404


def test_a_person_is_removed_only_when_it_is_confirmed(app, session, browser):
    reader = factories.person(session, Role.READER)
    theirs = visit(app, session, reader)
    page = desk(browser, f"/people/{reader.person_id}/remove")
    assert reader.email in words(page.open())
    assert theirs.get("/account").status_code == 200
    assert page.save().location == "/people"
    assert people.actor(reopened(session), reader.person_id) is None
    assert theirs.get("/account").status_code == 303
    assert reader.email not in browser.get("/people").text.replace("removed", "")
    assert browser.get(page.address).status_code == 404


def test_nobody_takes_away_their_own_role(browser, session, administrator):
    token = fields(browser.get("/people").text, "/sign-out")
    own = f"/people/{administrator.person_id}"
    grant_id = people.grants(session, [administrator.person_id])[administrator.person_id][0][0]
    for address in (f"{own}/remove", f"{own}/roles/{grant_id}/take"):
        assert browser.post(address, data=token).status_code == 403
    assert people.actor(reopened(session), administrator.person_id).grants


def test_a_reviewer_removes_nobody(app, session, administrator):
    browser = visit(app, session, factories.person(session, Role.REVIEWER))
    token = fields(browser.get("/people").text, "/sign-out")
    address = f"/people/{administrator.person_id}/remove"
    assert browser.get(address).status_code == 403
    assert browser.post(address, data=token).status_code == 403


def test_the_role_of_another_person_is_not_taken_by_a_forged_address(browser, session):
    one, other = (factories.person(session, Role.READER) for _ in range(2))
    grant_id = people.grants(session, [other.person_id])[other.person_id][0][0]
    address = f"/people/{one.person_id}/roles/{grant_id}/take"
    token = fields(browser.get("/people").text, "/sign-out")
    assert browser.post(address, data=token).status_code == 404
    assert people.actor(reopened(session), other.person_id).grants


def test_names_are_shown_as_they_are_and_run_nothing(browser, session):
    hostile = '<script>alert("x")</script>'
    factories.city(session, name=hostile)
    people.add(session, "x@example.org", hostile, factories.NOW)
    session.commit()
    for path in ("/cities", "/people"):
        page = browser.get(path).text
        assert hostile not in page
        assert hostile in words(page)


def test_somebody_removed_comes_back_by_a_new_invitation(app, session, browser):
    reader = factories.person(session, Role.READER)
    desk(browser, f"/people/{reader.person_id}/remove").save()
    page = desk(browser, "/people")
    assert page.save({"email": reader.email, "role": "reader"}).status_code == 303
    token = re.search(r"/invitation/(\S+)", words(page.open()))[1]
    invited = app.test_client()
    form = fields(invited.get(f"/invitation/{token}").text, None).to_dict()
    typed = {"name": "Back Again", "password": "five slow trams in fog"}
    assert invited.post(f"/invitation/{token}", data=form | typed).status_code == 303
    assert people.actor(reopened(session), reader.person_id).name == "Back Again"
    assert passwords.has_password(session, reader.person_id)
