"""Remarks, replies and acceptance: nothing unseen is overwritten, both levels are kept."""

from __future__ import annotations

import csv
import io
import json
import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lcassess.assessment.remarks import Verdict
from lcassess.assessment.status import Status
from lcassess.exports.comparison import network_table
from lcassess.exports.documents import results_document
from lcassess.framework import catalogue
from lcassess.network.membership import Role
from lcassess.scoring import profile
from lcassess.scoring.document import city_document
from lcassess.services import (
    comparing,
    looking,
    remarking,
    replying,
    results,
    review_pages,
    reviewing,
    versions,
)
from lcassess.services.exporting import Order, progress, write_round
from lcassess.services.rebuilding import rebuild_scores
from lcassess.services.refusals import NotAllowedError, NotFoundError, NotNowError
from lcassess.services.remarking import Draft, UnknownLevelError
from lcassess.services.replying import Said
from lcassess.services.reports import submission
from lcassess.services.reviewing import RepliesOpenError, UnclearError
from lcassess.storage import scores
from lcassess.storage.tables import LookRow, RemarkRow, ReplyRow, ScoreRow
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW
from tests.services.stage import Stage

pytestmark = both_databases

LEVEL, OTHER, AREA = "leadership", "policy-and-strategy", "3.1"
FIGURE = "adult-literacy"
AGREE, DISAGREE = Verdict.AGREE, Verdict.DISAGREE


@pytest.fixture
def stage(session):
    """A report in review whose city gave itself level 3 twice."""
    stage = Stage(session, signed=False)
    stage.save(AREA, leadership_value="3", policy_and_strategy_value="3")
    stage.save(adult_literacy_value="98")
    stage.bring_to(Status.IN_REVIEW)
    return stage


def remark(stage, name=LEVEL, level=2, text="Too little evidence", seen=0, role=Role.REVIEWER):
    drafts = {name: Draft(text, level, seen)}
    return remarking.save_remarks(stage.session, stage[role], stage.id, drafts, stage.now)


def thread(stage, name=LEVEL):
    found = replying.open_remarks(stage.session, stage[Role.COORDINATOR], stage.id, stage.now)
    return found.threads[name]


def reply(stage, verdict, name=LEVEL, text="", seen=0, actor=None):
    said = Said(name, verdict, text, thread(stage, name).remark.id, seen)
    actor = actor or stage[Role.COORDINATOR]
    return replying.save_replies(stage.session, actor, stage.id, [said], stage.now)


def ask(stage, days=7):
    until = stage.now + timedelta(days=days)
    reviewing.ask_for_replies(stage.session, stage[Role.REVIEWER], stage.id, until, stage.now)


def rows(session, table):
    return session.scalars(select(table)).all()


def shown(stage, role=Role.READER):
    return results.open_results(stage.session, stage[role], stage.id).result


