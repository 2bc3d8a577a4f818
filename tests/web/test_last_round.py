"""The last round beside the question: shown, never in the field, and taken over by a button."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lcassess.framework import catalogue
from lcassess.framework.model import Kind
from lcassess.services.saving import save_focus_area
from lcassess.services.submitting import submit
from lcassess.storage import answers
from tests import factories
from tests.web.visiting import Desk, fields, open_report, visit, words

LITERACY, VOLUNTEERING = "adult-literacy", "volunteering"
TEXT = "empowerment-and-cohesion-next-steps"
THEN = datetime.now(UTC) - timedelta(days=700)
FRAMEWORK = catalogue.load()


@pytest.fixture
def report(session):
    return open_report(session)


@pytest.fixture
def actor(session, report):
    return factories.coordinator(session, report.city)


@pytest.fixture
def said(session, report, actor):
    """Let the city hand in a report two years before."""

    def happen(code="1.1", language="en", **form):
        dates = {"opens_at": THEN - timedelta(days=9), "closes_at": THEN + timedelta(days=9)}
        before = factories.report(
            session, report.city, factories.round_(session, name="Round before", **dates)
        )
        posted = {name.replace("_", "-"): text for name, text in form.items()}
        save_focus_area(session, actor, before.id, code, posted, language, THEN)
        submit(session, actor, before.id, THEN)
        return before

    return happen


@pytest.fixture
def desk(app, session, report, actor):
    return lambda code="1.1": Desk(visit(app, session, actor), f"/assessments/{report.id}/{code}")


def kept(session, report, name=LITERACY):
    session.rollback()
    return answers.of(session, report.id).get(name)


def patched(desk, report, version, parts):
    """Save as the page does by itself, and give its reply."""
    token = fields(desk.page, desk.address)["csrf_token"]
    headers = {"X-CSRFToken": token, "If-Match": f'"{version}"', "Prefer": "return=representation"}
    address = f"/assessments/{report.id}/answers/{LITERACY}"
    return desk.client.patch(address, json=parts, headers=headers).get_json()


def press(desk, button, name=LITERACY, **typed):
    desk.open()
    return desk.save({button: name} | typed)


SAID = {
    "adult_literacy_value": "81.5",
    "adult_literacy_year": "2023",
    "adult_literacy_source": "Census",
    "adult_literacy_grade": "register",
    "adult_literacy_note": "with care",
}


def test_it_stands_beside_the_question_with_its_date_and_author_and_not_in_the_field(
    desk, said, actor
):
    said(**SAID)
    page = desk().open()
    text = words(page)
    assert "Round before 81.5 %" in text
    for part in ("2023", "Census", "Register of the city", actor.name, str(THEN.year)):
        assert part in text
    assert fields(page, desk().address)[f"{LITERACY}-value"] == ""


def test_without_an_earlier_report_nothing_stands_there(desk):
    assert "Last round" not in desk().open()


def test_a_draft_of_an_earlier_round_is_no_last_round(desk, session, report, actor):
    dates = {"opens_at": THEN, "closes_at": THEN + timedelta(days=9)}
    before = factories.report(session, report.city, factories.round_(session, **dates))
    save_focus_area(session, actor, before.id, "1.1", {f"{LITERACY}-value": "81.5"}, "en", THEN)
    assert "81.5" not in desk().open()


def test_another_citys_last_round_is_not_shown(said, app, session):
    said(**SAID)
    other = open_report(session)
    stranger = visit(app, session, factories.coordinator(session, other.city))
    assert "Last round" not in stranger.get(f"/assessments/{other.id}/1.1").text


def test_still_true_copies_all_but_the_year_and_asks_for_it(desk, said, session, report):
    said(**SAID)
    page = desk()
    assert press(page, "still-true").status_code == 303
    answer = kept(session, report)
    assert (str(answer.value), answer.source, answer.grade) == ("81.5", "Census", "register")
    assert (answer.year, answer.note) == ("", "")
    assert "Of which year is it now?" in words(page.open())
    for year, asked in (("", True), ("2025", False)):
        found = patched(page, report, answer.version, {"note": year, "year": year})
        assert ("Of which year is it now?" in found["card"]["problems"]) == asked
        assert ("Of which year is it now?" in words(page.open())) == asked


def test_a_year_that_was_typed_already_stays(desk, said, session, report):
    said(**SAID)
    press(desk(), "still-true", **{f"{LITERACY}-year": "2025"})
    assert kept(session, report).year == "2025"


def test_another_figure_without_a_year_is_not_asked_that(desk, said):
    said(**SAID)
    page = desk()
    page.save({f"{LITERACY}-value": "83"})
    assert "Of which year is it now?" not in words(page.open())


def test_no_longer_known_says_so(desk, said, session, report):
    said(**SAID)
    press(desk(), "no-longer-known")
    assert kept(session, report).state == "no_data"


def test_a_figure_typed_in_french_means_the_same_in_english(desk, said, session, report):
    said(language="fr", adult_literacy_numerator="4 312,5", adult_literacy_denominator="6 208")
    press(desk(), "still-true")
    answer = kept(session, report)
    assert (str(answer.numerator), str(answer.denominator)) == ("4312.5", "6208")


FIGURES = {
    Kind.SHARE: {"value": "12.345"},
    Kind.RATE: {"value": "1.5"},
    Kind.NUMBER: {"value": "2.5"},
    Kind.LEVEL: {"value": "3"},
}


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_answer_can_be_true_still(desk, said, session, report, kind):
    indicator = next(i for i in FRAMEWORK.indicators.values() if i.kind is kind)
    code = FRAMEWORK.home[indicator.id].code
    parts = [part.id for part in indicator.parts]
    figure = FIGURES.get(kind) or {
        f"value-{part}": "0.5" if n else str(100 - 0.5 * (len(parts) - 1))
        for n, part in enumerate(parts)
    }
    before = said(code, **{f"{indicator.id}-{part}": text for part, text in figure.items()})
    then = kept(session, before, indicator.id)
    assert then.mark is None
    press(desk(code), "still-true", indicator.id)
    now = kept(session, report, indicator.id)
    assert (now.value, now.shares, now.state) == (then.value, then.shares, then.state)


@pytest.mark.parametrize("name", ["no-such-question", "employment-rate", VOLUNTEERING])
def test_a_question_without_last_round_cannot_be_true_still(desk, said, name):
    said(**SAID)
    page = desk()
    page.open()
    assert page.save({"still-true": name}).status_code == 404


def test_what_is_answered_already_has_no_button(desk, said):
    said(**SAID)
    page = desk()
    page.save({f"{LITERACY}-value": "83"})
    assert 'name="still-true"' not in page.open()


def test_a_text_of_the_last_round_is_shown_as_well(desk, said):
    said(empowerment_and_cohesion_next_steps_value="Read aloud in parks.")
    page = desk().open()
    assert "Read aloud in parks." in words(page)
    assert fields(page, desk().address)[f"{TEXT}-value"] == ""


def test_uil_does_not_see_it(said, app, session, report, actor):
    said(**SAID)
    submit(session, actor, report.id, datetime.now(UTC))
    reviewer = factories.person(session, factories.Role.REVIEWER)
    page = visit(app, session, reviewer).get(f"/assessments/{report.id}/1.1").text
    assert "81.5" not in page


def test_every_answer_leads_to_its_history(desk):
    page = desk()
    page.save({f"{LITERACY}-value": "83", f"{TEXT}-value": "Go on."})
    shown = page.open()
    for name in (LITERACY, TEXT):
        assert f'href="history/{name}"' in shown
        assert (
            page.client.get(page.address.removesuffix("1.1") + f"history/{name}").status_code == 200
        )
    assert f'href="history/{VOLUNTEERING}"' not in shown
