"""Two people at the same question: nothing is overwritten unseen, and the choice is theirs."""

from __future__ import annotations

import pytest

from lcassess.storage import answers
from tests import factories
from tests.web.visiting import Desk, fields, open_report, visit, words

LITERACY = "adult-literacy"
TEXT = "empowerment-and-cohesion-next-steps"


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
def clash(app, session, report, amina, li):
    """Let Amina save something while Li's page is open; Li saves something else."""

    def happen(hers, his):
        address = f"/assessments/{report.id}/1.1"
        first, second = (Desk(visit(app, session, who), address) for who in (amina, li))
        first.open()
        second.open()
        assert first.save(hers).status_code == 303
        return second, second.save(his)

    return happen


@pytest.fixture
def kept(session, report):
    def read(name=LITERACY):
        session.rollback()
        found = answers.texts_of if name == TEXT else answers.of
        return found(session, report.id)[name]

    return read


def test_both_values_are_shown_with_who_and_when(clash, kept, amina):
    _desk, response = clash({f"{LITERACY}-value": "80"}, {f"{LITERACY}-value": "84"})
    assert response.status_code == 409
    assert "<title>Error:" in response.text
    assert f'href="#{LITERACY}-conflict"' in response.text
    text = words(response.text)
    assert f"{amina.name} saved something else here" in text
    assert "UTC" in text
    assert "Ours, as typed: 84" in text
    assert "Theirs, as saved: 80" in text
    assert "Not everything is saved yet" in response.text
    assert str(kept().value) == "80"


def test_all_other_answers_of_the_page_are_saved(clash, kept):
    his = {f"{LITERACY}-value": "84", "volunteering-value": "30", f"{TEXT}-value": "Go on."}
    clash({f"{LITERACY}-value": "80"}, his)
    assert str(kept("volunteering").value) == "30"
    assert kept(TEXT).value == "Go on."


def test_nothing_of_the_answer_in_conflict_is_written(clash, kept):
    clash({f"{LITERACY}-value": "80"}, {f"{LITERACY}-value": "84", f"{LITERACY}-note": "his"})
    assert kept().note == ""


@pytest.mark.parametrize(("choice", "value"), [("yours", "84"), ("theirs", "80")])
def test_the_side_that_is_chosen_stands(clash, kept, choice, value):
    desk, _response = clash({f"{LITERACY}-value": "80"}, {f"{LITERACY}-value": "84"})
    assert desk.save({f"{LITERACY}-choice": choice}).status_code == 303
    assert str(kept().value) == value


def test_what_was_in_no_conflict_is_kept_on_either_side(clash, kept):
    hers = {f"{LITERACY}-value": "80", f"{LITERACY}-year": "2024"}
    his = {f"{LITERACY}-value": "84", f"{LITERACY}-note": "his"}
    desk, _response = clash(hers, his)
    desk.save({f"{LITERACY}-choice": "theirs"})
    assert (str(kept().value), kept().year, kept().note) == ("80", "2024", "his")


def test_what_the_other_changed_alone_is_not_taken_back_by_our_choice(clash, kept):
    hers = {f"{LITERACY}-value": "80", f"{LITERACY}-year": "2024"}
    desk, _response = clash(hers, {f"{LITERACY}-value": "84"})
    desk.save({f"{LITERACY}-choice": "yours"})
    assert (str(kept().value), kept().year) == ("84", "2024")


def test_without_a_choice_the_same_question_is_asked_again(clash, kept):
    desk, _response = clash({f"{LITERACY}-value": "80"}, {f"{LITERACY}-value": "84"})
    for _time in range(2):
        response = desk.save()
        assert response.status_code == 409
        assert "Ours, as typed: 84" in words(response.text)
    assert (str(kept().value), kept().version) == ("80", 1)
    assert desk.save({f"{LITERACY}-choice": "yours"}).status_code == 303
    assert (str(kept().value), kept().version) == ("84", 2)