class TestRemarks:
    def test_a_remark_is_kept_with_both_levels_and_shown_to_the_city(self, stage):
        remark(stage)
        found = thread(stage)
        assert (found.remark.level, found.remark.level_city) == (2, Decimal(3))
        assert found.remark.by == stage[Role.REVIEWER].name

    def test_saving_the_same_again_writes_nothing(self, session, stage):
        remark(stage)
        remark(stage, seen=thread(stage).remark.id)
        remark(stage)  # the button pressed twice: the page had not seen the remark yet
        assert len(rows(session, RemarkRow)) == 1

    def test_another_reviewers_remark_is_never_overwritten_unseen(self, session, stage):
        second = factories.person(session, Role.REVIEWER)
        stage.give(stage[Role.REVIEWER], second)
        remark(stage)
        stage.people[Role.REVIEWER] = second
        conflicts = remark(stage, level=1, text="Mine")
        assert conflicts[LEVEL].text == "Too little evidence"
        assert len(rows(session, RemarkRow)) == 1
        assert remark(stage, level=1, text="Mine", seen=conflicts[LEVEL].id) == {}
        assert thread(stage).remark.text == "Mine"

    def test_two_at_once_leave_one_remark_and_one_who_sees_it(self, engine, stage):
        second = factories.person(stage.session, Role.REVIEWER)
        stage.give(stage[Role.REVIEWER], second)
        gate, found = threading.Barrier(2), []

        def act(actor, text):
            with Session(engine) as session:
                gate.wait()
                drafts = {LEVEL: Draft(text, None, 0)}
                found.append(remarking.save_remarks(session, actor, stage.id, drafts, NOW))

        stage.session.rollback()
        people = [
            threading.Thread(target=act, args=one)
            for one in ((stage[Role.REVIEWER], "one"), (second, "two"))
        ]
        for person in people:
            person.start()
        for person in people:
            person.join()
        assert sorted(map(len, found)) == [0, 1]
        assert len(rows(stage.session, RemarkRow)) == 1

    @pytest.mark.parametrize(
        ("name", "level"), [(FIGURE, 2), ("monitoring-progress", 2), (LEVEL, 5)]
    )
    def test_a_level_is_proposed_only_where_the_city_gave_one(self, session, stage, name, level):
        with pytest.raises(UnknownLevelError):
            remark(stage, name, level)
        assert rows(session, RemarkRow) == []
        remark(stage, name, None)

    def test_of_a_question_that_is_none_there_is_no_remark(self, stage):
        with pytest.raises(NotFoundError):
            remark(stage, "nothing", None)

    @pytest.mark.parametrize("status", [Status.SUBMITTED, Status.RETURNED, Status.ACCEPTED])
    def test_only_in_review(self, session, status):
        stage = Stage(session, signed=False)
        stage.bring_to(status)
        with pytest.raises(NotNowError):
            remark(stage, FIGURE, None)

    def test_only_the_reviewer_to_whom_it_was_given(self, session, stage):
        with pytest.raises(NotFoundError):
            remark(stage, role=Role.COORDINATOR)
        with pytest.raises(NotAllowedError):
            remark(stage, role=Role.ADMINISTRATOR)
        stage.people[Role.REVIEWER] = factories.person(session, Role.REVIEWER)
        with pytest.raises(NotAllowedError):
            remark(stage)


class TestReplies:
    def test_the_last_reply_counts_and_the_first_stays(self, session, stage):
        remark(stage)
        reply(stage, AGREE)
        reply(stage, DISAGREE, text="See the plan", seen=thread(stage).reply.number)
        assert (thread(stage).verdict, thread(stage).reply.text) == (DISAGREE, "See the plan")
        assert len(rows(session, ReplyRow)) == 2

    def test_pressed_twice_it_is_written_once(self, session, stage):
        remark(stage)
        for _time in range(2):
            assert reply(stage, AGREE) == {}
        assert len(rows(session, ReplyRow)) == 1

    def test_a_colleagues_reply_is_never_overwritten_unseen(self, session, stage):
        remark(stage)
        reply(stage, AGREE)
        colleague = factories.coordinator(session, stage.report.city)
        conflicts = reply(stage, DISAGREE, actor=colleague)
        assert conflicts[LEVEL].verdict is AGREE
        assert thread(stage).verdict is AGREE

    def test_a_reply_to_a_remark_that_was_replaced_is_shown_the_new_one(self, session, stage):
        remark(stage)
        seen = thread(stage).remark.id
        remark(stage, level=1, seen=seen)
        said = [Said(LEVEL, AGREE, "", seen, 0)]
        conflicts = replying.save_replies(session, stage[Role.COORDINATOR], stage.id, said, NOW)
        assert conflicts[LEVEL].remark.level == 1
        assert rows(session, ReplyRow) == []

    def test_only_the_coordinator_and_only_until_the_date(self, stage):
        remark(stage)
        for role in (Role.CONTRIBUTOR, Role.CERTIFIER):
            with pytest.raises(NotAllowedError):
                reply(stage, AGREE, actor=stage[role])
        with pytest.raises(NotFoundError):
            reply(stage, AGREE, actor=stage[Role.REVIEWER])
        ask(stage)
        stage.now += timedelta(days=7)
        reply(stage, AGREE)
        stage.now += timedelta(seconds=1)
        with pytest.raises(NotNowError):
            reply(stage, DISAGREE, seen=thread(stage).reply.number)

    def test_the_reviewers_are_told_once_a_day(self, stage):
        remark(stage)
        remark(stage, OTHER)
        reply(stage, AGREE)
        reply(stage, AGREE, OTHER)
        assert stage.told(stage[Role.REVIEWER]).count("replied") == 1

    def test_the_city_has_a_week_at_least(self, stage):
        remark(stage)
        with pytest.raises(UnclearError):
            ask(stage, days=6)
        ask(stage)
        ask(stage)
        assert stage.told(stage[Role.COORDINATOR]).count("remarked") == 1


