"""Checking everything, handing it in, taking it back, and the receipt."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from lcassess.framework.catalogue import load
from lcassess.network.membership import Role
from lcassess.services.saving import save_focus_area
from lcassess.storage import assessments
from lcassess.storage.tables import AssessmentRow, MoveRow, PersonRow, RoundRow, SubmissionRow
from tests import factories
from tests.web.visiting import Desk, open_report, visit, words

LITERACY = "adult-literacy"


@pytest.fixture
def report(session):
    return open_report(session)


@pytest.fixture
def actor(session, report):
    return factories.coordinator(session, report.city)


@pytest.fixture
def client(app, session, actor):
    return visit(app, session, actor)


@pytest.fixture
def answer(session, report, actor):
    """Save fields of a focus area without the page."""

    def save(code, **typed):
        form = {name.replace("__", "-").replace("_", "-"): text for name, text in typed.items()}
        save_focus_area(session, actor, report.id, code, form, "en", datetime.now(UTC))

    return save


@pytest.fixture
def status(session, report):
    def read():
        session.rollback()
        return factories.found(session, report.id).status

    return read


def submit(client, report):
    desk = Desk(client, f"/assessments/{report.id}/submit")
    desk.page = client.get(f"/assessments/{report.id}/check").text
    return desk.save()


def withdraw(client, report):
    desk = Desk(client, f"/assessments/{report.id}/withdraw")
    desk.page = client.get(f"/assessments/{report.id}/check").text
    return desk.save()


class TestChecking:
    def test_every_question_is_listed_with_its_answer_or_as_not_provided(
        self, client, report, answer
    ):
        answer("1.1", adult_literacy_value="80", adult_literacy_year="2024")
        answer("1.1", volunteering_state="no_data")
        page = client.get(f"/assessments/{report.id}/check").text
        text = words(page)
        for indicator in load().indicators.values():
            assert indicator.name in text
            assert f"#{indicator.id}" in page
        assert text.count("Not provided") == 62
        assert "80\N{NO-BREAK SPACE}%" in page
        assert "2024" in text

    def test_the_counts_are_those_of_the_answers(self, client, report, answer):
        answer("1.1", adult_literacy_value="80", volunteering_state="no_data")
        answer("2.3", migrant_workers_training_state="not_applicable",
               migrant_workers_training_reason="none live here", poverty_state="later")  # fmt: skip
        answer("1.2", poverty_state="later")
        page = client.get(f"/assessments/{report.id}/check").text
        found = re.search(r'<dl class="count">(.*?)</dl>', page, re.DOTALL)[1]
        assert re.findall(r"<dd>(\d+)</dd>", found) == ["1", "1", "1", "1", "60"]

    def test_what_cannot_be_counted_is_said_and_stops_nothing(self, client, report, answer, status):
        answer("1.1", adult_literacy_value="many")
        assert "One answer cannot be counted as it stands." in words(
            client.get(f"/assessments/{report.id}/check").text
        )
        assert submit(client, report).status_code == 303
        assert status() == "submitted"

    @pytest.mark.parametrize(
        ("code", "typed", "sentence"),
        [
            ("1.3", {"domestic_waste_value": "1,234"}, "choose which of the two numbers"),
            ("1.1", {"election_turnout_state": "not_applicable"}, "say why it does not apply"),
        ],
    )
    def test_an_open_choice_or_a_missing_reason_has_to_be_settled_first(
        self, client, report, answer, status, code, typed, sentence
    ):
        page_before = client.get(f"/assessments/{report.id}/check").text
        answer(code, **typed)
        page = client.get(f"/assessments/{report.id}/check").text
        assert sentence in words(page)
        assert f"/assessments/{report.id}/{code}#" in page
        assert "/submit" not in page
        desk = Desk(client, f"/assessments/{report.id}/submit", page_before)
        response = desk.save()
        assert response.status_code == 409
        assert sentence in words(response.text)
        assert status() == "draft"

    def test_texts_stand_with_their_question(self, client, report, answer):
        answer("1.1", empowerment_and_cohesion_next_steps_value="More <b>evening</b> classes")
        page = client.get(f"/assessments/{report.id}/check").text
        assert "More &lt;b&gt;evening&lt;/b&gt; classes" in page

    def test_who_does_not_lead_the_city_reads_and_cannot_hand_in(self, app, session, report):
        for role in (Role.CONTRIBUTOR, Role.CERTIFIER, Role.READER):
            colleague = visit(app, session, factories.person(session, role, report.city))
            page = colleague.get(f"/assessments/{report.id}/check").text
            assert "/submit" not in page
            assert ">Change<" not in page


class TestHandingIn:
    def test_the_button_says_what_it_confirms(self, client, report):
        text = words(client.get(f"/assessments/{report.id}/check").text)
        assert "you confirm that you have checked the answers, blanks included" in text

    def test_it_leads_to_the_receipt(self, client, report, status):
        response = submit(client, report)
        assert response.location == f"/assessments/{report.id}/receipt"
        assert status() == "submitted"

    def test_pressing_twice_hands_in_once_and_leads_to_the_receipt(
        self, client, session, report, status
    ):
        page = client.get(f"/assessments/{report.id}/check").text
        for _time in range(2):
            response = Desk(client, f"/assessments/{report.id}/submit", page).save()
            assert response.location == f"/assessments/{report.id}/receipt"
        assert status() == "submitted"
        assert session.scalar(select(func.count(SubmissionRow.id))) == 1

    def test_what_a_colleague_handed_in_meanwhile_is_not_handed_in_again(
        self, app, client, session, report
    ):
        colleague = visit(app, session, factories.coordinator(session, report.city))
        page = colleague.get(f"/assessments/{report.id}/check").text
        submit(client, report)
        response = Desk(colleague, f"/assessments/{report.id}/submit", page).save()
        assert response.status_code == 409
        assert session.scalar(select(func.count(SubmissionRow.id))) == 1

    def test_after_the_closing_date_it_is_refused(self, client, session, report, status):
        page = client.get(f"/assessments/{report.id}/check").text
        past = datetime.now(UTC) - timedelta(seconds=1)
        session.execute(update(RoundRow).values(closes_at=past))
        session.commit()
        desk = Desk(client, f"/assessments/{report.id}/submit", page)
        assert desk.save().status_code == 409
        assert status() == "draft"
        assert "/submit" not in client.get(f"/assessments/{report.id}/check").text

    def test_an_empty_report_can_be_handed_in(self, client, report, status):
        assert submit(client, report).status_code == 303
        assert status() == "submitted"


class TestTakingBack:
    def test_it_is_a_draft_again_and_every_answer_is_there(self, client, report, answer, status):
        answer("1.1", adult_literacy_value="80")
        submit(client, report)
        assert withdraw(client, report).location == f"/assessments/{report.id}"
        assert status() == "draft"
        page = client.get(f"/assessments/{report.id}/1.1").text
        assert f'name="{LITERACY}-value" inputmode="decimal" value="80"' in page

    def test_taking_back_twice_takes_it_back_once(self, client, session, report, status):
        submit(client, report)
        page = client.get(f"/assessments/{report.id}/check").text
        for _time in range(2):
            desk = Desk(client, f"/assessments/{report.id}/withdraw", page)
            assert desk.save().location == f"/assessments/{report.id}"
        assert status() == "draft"
        moves = session.scalars(select(MoveRow.move).order_by(MoveRow.number)).all()
        assert moves == ["submit", "withdraw"]

    def test_what_uil_has_opened_stays_with_uil(self, client, session, report, status):
        submit(client, report)
        page = client.get(f"/assessments/{report.id}/check").text
        session.execute(
            update(AssessmentRow).where(AssessmentRow.id == report.id).values(status="in_review")
        )
        session.commit()
        desk = Desk(client, f"/assessments/{report.id}/withdraw", page)
        assert desk.save().status_code == 409
        assert status() == "in_review"


class TestReceipt:
    def test_it_says_what_was_handed_in_when_and_by_whom(
        self, client, session, report, answer, actor
    ):
        answer("1.1", adult_literacy_value="80", adult_literacy_source="Census <2024>")
        submit(client, report)
        page = client.get(f"/assessments/{report.id}/receipt").text
        text = words(page)
        sent = assessments.last_submission(session, report.id)
        for fact in (report.city.name, actor.name, sent.fingerprint, "80", "Census <2024>", "UTC"):
            assert fact in text
        for indicator in load().indicators.values():
            assert indicator.name in text

    def test_it_shows_the_version_handed_in_whatever_happened_since(
        self, client, report, answer, status
    ):
        answer("1.1", adult_literacy_value="80")
        submit(client, report)
        withdraw(client, report)
        answer("1.1", adult_literacy_value="85", adult_literacy_version="1")
        assert client.get(f"/assessments/{report.id}/receipt").status_code == 404
        submit(client, report)
        assert "85" in words(client.get(f"/assessments/{report.id}/receipt").text)
        assert status() == "submitted"

    def test_it_says_up_to_where_it_vouches_for_the_history(self, client, session, report, answer):
        answer("1.1", adult_literacy_value="80")
        submit(client, report)
        page = client.get(f"/assessments/{report.id}/receipt").text
        sent = assessments.last_submission(session, report.id)
        assert "vouches for the first 2 entries of the city's history" in words(page)
        assert sent.head_hash in words(page)
        given = client.get(f"/assessments/{report.id}/receipt.json").json
        assert f"/assessments/{report.id}/receipt.json" in page
        assert given["chain"] == {"number": 2, "hash": sent.head_hash}
        assert given["fingerprint"] == sent.fingerprint

    def test_before_handing_in_there_is_none(self, client, report):
        assert client.get(f"/assessments/{report.id}/receipt").status_code == 404

    def test_a_name_changed_later_leaves_the_receipt_as_it_was(
        self, client, session, report, actor
    ):
        submit(client, report)
        session.execute(
            update(PersonRow).where(PersonRow.id == actor.person_id).values(name="Somebody Else")
        )
        session.commit()
        assert actor.name in words(client.get(f"/assessments/{report.id}/receipt").text)
