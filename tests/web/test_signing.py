"""The pages of whoever signs and endorses, and completing one focus area."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lcassess.assessment.status import Status
from lcassess.framework.catalogue import load
from lcassess.network.membership import Role
from tests import factories
from tests.services.stage import Stage
from tests.web.visiting import Desk, visit, words


@pytest.fixture
def stage(session):
    return Stage(session, now=datetime.now(UTC))


@pytest.fixture
def browser(app, session, stage):
    return lambda role: visit(app, session, stage[role])


def post(client, address, page, **changes):
    """Post a form of a page that was opened."""
    return Desk(client, address, client.get(page).text).save(changes)


class TestSigning:
    def test_the_certifier_reads_everything_and_signs(self, stage, browser):
        stage.save(adult_literacy_value="80")
        stage.submit()
        client, page = browser(Role.CERTIFIER), f"/assessments/{stage.id}/sign"
        text = words(client.get(page).text)
        assert all(i.name in text for i in load().indicators.values())
        assert "80" in text
        response = post(client, page, page, name="Helena Costa", function="Mayor")
        assert response.location == f"/assessments/{stage.id}/receipt"
        assert stage.status is Status.SUBMITTED
        assert "Helena Costa" in words(client.get(response.location).text)
        story = words(client.get(f"/assessments/{stage.id}").text)
        assert "Helena Costa (Mayor) signed it" in story

    @pytest.mark.parametrize(("name", "function"), [("", "Mayor"), ("Helena", "")])
    def test_without_name_or_function_it_is_asked_again(self, stage, browser, name, function):
        stage.submit()
        client, page = browser(Role.CERTIFIER), f"/assessments/{stage.id}/sign"
        response = post(client, page, page, name=name, function=function)
        assert response.status_code == 400
        assert "Enter your" in words(response.text)
        assert stage.status is Status.SIGNING

    def test_pressed_twice_it_is_signed_once(self, stage, browser):
        stage.submit()
        client, page = browser(Role.CERTIFIER), f"/assessments/{stage.id}/sign"
        opened = client.get(page).text
        for _time in range(2):
            response = Desk(client, page, opened).save({"name": "A", "function": "Mayor"})
            assert response.location == f"/assessments/{stage.id}/receipt"
        assert [move[0] for move in stage.moves()].count("sign") == 1

    def test_who_comes_too_late_is_told_what_was_done(self, stage, browser):
        stage.submit()
        client, page = browser(Role.CERTIFIER), f"/assessments/{stage.id}/sign"
        opened = client.get(page).text
        stage.withdraw()
        response = Desk(client, page, opened).save({"name": "A", "function": "Mayor"})
        assert response.status_code == 409
        text = words(response.text)
        assert f"{stage[Role.COORDINATOR].name} took the report back" in text
        assert "nothing was done" in text

    def test_declined_the_coordinator_reads_why(self, stage, browser):
        stage.submit()
        page = f"/assessments/{stage.id}/sign"
        refused = f"/assessments/{stage.id}/decline"
        client = browser(Role.CERTIFIER)
        assert post(client, refused, page, reason=" ").status_code == 400
        response = post(client, refused, page, reason="Check <2.3>")
        assert response.location == f"/assessments/{stage.id}"
        assert "Check <2.3>" in words(browser(Role.COORDINATOR).get(response.location).text)

    def test_a_colleague_reads_the_page_without_the_form(self, stage, browser):
        stage.submit()
        page = browser(Role.COORDINATOR).get(f"/assessments/{stage.id}/sign").text
        assert "<textarea" not in page

    def test_handed_in_to_be_signed_it_leads_to_the_task_list(self, stage, browser):
        client = browser(Role.COORDINATOR)
        opened = client.get(f"/assessments/{stage.id}/check").text
        for _time in range(2):
            response = Desk(client, f"/assessments/{stage.id}/submit", opened).save()
            assert response.location == f"/assessments/{stage.id}"
        page = client.get(response.location).text
        assert f"/assessments/{stage.id}/sign" in page
        assert "waits for a signature" in words(page)


class TestEndorsing:
    def test_the_commission_finds_reads_and_endorses_it(self, stage, browser):
        stage.bring_to(Status.SUBMITTED)
        client, page = browser(Role.COMMISSION), f"/assessments/{stage.id}/endorse"
        assert page in client.get("/assessments").text
        opened = client.get(page).text
        for _time in range(2):
            response = Desk(client, page, opened).save({"advice": "Well prepared"})
            assert response.location == page
        assert stage.status is Status.ENDORSED
        assert "Well prepared" in words(client.get(page).text)
        assert "<textarea" not in client.get(page).text

    def test_who_may_read_it_otherwise_does_not_endorse(self, stage, browser):
        stage.bring_to(Status.SUBMITTED)
        for role in (Role.COORDINATOR, Role.REVIEWER):
            assert browser(role).get(f"/assessments/{stage.id}/endorse").status_code == 403


class TestCompleting:
    def address(self, stage, code="1.1"):
        return f"/assessments/{stage.id}/{code}/check"

    def test_said_complete_the_task_list_says_so_whatever_is_filled_in(self, stage, browser):
        client = browser(Role.COORDINATOR)
        address = self.address(stage)
        assert "Completed" not in words(client.get(f"/assessments/{stage.id}").text)
        response = post(client, address, address, complete="yes")
        assert response.location == f"/assessments/{stage.id}"
        assert "Completed" in words(client.get(response.location).text)
        post(client, address, address, complete="later")
        assert "Completed" not in words(client.get(response.location).text)

    def test_without_a_choice_it_is_asked_again(self, stage, browser):
        client, address = browser(Role.COORDINATOR), self.address(stage)
        response = post(client, address, address)
        assert response.status_code == 400
        assert "Choose whether it is complete" in words(response.text)

    def test_it_lists_the_answers_of_this_focus_area_alone(self, stage, browser):
        stage.save(adult_literacy_value="80")
        text = words(browser(Role.COORDINATOR).get(self.address(stage)).text)
        framework = load()
        for code, focus_area in framework.by_code.items():
            for indicator in focus_area.indicators:
                assert (indicator.name in text) is (code == "1.1")

    def test_what_is_frozen_cannot_be_completed(self, stage, browser):
        client, address = browser(Role.COORDINATOR), self.address(stage)
        opened = client.get(address).text
        stage.submit()
        assert Desk(client, address, opened).save({"complete": "yes"}).status_code == 409
        assert "<form" not in client.get(address).text.partition("<main")[2].partition("</main")[0]

    def test_who_does_not_answer_it_reads_only(self, app, session, stage):
        lent = factories.person(session, Role.CONTRIBUTOR, stage.report.city, focus_areas=("2.3",))
        page = visit(app, session, lent).get(self.address(stage)).text
        assert 'name="complete"' not in page