class TestAcceptance:
    @pytest.mark.parametrize(("verdict", "scored"), [(AGREE, "2"), (DISAGREE, "2.5"), (None, "2")])
    def test_the_level_that_is_scored(self, session, stage, verdict, scored):
        remark(stage)
        ask(stage)
        if verdict:
            reply(stage, verdict)
        else:
            stage.now += timedelta(days=8)
        before = shown(stage)
        assert before.sheet[LEVEL].value == 3
        stage.accept()
        for role in (Role.READER, Role.COORDINATOR, Role.REVIEWER):
            result = shown(stage, role)
            assert result.sheet[LEVEL].value == Decimal(scored)
            both = result.levels[LEVEL]
            assert (both.city, both.reviewer) == (Decimal(3), Decimal(2))
        assert submission(session, stage.id).sheet[LEVEL].value == 3
        compared = comparing.compare(
            session, stage[Role.READER], stage.report.round.slug, [stage.report.city.slug]
        )
        assert compared.cities[0].profile == shown(stage).profile != before.profile

    def test_it_waits_for_replies_until_the_date(self, stage):
        remark(stage)
        remark(stage, OTHER)
        for _ask in range(2):
            with pytest.raises(RepliesOpenError):
                stage.accept()
            ask(stage)
        reply(stage, AGREE)
        with pytest.raises(RepliesOpenError):
            stage.accept()
        reply(stage, DISAGREE, OTHER)
        stage.accept()

    def test_a_level_proposed_after_the_date_is_asked_about_again(self, stage):
        remark(stage)
        ask(stage)
        stage.now += timedelta(days=8)
        remark(stage, OTHER)
        with pytest.raises(RepliesOpenError):
            stage.accept()
        ask(stage)
        reply(stage, DISAGREE, OTHER)
        stage.now += timedelta(days=8)
        stage.accept()
        assert shown(stage).sheet[OTHER].value == Decimal("2.5")

    def test_a_remark_without_a_level_or_with_the_citys_own_asks_nothing(self, stage):
        remark(stage, FIGURE, None)
        remark(stage, level=3)
        stage.accept()
        assert shown(stage).sheet[LEVEL].value == 3
        assert shown(stage).levels[LEVEL].reviewer == 3

    def test_a_proposal_taken_back_counts_no_more(self, stage):
        remark(stage)
        remark(stage, level=None, text="", seen=thread(stage).remark.id)
        stage.accept()
        assert shown(stage).levels == {}

    def test_scores_made_again_from_nothing_are_the_same(self, session, stage):
        remark(stage)
        reply(stage, DISAGREE)
        stage.accept()
        before = [(r.assessment_id, r.profile, r.recipe) for r in rows(session, ScoreRow)]
        rebuild_scores(session, iter)
        session.expire_all()
        after = [(r.assessment_id, r.profile, r.recipe) for r in rows(session, ScoreRow)]
        assert after == before

    def test_what_is_said_after_acceptance_changes_nothing(self, stage):
        remark(stage)
        reply(stage, AGREE)
        stage.accept()
        with pytest.raises(NotNowError):
            reply(stage, DISAGREE, seen=thread(stage).reply.number)
        accepted = shown(stage).sheet[LEVEL].value
        stage.erratum(AREA)
        reply(stage, DISAGREE, seen=thread(stage).reply.number)
        assert shown(stage).sheet[LEVEL].value == accepted


