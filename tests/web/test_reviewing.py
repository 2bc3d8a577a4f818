"""The pages of reviewers, and what a city sees of its review."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from lcassess.accounts import passwords
from lcassess.accounts.tables import SignInRow
from lcassess.assessment.remarks import Verdict
from lcassess.assessment.status import Status
from lcassess.network.membership import Role
from lcassess.storage.tables import LookRow, RemarkRow, ReplyRow, ReviewerRow
from tests import factories
from tests.services.stage import Stage
from tests.web.visiting import Desk, fields, visit, words

PASSWORD = "four quiet herons at noon"
LEVEL, AREA = "leadership", "3.1"
DAY = (datetime.now(UTC) + timedelta(days=20)).date().isoformat()


@pytest.fixture
def stage(session):
    stage = Stage(session, signed=False, now=datetime.now(UTC))
    stage.save(AREA, leadership_value="3")
    return stage


@pytest.fixture
def browser(app, session, stage):
    return lambda role: visit(app, session, stage[role])


@pytest.fixture
def review(stage):
    return f"/reviews/{stage.id}"


def post(client, address, page, **changes):
    """Post a form of a page that is opened for it."""
    changes = {name.replace("__", "."): value for name, value in changes.items()}
    return Desk(client, address, client.get(page).text).save(changes)


def remark(client, review, text="Little evidence", level="2"):
    address = f"{review}/{AREA}"
    return post(client, address, address, **{f"{LEVEL}-remark": text, f"{LEVEL}-level": level})


def rows(session, table):
    session.rollback()
    return session.scalars(select(table)).all()


class TestList:
    def test_it_says_what_waits_for_whom_and_how_much_each_has(self, stage, browser):
        stage.bring_to(Status.SUBMITTED)
        reviewer = stage[Role.REVIEWER]
        text = words(browser(Role.REVIEWER).get("/reviews").text)
        assert "Waiting for you" in text
        assert text.count(stage.report.city.name) >= 2
        assert reviewer.name in text
        assert f"{stage[Role.COORDINATOR].name} handed in the report" in text

    def test_drafts_are_listed_on_demand(self, stage, browser):
        client = browser(Role.ADMINISTRATOR)
        assert stage.report.city.name not in words(client.get("/reviews").text)
        assert stage.report.city.name in words(client.get("/reviews?show=all").text)

    def test_only_uil_opens_it(self, browser):
        assert browser(Role.COORDINATOR).get("/reviews").status_code == 403
        assert browser(Role.READER).get("/reviews").status_code == 403


class TestReview:
    def test_of_a_draft_only_counts_are_seen(self, browser, review):
        page = browser(Role.REVIEWER).get(review).text
        assert "Nothing of it is with UIL" in words(page)
        assert "1 of 3" in words(page)
        assert f"{review}/{AREA}" not in page
        assert browser(Role.REVIEWER).get(f"{review}/{AREA}").status_code == 404

    def test_the_whole_way_from_opening_to_acceptance(self, session, stage, browser, review):
        stage.bring_to(Status.SUBMITTED)
        reviewer, city = browser(Role.REVIEWER), browser(Role.COORDINATOR)
        assert post(reviewer, f"{review}/open", review).location == review
        assert remark(reviewer, review).status_code == 303
        assert post(reviewer, f"{review}/accept", review).status_code == 409
        assert post(reviewer, f"{review}/replies", review, until=DAY).location == review
        page = f"/assessments/{stage.id}/remarks"
        text = words(city.get(page).text)
        assert "Proposes level 2 instead of 3." in text
        assert "You can reply until" in text
        reply = {f"{LEVEL}-verdict": "disagree", f"{LEVEL}-text": "See the plan"}
        assert post(city, page, page, **reply).location == page
        assert "See the plan" in words(reviewer.get(f"{review}/{AREA}").text)
        assert post(reviewer, f"{review}/accept", review).location == review
        assert stage.status is Status.ACCEPTED
        sentence = "The city gave level 3, the reviewer 2; 2.5 is scored."
        assert sentence in words(city.get(page).text)
        assert sentence in words(city.get(f"/assessments/{stage.id}/versions/1").text)
        assert len(rows(session, ReplyRow)) == 1

    def test_parts_are_sent_back_with_reasons(self, stage, browser, review):
        stage.bring_to(Status.IN_REVIEW)
        client = browser(Role.REVIEWER)
        back = {"area": "2.3", "reason-2__3": "Which year?", "due": DAY}
        assert post(client, f"{review}/return", review, **back).location == review
        assert stage.report.returned_areas == ("2.3",)
        story = words(browser(Role.COORDINATOR).get(f"/assessments/{stage.id}").text)
        assert "Which year?" in story
        assert "UIL has sent back 2.3" in story

    @pytest.mark.parametrize(
        ("form", "sentence"),
        [
            ({"due": DAY}, "Choose at least one focus area"),
            ({"area": "2.3", "due": DAY}, "Say what should be changed in 2.3"),
            ({"area": "2.3", "reason-2__3": "Why", "due": "soon"}, "Enter a day to come"),
            ({"area": "2.3", "reason-2__3": "Why", "due": "2020-01-01"}, "Enter a day to come"),
        ],
    )
    def test_what_is_missing_is_said_and_what_was_typed_stays(
        self, stage, browser, review, form, sentence
    ):
        stage.bring_to(Status.IN_REVIEW)
        response = post(browser(Role.REVIEWER), f"{review}/return", review, **form)
        assert response.status_code == 400
        assert sentence in words(response.text)
        assert 'name="area" value="2.3" checked' in response.text or "area" not in form
        assert stage.status is Status.IN_REVIEW

    def test_an_administrator_opens_an_accepted_report_for_a_correction(
        self, stage, browser, review
    ):
        stage.bring_to(Status.ACCEPTED)
        assert "/return" not in browser(Role.REVIEWER).get(review).text
        form = {"area": AREA, "reason-3__1": "A slip", "due": DAY}
        client = browser(Role.ADMINISTRATOR)
        assert post(client, f"{review}/return", review, **form).location == review
        assert stage.status is Status.RETURNED
        assert "for a correction" in words(client.get(review).text)

    def test_a_city_that_was_late_gets_more_time(self, stage, browser, review):
        stage.bring_to(Status.RETURNED)
        client, address = browser(Role.REVIEWER), f"{review}/due"
        assert post(client, address, review, later=DAY).status_code == 400
        assert post(client, address, review, later="soon", why="Illness").status_code == 400
        assert post(client, address, review, later=DAY, why="Illness").location == review
        assert stage.report.due_at.date().isoformat() == DAY

    def test_an_administrator_gives_it_to_reviewers(self, session, browser, review):
        second = factories.person(session, Role.REVIEWER)
        compatriot = factories.person(session, Role.REVIEWER, country="FR")
        client, address = browser(Role.ADMINISTRATOR), f"{review}/reviewers"
        page = client.get(review).text
        assert second.name in words(page)
        assert compatriot.name not in words(page)
        assert post(client, address, review, reviewer=str(second.person_id)).location == review
        assert [row.person_id for row in rows(session, ReviewerRow)] == [second.person_id]
        refused = post(client, address, review, reviewer=str(compatriot.person_id))
        assert refused.status_code == 400
        assert browser(Role.REVIEWER).get(review).status_code == 200
        assert "/accept" not in browser(Role.REVIEWER).get(review).text


class TestRemarks:
    def test_what_somebody_else_wrote_meanwhile_is_shown_beside_ones_own(
        self, app, session, stage, browser, review
    ):
        stage.bring_to(Status.IN_REVIEW)
        second = factories.person(session, Role.REVIEWER)
        stage.give(stage[Role.REVIEWER], second)
        other, address = visit(app, session, second), f"{review}/{AREA}"
        desk = Desk(other, address, other.get(address).text)
        remark(browser(Role.REVIEWER), review, "Theirs")
        response = desk.save({f"{LEVEL}-remark": "Mine"})
        assert response.status_code == 409
        assert "Theirs" in words(response.text)
        assert ">Mine</textarea>" in response.text
        assert len(rows(session, RemarkRow)) == 1
        assert desk.save().status_code == 303
        assert [row.text for row in rows(session, RemarkRow)] == ["Theirs", "Mine"]

    def test_saving_a_page_without_a_change_writes_nothing(self, session, stage, browser, review):
        stage.bring_to(Status.IN_REVIEW)
        client, address = browser(Role.REVIEWER), f"{review}/{AREA}"
        remark(client, review)
        post(client, address, address)
        assert len(rows(session, RemarkRow)) == 1

    def test_what_changed_since_the_version_before_is_shown(self, stage, browser, review):
        stage.bring_to(Status.IN_REVIEW)
        stage.send_back(AREA)
        stage.save(AREA, leadership_value="4", leadership_version="1")
        stage.hand_in()
        page = browser(Role.REVIEWER).get(f"{review}/{AREA}").text
        assert "In the version before: Level 3" in words(page)
        changes = words(browser(Role.COORDINATOR).get(f"/assessments/{stage.id}/versions").text)
        assert re.search(r"Level 4 .* Level 3", changes)

    def test_after_acceptance_nothing_is_remarked(self, stage, browser, review):
        stage.bring_to(Status.IN_REVIEW)
        client, address = browser(Role.REVIEWER), f"{review}/{AREA}"
        desk = Desk(client, address, client.get(address).text)
        stage.accept()
        assert desk.save({f"{LEVEL}-remark": "Late"}).status_code == 409
        assert "<textarea" not in client.get(address).text


class TestReplies:
    def test_words_without_a_verdict_are_asked_again_and_stay(self, stage, browser, review):
        stage.bring_to(Status.IN_REVIEW)
        remark(browser(Role.REVIEWER), review)
        page = f"/assessments/{stage.id}/remarks"
        response = post(browser(Role.COORDINATOR), page, page, **{f"{LEVEL}-text": "But why"})
        assert response.status_code == 400
        assert "Choose whether you agree or disagree" in words(response.text)
        assert ">But why</textarea>" in response.text

    def test_a_colleague_reads_and_does_not_reply(self, stage, browser, review):
        stage.bring_to(Status.IN_REVIEW)
        remark(browser(Role.REVIEWER), review)
        text = browser(Role.CERTIFIER).get(f"/assessments/{stage.id}/remarks").text
        assert "Little evidence" in words(text)
        assert f"{LEVEL}-verdict" not in text

    def test_what_was_changed_meanwhile_is_shown(self, app, session, stage, browser, review):
        stage.bring_to(Status.IN_REVIEW)
        remark(browser(Role.REVIEWER), review)
        page = f"/assessments/{stage.id}/remarks"
        colleague = visit(app, session, factories.coordinator(session, stage.report.city))
        desk = Desk(colleague, page, colleague.get(page).text)
        post(browser(Role.COORDINATOR), page, page, **{f"{LEVEL}-verdict": "agree"})
        response = desk.save({f"{LEVEL}-verdict": "disagree"})
        assert response.status_code == 409
        assert "was changed meanwhile" in words(response.text)
        assert [row.verdict for row in rows(session, ReplyRow)] == [Verdict.AGREE]


class TestLooks:
    def test_every_page_and_file_that_uil_opens_is_written_down(self, session, stage, browser):
        stage.bring_to(Status.SUBMITTED)
        client, city = browser(Role.REVIEWER), browser(Role.COORDINATOR)
        opened = ("1.1", "results", "results.csv", "results/1.1", "versions")
        for page in opened:
            assert client.get(f"/assessments/{stage.id}/{page}").status_code == 200
            assert city.get(f"/assessments/{stage.id}/{page}").status_code == 200
        client.get(f"/reviews/{stage.id}/2.3")
        assert sorted(row.page for row in rows(session, LookRow)) == sorted([*opened, "2.3"])
        text = words(city.get(f"/assessments/{stage.id}/looks").text)
        assert stage[Role.REVIEWER].name in text

    def test_before_there_is_any_it_says_so(self, stage, browser):
        page = browser(Role.COORDINATOR).get(f"/assessments/{stage.id}/looks").text
        assert "Nobody at UIL has opened it yet" in words(page)

    def test_comparisons_and_files_of_many_cities_count_too(self, session, stage, browser):
        stage.bring_to(Status.SUBMITTED)
        slug, city = stage.report.round.slug, stage.report.city.slug
        opened = (
            f"/compare?round={slug}&cities={city}",
            f"/compare.csv?round={slug}&cities={city}",
            f"/network.json?round={slug}",
        )
        for role in (Role.REVIEWER, Role.READER):
            for address in opened:
                assert browser(role).get(address).status_code == 200
        pages = sorted(row.page for row in rows(session, LookRow))
        assert pages == ["compare", "compare.csv", "network.json"]

    def test_the_ledger_shows_both_levels(self, stage, browser, review):
        stage.bring_to(Status.IN_REVIEW)
        remark(browser(Role.REVIEWER), review)
        page = f"/assessments/{stage.id}/remarks"
        post(browser(Role.COORDINATOR), page, page, **{f"{LEVEL}-verdict": "disagree"})
        stage.accept()
        for role in (Role.COORDINATOR, Role.READER):
            text = words(browser(role).get(f"/assessments/{stage.id}/results/{AREA}").text)
            assert "level 2.5 (city 3, reviewer 2)" in text


class TestSealed:
    @pytest.fixture
    def knows_a_password(self, session, stage):
        made = passwords.make_hash(PASSWORD)
        ids = [stage[role].person_id for role in (Role.REVIEWER, Role.COORDINATOR)]
        passwords.keep_hash(session, made, datetime.now(UTC), *ids)
        session.commit()

    @pytest.mark.usefixtures("knows_a_password")
    def test_what_was_typed_outlives_the_sign_in(self, session, stage, browser, review):
        stage.bring_to(Status.IN_REVIEW)
        for role, address, form in (
            (Role.REVIEWER, f"{review}/{AREA}", {f"{LEVEL}-remark": "Too little"}),
            (Role.COORDINATOR, f"/assessments/{stage.id}/remarks", {f"{LEVEL}-verdict": "agree"}),
            (
                Role.REVIEWER,
                f"{review}/return",
                {"area": AREA, f"reason-{AREA}": "Which one?", "due": DAY},
            ),
        ):
            client = browser(role)
            page = review if address.endswith("/return") else address
            desk = Desk(client, address, client.get(page).text)
            session.execute(update(SignInRow).values(ended_at=datetime.now(UTC)))
            session.commit()
            sealed = fields(desk.save(form).text, "/sign-in").to_dict()
            entry = {"email": stage[role].email, "password": PASSWORD}
            assert client.post("/sign-in", data=sealed | entry).location == page
        assert [row.text for row in rows(session, RemarkRow)] == ["Too little"]
        assert [row.verdict for row in rows(session, ReplyRow)] == ["agree"]
        assert stage.report.returned_areas == (AREA,)
