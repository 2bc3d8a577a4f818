"""The contract's table of moves: who may make which, when; each has one effect and is told."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from lcassess.assessment.status import Move, Status
from lcassess.network.membership import Role
from lcassess.services import assigning, comparing, moving, results, reviewing, signing, submitting
from lcassess.services.refusals import NotAllowedError, NotFoundError, NotNowError
from lcassess.services.reports import submission
from lcassess.services.reviewing import UnclearError
from lcassess.services.signing import UnsignedError
from lcassess.storage.tables import MessageRow, MoveRow, RoundRow, SubmissionRow
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW
from tests.services.stage import Stage

pytestmark = both_databases

CITY = {Role.COORDINATOR, Role.CONTRIBUTOR, Role.CERTIFIER}
UIL = {Role.REVIEWER, Role.ADMINISTRATOR}
BY = {
    "submit": Role.COORDINATOR,
    "withdraw": Role.COORDINATOR,
    "sign": Role.CERTIFIER,
    "decline": Role.CERTIFIER,
    "endorse": Role.COMMISSION,
    "open": Role.REVIEWER,
    "send_back": Role.REVIEWER,
    "accept": Role.REVIEWER,
    "erratum": Role.ADMINISTRATOR,
}
FROM = {
    "submit": Status.DRAFT,
    "withdraw": Status.SUBMITTED,
    "sign": Status.SIGNING,
    "decline": Status.SIGNING,
    "endorse": Status.SUBMITTED,
    "open": Status.ENDORSED,
    "send_back": Status.IN_REVIEW,
    "accept": Status.IN_REVIEW,
    "erratum": Status.ACCEPTED,
}
TO = {
    "submit": Status.SIGNING,
    "withdraw": Status.DRAFT,
    "sign": Status.SUBMITTED,
    "decline": Status.DRAFT,
    "endorse": Status.ENDORSED,
    "open": Status.IN_REVIEW,
    "send_back": Status.RETURNED,
    "accept": Status.ACCEPTED,
    "erratum": Status.RETURNED,
}


@pytest.fixture
def stage(session):
    return Stage(session)


@pytest.mark.parametrize("move", BY)
class TestEveryMove:
    def test_it_leads_where_the_table_says_with_one_row_of_history(self, stage, move):
        stage.bring_to(FROM[move])
        before = stage.moves()
        getattr(stage, move)()
        assert stage.status is TO[move]
        [made] = stage.moves()[len(before) :]
        assert made[1:] == (FROM[move].value, TO[move].value)

    def test_made_twice_it_has_one_effect(self, stage, move):
        stage.bring_to(FROM[move])
        getattr(stage, move)()
        before = stage.moves()
        with pytest.raises(NotNowError):
            getattr(stage, move)()
        assert stage.moves() == before

    def test_nobody_else_makes_it(self, stage, move):
        stage.bring_to(FROM[move])
        right, before = BY[move], stage.moves()
        knowing = CITY if right in CITY else UIL if right in UIL else CITY | UIL
        for role, person in list(stage.people.items()):
            if role is right:
                continue
            stage.people[right] = person
            with pytest.raises(NotAllowedError if role in knowing else NotFoundError):
                getattr(stage, move)()
        assert stage.moves() == before

    def test_one_message_goes_to_each_person_concerned_and_none_to_who_made_it(
        self, session, stage, move
    ):
        stage.bring_to(FROM[move])
        before = session.scalar(select(func.max(MessageRow.id))) or 0
        getattr(stage, move)()
        told = session.scalars(select(MessageRow.person_id).where(MessageRow.id > before)).all()
        assert told
        assert len(set(told)) == len(told)
        assert stage[BY[move]].person_id not in told

    def test_two_at_once_have_one_effect(self, engine, stage, move):
        stage.bring_to(FROM[move])
        before, outcomes = stage.moves(), []
        gate = threading.Barrier(2)

        def act():
            with Session(engine) as session:
                other = Stage.__new__(Stage)
                other.__dict__ |= stage.__dict__ | {"session": session}
                gate.wait()
                try:
                    getattr(other, move)()
                    outcomes.append("done")
                except NotNowError:
                    outcomes.append("lost")

        stage.session.rollback()
        people = [threading.Thread(target=act) for _person in range(2)]
        for person in people:
            person.start()
        for person in people:
            person.join()
        assert sorted(outcomes) == ["done", "lost"]
        assert len(stage.moves()) == len(before) + 1


@pytest.mark.parametrize("status", Status)
def test_from_each_state_only_the_moves_of_the_table(session, status):
    allowed = {move for move, where in FROM.items() if where is status}
    allowed |= {"withdraw"} if status in {Status.SIGNING, Status.ENDORSED} else set()
    allowed |= {"submit"} if status is Status.RETURNED else set()
    for move in sorted(set(BY) - allowed):
        stage = Stage(session)
        stage.bring_to(status)
        unknown = move == "endorse" and status in {Status.DRAFT, Status.SIGNING}
        with pytest.raises(NotFoundError if unknown else NotNowError):
            getattr(stage, move)()
        assert stage.status is status


class TestSigning:
    def test_what_is_signed_is_frozen_under_name_and_function(self, session, stage):
        stage.save(adult_literacy_value="98")
        stage.submit()
        assert submission(session, stage.id) is None
        certifier = stage[Role.CERTIFIER]
        signing.sign(session, certifier, stage.id, " Helena Costa ", " Mayor ", NOW)
        sent = submission(session, stage.id)
        assert (sent.by, str(sent.sheet["adult-literacy"].value)) == ("Helena Costa", "98")
        row = session.scalars(select(MoveRow).order_by(MoveRow.number.desc())).first()
        assert (row.person_name, row.function) == ("Helena Costa", "Mayor")
        assert row.person_id == certifier.person_id

    @pytest.mark.parametrize(("name", "function"), [("", "Mayor"), ("Helena", " ")])
    def test_a_signature_needs_both(self, session, stage, name, function):
        stage.submit()
        with pytest.raises(UnsignedError):
            signing.sign(session, stage[Role.CERTIFIER], stage.id, name, function, NOW)
        assert stage.status is Status.SIGNING

    def test_to_decline_needs_a_reason(self, session, stage):
        stage.submit()
        with pytest.raises(UnsignedError):
            signing.decline(session, stage[Role.CERTIFIER], stage.id, " ", NOW)
        assert stage.status is Status.SIGNING

    def test_nothing_can_be_written_while_it_waits(self, stage):
        stage.submit()
        with pytest.raises(NotNowError):
            stage.save(adult_literacy_value="98")

    @pytest.mark.parametrize("returned", [False, True])
    def test_declined_late_it_can_be_written_for_seven_days(self, stage, returned):
        stage.bring_to(Status.RETURNED if returned else Status.DRAFT)
        stage.submit()
        stage.now = max(stage.report.deadline, stage.report.round.closes_at) + timedelta(days=3)
        stage.decline()
        assert stage.status is (Status.RETURNED if returned else Status.DRAFT)
        stage.now += timedelta(days=7)
        stage.save(adult_literacy_value="98")
        stage.now += timedelta(seconds=1)
        with pytest.raises(NotNowError):
            stage.submit()

    def test_declined_early_it_stays_open_as_long_as_it_was(self, stage):
        stage.submit()
        stage.decline()
        assert stage.report.deadline == stage.report.round.closes_at

    def test_while_a_returned_report_is_signed_only_what_was_submitted_shows(self, session, stage):
        stage.save(adult_literacy_value="98")
        stage.bring_to(Status.RETURNED)
        reviewer, slug = stage[Role.REVIEWER], stage.report.round.slug
        before = results.open_results(session, reviewer, stage.id).result
        stage.save(adult_literacy_value="70", adult_literacy_version="1")
        stage.submit()
        assert stage.status is Status.SIGNING
        shown = results.open_results(session, reviewer, stage.id).result
        assert (shown.profile, shown.sheet) == (before.profile, before.sheet)
        compared = comparing.compare(session, reviewer, slug, [stage.report.city.slug])
        assert compared.cities[0].profile == before.profile
        stage.sign()
        after = results.open_results(session, reviewer, stage.id).result
        assert str(after.sheet["adult-literacy"].value) == "70"


class TestEndorsing:
    def test_after_a_return_it_is_not_asked_again(self, stage):
        stage.bring_to(Status.RETURNED)
        stage.hand_in()
        with pytest.raises(NotNowError):
            stage.endorse()
        stage.open()
        assert stage.status is Status.IN_REVIEW

    def test_after_a_withdrawal_to_draft_it_is_asked_again(self, stage):
        stage.bring_to(Status.ENDORSED)
        stage.withdraw()
        assert stage.status is Status.DRAFT
        stage.hand_in()
        with pytest.raises(NotNowError):
            stage.open()
        stage.endorse()

    def test_the_commission_of_another_country_does_not_know_of_it(self, session, stage):
        stage.bring_to(Status.SUBMITTED)
        stage.people[Role.COMMISSION] = factories.person(session, Role.COMMISSION, country="DE")
        with pytest.raises(NotFoundError):
            stage.endorse()

    def test_where_it_is_not_asked_a_reviewer_opens_at_once(self, session):
        stage = Stage(session, signed=False)
        stage.submit()
        with pytest.raises(NotNowError):
            stage.endorse()
        stage.open()


class TestReviewers:
    def test_only_a_reviewer_to_whom_it_was_given(self, session, stage):
        stage.bring_to(Status.ENDORSED)
        stage.people[Role.REVIEWER] = factories.person(session, Role.REVIEWER)
        with pytest.raises(NotAllowedError):
            stage.open()
        stage.give(stage[Role.REVIEWER])
        stage.open()

    def test_nobody_reviews_their_own_country(self, session, stage):
        compatriot = factories.person(session, Role.REVIEWER, country="FR")
        neighbour = factories.person(session, Role.REVIEWER, country="DE")
        with pytest.raises(assigning.UnfitError):
            stage.give(compatriot)
        stage.give(neighbour)
        fit = {one.person_id for one in assigning.fit_reviewers(session, stage.report)}
        assert compatriot.person_id not in fit
        assert neighbour.person_id in fit

    def test_a_reviewer_who_becomes_a_compatriot_loses_it(self, session, stage):
        stage.bring_to(Status.ENDORSED)
        own = factories.person(session, Role.REVIEWER, country="DE")
        stage.give(own)
        stage.people[Role.REVIEWER] = own
        grants = (*own.grants, factories.Grant(Role.REVIEWER, country="FR"))
        stage.people[Role.REVIEWER] = factories.Actor(own.person_id, own.name, own.email, grants)
        with pytest.raises(NotAllowedError):
            stage.open()

    def test_whom_it_is_new_to_is_told_once(self, session, stage):
        second = factories.person(session, Role.REVIEWER)
        stage.give(stage[Role.REVIEWER], second)
        stage.give(second)
        assert stage.told(second) == ["assigned"]
        assert stage.told(stage[Role.REVIEWER]) == ["assigned"]

    def test_nobody_but_an_administrator_gives(self, session, stage):
        for role in (Role.REVIEWER, Role.COORDINATOR):
            with pytest.raises((NotAllowedError, NotFoundError)):
                assigning.assign(session, stage[role], stage.id, [], NOW)


class TestSendingBack:
    def test_only_named_focus_areas_can_be_written_until_their_own_day(self, session, stage):
        stage.bring_to(Status.IN_REVIEW)
        stage.send_back("1.1", "2.3")
        session.execute(update(RoundRow).values(closes_at=NOW - timedelta(days=1)))
        session.commit()
        stage.save(adult_literacy_value="98")
        with pytest.raises(NotNowError):
            stage.save("1.2", poverty_value="8")
        stage.now = stage.report.due_at + timedelta(seconds=1)
        with pytest.raises(NotNowError):
            stage.save(adult_literacy_value="97", adult_literacy_version="1")
        with pytest.raises(NotNowError):
            stage.submit()

    @pytest.mark.parametrize(
        ("areas", "days"),
        [({}, 9), ({"1.1": ""}, 9), ({"9.9": "Which year?"}, 9), ({"1.1": "Which year?"}, 0)],
    )
    def test_it_needs_areas_reasons_and_a_day_to_come(self, session, stage, areas, days):
        stage.bring_to(Status.IN_REVIEW)
        due, reviewer = NOW + timedelta(days=days), stage[Role.REVIEWER]
        with pytest.raises(UnclearError):
            reviewing.send_back(session, reviewer, stage.id, Role.REVIEWER, areas, due, NOW)
        assert stage.status is Status.IN_REVIEW

    def test_the_reasons_are_kept_by_area(self, session, stage):
        stage.bring_to(Status.IN_REVIEW)
        stage.send_back("1.1", "2.3")
        row = session.scalars(select(MoveRow).order_by(MoveRow.number.desc())).first()
        assert row.areas == {"1.1": "Please check the year", "2.3": "Please check the year"}

    def test_a_city_may_get_more_time(self, session, stage):
        stage.bring_to(Status.RETURNED)
        stage.now = stage.report.due_at + timedelta(days=1)
        due = stage.now + timedelta(days=5)
        reviewer = stage[Role.REVIEWER]
        reviewing.postpone(session, reviewer, stage.id, due, "An illness", stage.now)
        stage.save(adult_literacy_value="98")
        assert "extension" in stage.told(stage[Role.COORDINATOR])

    def test_withdrawn_after_a_return_it_is_returned_again(self, stage):
        stage.bring_to(Status.RETURNED)
        stage.hand_in()
        stage.withdraw()
        assert stage.status is Status.RETURNED


class TestErratum:
    def test_the_accepted_version_stays_until_another_is_handed_in(self, session, stage):
        stage.save(adult_literacy_value="98")
        stage.bring_to(Status.ACCEPTED)
        reader = stage[Role.READER]
        accepted = results.open_results(session, reader, stage.id).result
        stage.erratum()
        stage.save(adult_literacy_value="89", adult_literacy_version="1")
        shown = results.open_results(session, reader, stage.id).result
        assert shown.sheet == accepted.sheet
        stage.hand_in()
        assert stage.status is Status.SUBMITTED
        assert session.scalar(select(func.count(SubmissionRow.id))) == 2
        stage.open()
        stage.accept()


class TestPressedTwice:
    def test_it_is_known_who_made_the_last_move(self, session, stage):
        stage.submit()
        coordinator = stage[Role.COORDINATOR]
        colleague = factories.coordinator(session, stage.report.city)
        assert moving.was_made_by(session, coordinator, stage.id, Move.SUBMIT)
        assert not moving.was_made_by(session, colleague, stage.id, Move.SUBMIT)
        assert not moving.was_made_by(session, coordinator, stage.id, Move.WITHDRAW)


class TestDates:
    @pytest.mark.parametrize("status", [Status.SIGNING, Status.SUBMITTED, Status.ENDORSED])
    def test_after_the_closing_date_nothing_is_taken_back(self, stage, status):
        stage.bring_to(status)
        stage.now = stage.report.deadline + timedelta(seconds=1)
        with pytest.raises(NotNowError):
            stage.withdraw()

    def test_after_the_closing_date_it_can_still_be_signed_endorsed_and_reviewed(self, stage):
        stage.submit()
        stage.now = stage.report.deadline + timedelta(days=1)
        stage.sign()
        stage.endorse()
        stage.open()
        stage.accept()

    def test_the_first_message_says_whose_turn_it_is(self, stage):
        stage.bring_to(Status.IN_REVIEW)
        assert stage.told(stage[Role.CERTIFIER])[0] == "to_sign"
        assert stage.told(stage[Role.COMMISSION]) == ["to_endorse"]
        assert stage.told(stage[Role.REVIEWER]) == ["assigned", "to_review"]
        assert stage.told(stage[Role.COORDINATOR]) == ["signed", "endorsed", "in_review"]


def test_a_frozen_answer_is_written_by_no_service(session, stage):
    stage.bring_to(Status.SUBMITTED)
    report = stage.report
    check = submitting.check(session, stage[Role.COORDINATOR], stage.id, NOW)
    assert not check.may_submit
    assert not report.writable(NOW)
    for code in ("1.1", "2.3"):
        with pytest.raises(NotNowError):
            stage.save(code)