class TestSecondRound:
    def test_what_changed_since_the_last_version_is_shown_with_the_earlier_value(
        self, session, stage
    ):
        stage.send_back("1.1")
        stage.save(adult_literacy_value="89", adult_literacy_version="1")
        stage.hand_in()
        reviewer = stage[Role.REVIEWER]
        page = remarking.open_area(session, reviewer, stage.id, "1.1", NOW)
        assert {name: a.entered for name, a in page.earlier.items()} == {FIGURE: "98"}
        assert set(review_pages.open_page(session, reviewer, stage.id).earlier) == {FIGURE}

    def test_a_proposal_stays_while_the_city_keeps_its_level(self, stage):
        remark(stage)
        reply(stage, DISAGREE)
        stage.send_back("1.1")
        stage.hand_in()
        stage.open()
        stage.accept()
        assert shown(stage).sheet[LEVEL].value == Decimal("2.5")

    def test_a_proposal_lapses_when_the_city_changes_its_level(self, stage):
        remark(stage)
        stage.send_back(AREA)
        stage.save(AREA, leadership_value="1", leadership_version="1")
        stage.hand_in()
        stage.open()
        stage.accept()
        assert shown(stage).sheet[LEVEL].value == 1
        assert shown(stage).levels == {}

    def test_sent_back_with_levels_proposed_the_city_replies_until_the_same_day(self, stage):
        remark(stage)
        stage.send_back("1.1")
        assert stage.report.reply_until == stage.report.due_at

    def test_after_an_erratum_both_versions_and_their_figures_stay(self, session, stage):
        remark(stage)
        reply(stage, AGREE)
        stage.accept()
        stage.erratum("1.1")
        stage.save(adult_literacy_value="89", adult_literacy_version="1")
        stage.hand_in()
        assert shown(stage).sheet[LEVEL].value == 3
        found = versions.open_versions(session, stage[Role.COORDINATOR], stage.id, NOW).versions
        new, old = found
        assert (old.accepted_at, new.accepted_at) == (NOW, None)
        assert old.sent.scored[LEVEL].value == 2
        assert new.earlier[FIGURE].entered == "98"
        assert new.sent.sheet[FIGURE].entered == "89"

    def test_a_version_taken_back_only_its_city_reads(self, session):
        stage = Stage(session)
        stage.hand_in()
        stage.withdraw()
        stage.hand_in()
        own = versions.open_versions(session, stage[Role.COORDINATOR], stage.id, NOW).versions
        assert [bool(version.withdrawn_at) for version in own] == [False, True]
        assert own[0].function == "Mayor"
        seen = versions.open_versions(session, stage[Role.REVIEWER], stage.id, NOW).versions
        assert [version.sent.number for version in seen] == [2]
        with pytest.raises(NotFoundError):
            versions.open_version(session, stage[Role.REVIEWER], stage.id, 1, NOW)