def test_what_is_corrected_while_choosing_is_what_stands(clash, kept):
    desk, _response = clash({f"{LITERACY}-value": "80"}, {f"{LITERACY}-value": "84"})
    desk.save({f"{LITERACY}-choice": "yours", f"{LITERACY}-value": "82"})
    assert str(kept().value) == "82"


def test_a_third_save_between_conflict_and_choice_is_a_conflict_again(
    clash, kept, app, session, amina
):
    desk, _response = clash({f"{LITERACY}-value": "80"}, {f"{LITERACY}-value": "84"})
    third = Desk(visit(app, session, amina), desk.address)
    third.save({f"{LITERACY}-value": "81"})
    response = desk.save({f"{LITERACY}-choice": "yours"})
    assert response.status_code == 409
    assert "Theirs, as saved: 81" in words(response.text)
    assert str(kept().value) == "81"


def test_the_same_answer_from_two_people_is_no_conflict(clash, kept):
    typed = {f"{LITERACY}-value": "80"}
    _desk, response = clash(typed, {f"{LITERACY}-value": "80.0"})
    assert response.status_code == 303
    assert kept().version == 1


def test_states_and_notes_are_shown_in_words(clash):
    hers = {f"{LITERACY}-state": "no_data", "volunteering-note": "hers"}
    his = {f"{LITERACY}-value": "84", "volunteering-note": "his"}
    _desk, response = clash(hers, his)
    text = words(response.text)
    assert "Theirs, as saved: No data" in text
    assert "Ours, as typed: his" in text
    assert "Theirs, as saved: hers" in text


def test_choices_in_conflict_are_named_as_on_the_form(clash):
    hers = {f"{LITERACY}-grade": "official", f"{LITERACY}-territory": "wider"}
    his = {f"{LITERACY}-grade": "estimate", f"{LITERACY}-territory": "national"}
    _desk, response = clash(hers, his)
    text = words(response.text)
    assert "Theirs, as saved: Official statistics; A wider area" in text


def test_texts_are_in_conflict_like_answers(clash, kept):
    desk, response = clash({f"{TEXT}-value": "Hers."}, {f"{TEXT}-value": "His."})
    assert response.status_code == 409
    assert "Theirs, as saved: Hers." in words(response.text)
    assert desk.save({f"{TEXT}-choice": "yours"}).status_code == 303
    assert kept(TEXT).value == "His."


@pytest.mark.parametrize("choice", ["yours", "theirs"])
def test_a_text_takes_either_side(clash, kept, choice):
    desk, _response = clash({f"{TEXT}-value": "Hers."}, {f"{TEXT}-value": "His."})
    desk.save({f"{TEXT}-choice": choice})
    assert kept(TEXT).value == {"yours": "His.", "theirs": "Hers."}[choice]


def test_two_hostile_texts_are_shown_as_text(clash):
    script = "<script>alert('{}')</script>"
    _desk, response = clash(
        {f"{LITERACY}-note": script.format("hers"), f"{TEXT}-value": script.format("hers")},
        {f"{LITERACY}-note": script.format("his"), f"{TEXT}-value": script.format("his")},
    )
    assert response.status_code == 409
    assert words(response.text).count(script.format("hers")) == 2
    assert "<script>alert" not in response.text


@pytest.mark.parametrize("forged", ["", "x", "-1", "7"])
def test_a_forged_conflict_field_overwrites_nothing(clash, kept, forged):
    desk, _response = clash({f"{LITERACY}-value": "80"}, {f"{LITERACY}-value": "84"})
    form = fields(desk.page, desk.address)
    form[f"{LITERACY}-conflict"] = forged
    assert desk.client.post(desk.address, data=form).status_code == 409
    assert str(kept().value) == "80"


def test_the_page_of_a_conflict_is_in_the_persons_language(clash, app, session, report, li):
    Desk(visit(app, session, li), f"/assessments/{report.id}/1.1").open(lang="fr")
    desk, _response = clash({f"{LITERACY}-value": "80"}, {f"{LITERACY}-value": "84"})
    page = desk.client.post(f"{desk.address}?lang=fr", data=fields(desk.page, desk.address)).text
    assert '<html lang="fr"' in page
    assert "Ours, as typed" not in page
