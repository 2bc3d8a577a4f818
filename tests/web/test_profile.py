"""The city's profile: which territory the figures cover, and how many people live there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lcassess.network.membership import Role
from lcassess.services import submitting
from lcassess.storage import cities
from tests import factories
from tests.web.visiting import Desk, fields, open_report, visit, words

GOOD = {
    "boundary": "municipality",
    "population": "412 000",
    "year": "2025",
    "source": "Register <2025>",
}


@pytest.fixture
def report(session):
    return open_report(session)


@pytest.fixture
def actor(session, report):
    return factories.coordinator(session, report.city)


@pytest.fixture
def desk(app, session, report, actor):
    return Desk(visit(app, session, actor), f"/assessments/{report.id}/profile")


@pytest.fixture
def kept(session, report):
    def read():
        session.rollback()
        return cities.populations(session, report.city.id)

    return read


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_asks_before_it_knows(desk, language):
    page = desk.open(lang=language)
    form = fields(page, desk.address)
    assert form["population"] == ""
    assert "boundary" not in form


def test_what_is_saved_is_read_back(desk, report, kept):
    response = desk.save(GOOD)
    assert response.status_code == 303
    assert response.location == f"/assessments/{report.id}"
    (found,) = kept()
    assert (found.boundary, found.population, found.year) == ("municipality", 412_000, 2025)
    page = desk.open()
    assert fields(page, desk.address)["boundary"] == "municipality"
    assert "Register <2025>" in words(page)


def test_another_year_is_another_figure_and_the_same_year_replaces_it(desk, kept):
    desk.save(GOOD)
    desk.save(GOOD | {"year": "2024", "population": "410000"})
    desk.save(GOOD | {"population": "413000"})
    assert {(p.year, p.population) for p in kept()} == {(2025, 413_000), (2024, 410_000)}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"boundary": ""}, "boundary"),
        ({"boundary": "moon"}, "boundary"),
        ({"population": ""}, "population"),
        ({"population": "many"}, "population"),
        ({"population": "0"}, "population"),
        ({"population": "-5"}, "population"),
        ({"population": "1.5"}, "population"),
        ({"population": "9" * 15}, "population"),
        ({"population": "nan"}, "population"),
        ({"year": ""}, "year"),
        ({"year": "25"}, "year"),
        ({"year": "2999"}, "year"),
    ],
)
def test_what_cannot_be_is_named_at_its_field_and_nothing_is_saved(desk, kept, changed, field):
    response = desk.save(GOOD | changed)
    assert response.status_code == 422
    assert "<title>Error:" in response.text
    assert f'href="#{field}"' in response.text
    kept_input = fields(response.text, desk.address)
    assert kept_input["source"] == GOOD["source"]
    if field != "boundary":
        assert kept_input[field] == changed[field]
    assert kept() == []


def test_a_number_with_two_readings_is_asked_about(desk, kept):
    desk.open(lang="fr")
    response = desk.save(GOOD | {"population": "412.345"})
    assert response.status_code == 422
    assert 'name="population-reading" value="grouping"' in response.text
    assert desk.save({"population-reading": "grouping"}).status_code == 303
    assert kept()[0].population == 412_345


def test_a_reading_that_leaves_no_whole_number_is_refused(desk, kept):
    desk.open(lang="fr")
    desk.save(GOOD | {"population": "412.345"})
    assert desk.save({"population-reading": "decimal"}).status_code == 422
    assert desk.save({"population-reading": "backwards"}).status_code == 422
    assert kept() == []


def test_digits_of_any_script_are_read(desk, kept):
    desk.save(GOOD | {"population": "٤١٢٠٠٠"})
    assert kept()[0].population == 412_000


def test_a_very_long_source_is_kept_or_refused_in_words(desk):
    response = desk.save(GOOD | {"source": "x" * 5_000})
    assert response.status_code in {303, 422}


def test_who_does_not_lead_the_city_only_reads(app, session, report, desk, kept):
    desk.save(GOOD)
    for role in (Role.CONTRIBUTOR, Role.CERTIFIER, Role.READER):
        person = factories.person(session, role, report.city)
        other = Desk(visit(app, session, person), desk.address)
        page = other.open()
        assert "412,000" in words(page)
        assert f'action="{desk.address}"' not in page
        form = {"csrf_token": fields(page, "/sign-out")["csrf_token"]} | GOOD | {"year": "2023"}
        assert other.client.post(desk.address, data=form).status_code == 403
    assert len(kept()) == 1


def test_once_handed_in_it_cannot_be_changed(session, report, actor, desk, kept):
    page = desk.open()
    submitting.submit(session, actor, report.id, datetime.now(UTC))
    desk.page = page
    assert desk.save(GOOD).status_code == 409
    assert kept() == []
    assert f'action="{desk.address}"' not in desk.open()