class TestSight:
    def test_of_a_draft_uil_sees_counts_only(self, session):
        stage = Stage(session)
        stage.save(adult_literacy_value="98")
        reviewer = stage[Role.REVIEWER]
        page = review_pages.open_page(session, reviewer, stage.id)
        assert (page.settled[0], page.sent) == (1, None)
        with pytest.raises(NotFoundError):
            remarking.open_area(session, reviewer, stage.id, "1.1", NOW)

    def test_for_nobody_else_there_is_a_review(self, session, stage):
        for role in set(Role) - {Role.REVIEWER, Role.ADMINISTRATOR}:
            with pytest.raises(NotFoundError):
                review_pages.open_page(session, stage[role], stage.id)
            with pytest.raises(NotFoundError):
                remarking.open_area(session, stage[role], stage.id, "1.1", NOW)

    def test_each_look_of_uil_is_written_down_for_the_city(self, session, stage):
        reviewer, administrator = stage[Role.REVIEWER], stage[Role.ADMINISTRATOR]
        remarking.open_area(session, reviewer, stage.id, "1.1", NOW)
        looking.note_look(session, administrator, stage.report, "results", NOW)
        for role in (Role.COORDINATOR, Role.COMMISSION, Role.READER):
            looking.note_look(session, stage[role], stage.report, "results", NOW)
        _report, looks = looking.looks_of(session, stage[Role.COORDINATOR], stage.id)
        assert [(look.person_name, look.page) for look in looks] == [
            (administrator.name, "results"),
            (reviewer.name, "1.1"),
        ]
        with pytest.raises(NotFoundError):
            looking.looks_of(session, reviewer, stage.id)

    def test_a_look_that_was_written_down_cannot_be_changed(self, session, stage):
        looking.note_look(session, stage[Role.REVIEWER], stage.report, "results", NOW)
        row = rows(session, LookRow)[0]
        row.person_name = "Nobody"
        with pytest.raises(Exception, match="never changed"):
            session.commit()


class TestFiles:
    def order(self, stage, kind, *cities):
        return Order(stage.report.round.slug, kind, "en", NOW, cities)

    def written(self, stage, kind, *cities):
        target = io.BytesIO()
        write_round(stage.session, self.order(stage, kind, *cities), str, target)
        return target.getvalue().decode()

    def document(self, stage):
        return json.loads(self.written(stage, "json"))["cities"][stage.report.city.slug]

    def test_both_levels_and_the_one_that_is_scored_stand_in_every_file(self, stage):
        remark(stage)
        reply(stage, DISAGREE)
        keys = ("value", "level_city", "level_reviewer")
        for accepted, expected in ((False, (3, 3, None)), (True, (2.5, 3, 2))):
            if accepted:
                stage.accept()
            own = results_document(catalogue.load(), shown(stage))
            for document in (own, self.document(stage)):
                answer = {a["indicator"]: a for a in document["answers"]}[LEVEL]
                assert tuple(answer[key] for key in keys) == expected
                assert answer["entered"] == "3"
            row = next(csv.DictReader(io.StringIO(self.written(stage, "csv").lstrip("\ufeff"))))
            columns = [f"{LEVEL}-{key}" for key in keys]
            found = dict(zip(self.heads(stage), row.values(), strict=True))
            texts = ["" if value is None else str(value) for value in expected]
            assert [found[column] for column in columns] == texts

    def heads(self, stage):
        found = progress(stage.session, self.order(stage, "csv"))
        return [column.key for column in network_table(found, str).columns]

    def test_the_score_of_a_file_is_the_one_of_its_values(self, stage):
        remark(stage)
        reply(stage, DISAGREE)
        stage.accept()
        document = self.document(stage)
        sheet = shown(stage).sheet
        framework = catalogue.load()
        expected = json.loads(
            json.dumps(city_document(profile.score(framework, sheet), ranks=False))
        )
        assert {name: document[name] for name in expected} == expected

    def test_scores_that_another_recipe_made_are_made_anew_with_what_was_settled(
        self, session, stage
    ):
        remark(stage)
        reply(stage, DISAGREE)
        stage.accept()
        right = self.document(stage)
        slug, reader = stage.report.round.slug, stage[Role.READER]
        before = comparing.compare(session, reader, slug, [stage.report.city.slug])
        scores.set_profile(session, stage.id, b"stale", "an older recipe")
        session.commit()
        assert self.document(stage) == right
        assert comparing.compare(session, reader, slug, [stage.report.city.slug]) == before
