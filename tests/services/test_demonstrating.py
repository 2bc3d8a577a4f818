"""The demo: every state, enough cities to rank, always the same, never over real answers."""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import inspect, select

from lcassess.access.rules import acts_as
from lcassess.assessment import snapshot
from lcassess.assessment.changes import changed_answers
from lcassess.assessment.readiness import readiness
from lcassess.assessment.remarks import Verdict
from lcassess.assessment.sheet import AnswerSheet, State
from lcassess.assessment.status import Move, Status, step
from lcassess.framework import catalogue
from lcassess.network.membership import Role
from lcassess.scoring.packing import unpack
from lcassess.scoring.profile import score
from lcassess.scoring.recipe import Recipe
from lcassess.services import answering, attached, demonstrating, saving
from lcassess.services.demonstrating import RealAnswersError
from lcassess.services.rebuilding import rebuild_scores
from lcassess.services.reports import read, submission
from lcassess.services.verifying import verify
from lcassess.storage import (
    answers,
    assessments,
    cities,
    network,
    participations,
    people,
    reviews,
    rounds,
)
from lcassess.storage.reviews import is_given_to
from lcassess.storage.tables import (
    AnswerHistoryRow,
    AnswerRow,
    AssessmentRow,
    Base,
    CityRow,
    MoveRow,
    PersonRow,
    SubmissionRow,
)
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW

OPEN, SIGNED = "2026", "2025-signed"


def fill(session, count=40, round_count=2, seed=2026):
    return demonstrating.fill(session, count, round_count, seed, NOW, iter)


def reports(session, slug):
    return factories.reports(session, rounds.find(session, slug))


def everything(session):
    """Read every row of every table that the demo fills."""
    session.rollback()
    return {
        table.name: sorted(map(tuple, session.execute(select(table))), key=repr)
        for table in Base.metadata.sorted_tables
    }


def begin_anew(session):
    session.rollback()
    Base.metadata.drop_all(session.get_bind())
    Base.metadata.create_all(session.get_bind())


def test_at_least_twenty_five_cities_of_the_open_round_are_ranked(session):
    fill(session)
    framework = catalogue.load(OPEN)
    sent = network.sent(session, rounds.find(session, OPEN).id, None)
    profiles = [unpack(framework, row.profile) for row in sent]
    assert sum(profile.ranked for profile in profiles) >= 25
    assert any(not profile.overall.published for profile in profiles)


@pytest.mark.parametrize("seed", [1, 7, 99])
def test_whatever_the_seed_there_are_enough_to_rank(session, seed):
    fill(session, round_count=1, seed=seed)
    framework = catalogue.load(OPEN)
    sent = network.sent(session, rounds.find(session, OPEN).id, None)
    assert sum(unpack(framework, row.profile).ranked for row in sent) >= 25


def test_every_state_occurs_where_it_belongs(session):
    fill(session)
    assert {r.status for r in reports(session, OPEN)} == {
        Status.DRAFT,
        Status.SUBMITTED,
        Status.IN_REVIEW,
        Status.RETURNED,
        Status.ACCEPTED,
    }
    assert {r.status for r in reports(session, SIGNED)} >= {Status.SIGNING, Status.ENDORSED}
    assert {r.status for r in reports(session, "2024")} == {Status.ACCEPTED}
    assert set(Status) == {r.status for slug in (OPEN, SIGNED) for r in reports(session, slug)}
    first, second = rounds.find(session, OPEN), rounds.find(session, SIGNED)
    assert (first.asks_signature, first.asks_endorsement) == (False, False)
    assert (second.asks_signature, second.asks_endorsement) == (True, True)


def test_every_report_came_to_its_state_by_legal_moves(session):
    fill(session)
    moves = session.scalars(select(MoveRow).order_by(MoveRow.at)).all()
    for slug in (OPEN, SIGNED, "2024"):
        for report in reports(session, slug):
            stand = replace(report.stand, status=Status.DRAFT, was_returned=False)
            for move in (m for m in moves if m.assessment_id == report.id):
                made = step(stand, Move(move.move))
                assert (stand.status, made.to) == (move.from_status, move.to_status)
                stand = replace(stand, status=made.to)
            assert stand.status is report.status


def test_what_was_handed_in_is_frozen_fingerprinted_and_scored_like_any_other(session):
    fill(session, 20)
    framework = catalogue.load(OPEN)
    versions = session.scalars(select(SubmissionRow).order_by(SubmissionRow.number))
    sent = {row.assessment_id: row for row in versions}
    rows = {row.assessment_id: row for row in network.sent(session, 1, None)}
    seen = 0
    for report in reports(session, OPEN):
        if report.status is Status.DRAFT:
            assert report.id not in sent
            continue
        seen += 1
        sheet = AnswerSheet(answers.of(session, report.id))
        frozen = zlib.decompress(sent[report.id].snapshot)
        assert submission(session, report.id).sheet == sheet
        assert frozen == snapshot.freeze(sheet, {}, attached.standing(session, report.id).plain())
        mark = snapshot.fingerprint(frozen, city=report.city.slug, round=OPEN)
        assert sent[report.id].fingerprint == mark
        assert sent[report.id].recipe == Recipe.of(framework).fingerprint
        scored = submission(session, report.id).scored
        assert unpack(framework, rows[report.id].profile) == score(framework, scored)
        assert readiness(framework, sheet).ready
    assert seen == 12


def test_scores_made_again_are_the_same_bytes(session):
    fill(session)
    before = everything(session)["scores"]
    assert rebuild_scores(session, iter) == 85
    assert everything(session)["scores"] == before


@both_databases
def test_filling_twice_changes_nothing(session):
    first = fill(session, 12)
    before = everything(session)
    assert fill(session, 12) == first
    assert everything(session) == before


def test_the_demo_is_the_same_in_every_database(session):
    fill(session, 12)
    one = everything(session)
    begin_anew(session)
    fill(session, 12)
    assert everything(session) == one


def test_another_seed_makes_another_demo(session):
    fill(session, 4, seed=1)
    one = everything(session)["answers"]
    begin_anew(session)
    fill(session, 4, seed=2)
    assert everything(session)["answers"] != one


def test_a_larger_demo_keeps_the_smaller_one(session):
    fill(session, 12)
    before = everything(session)
    fill(session, 55)
    after = everything(session)
    for table in ("answers", "submissions", "assessments", "cities", "figures"):
        assert set(before[table]) <= set(after[table])
    assert len(after["cities"]) == 55


def test_what_a_person_entered_stays(session):
    accounts = fill(session, 12)
    actor = people.actor(session, accounts[0].person_id)
    report = answering.reports_of(session, actor)[0]
    standing = answers.of(session, report.id).get("adult-literacy")
    version = str(standing.version if standing else 0)
    posted = {"adult-literacy-value": "77", "adult-literacy-version": version}
    saved = saving.save_focus_area(session, actor, report.id, "1.1", posted, "en", NOW)
    assert saved.complete
    before = everything(session)
    fill(session, 12)
    assert everything(session) == before
    assert answers.of(session, report.id)["adult-literacy"].entered == "77"


def test_answers_for_a_city_that_was_not_invented_are_never_mixed_with_a_demo(session):
    report = factories.report(session)
    actor = factories.coordinator(session, report.city)
    posted = {"adult-literacy-value": "77", "adult-literacy-version": "0"}
    saving.save_focus_area(session, actor, report.id, "1.1", posted, "en", NOW)
    before = everything(session)
    with pytest.raises(RealAnswersError):
        fill(session, 3)
    assert everything(session) == before


def test_a_city_that_nobody_answered_for_is_no_hindrance_and_keeps_its_address(session):
    real = factories.city(session, name="Nueva Ondara", slug="nueva-ondara", country="ES")
    accounts = fill(session, 3)
    assert cities.find(session, "nueva-ondara") == real
    assert accounts[0].city == "nueva-ondara-2"
    assert cities.find(session, "nueva-ondara-2").fictional


def test_every_invented_city_is_marked_and_has_published_figures(session):
    fill(session, 45)
    assert all(session.scalars(select(CityRow.fictional)))
    assert len(set(session.scalars(select(CityRow.slug)))) == 45
    figured = {row[1] for row in everything(session)["figures"]}
    assert len(figured) == 45


@pytest.mark.parametrize("count", [1, 3, 6, 12])
def test_coordinators_have_an_open_draft_first_and_every_role_has_somebody(session, count):
    accounts = fill(session, count)
    assert {account.role for account in accounts} == set(Role)
    coordinators = [a for a in accounts if a.role is Role.COORDINATOR]
    assert len({a.city for a in coordinators}) == min(count, 7)
    for account in coordinators:
        first = answering.reports_of(session, people.actor(session, account.person_id))[0]
        assert (first.status, first.city.slug) == (Status.DRAFT, account.city)
        assert first.writable(NOW)


def test_drafts_show_how_a_report_grows_from_nothing_to_nearly_everything(session):
    fill(session)
    given = Counter()
    for report in reports(session, OPEN):
        if report.status is Status.DRAFT:
            found = answers.of(session, report.id).values()
            given[sum(answer.state is State.VALUE for answer in found)] += 1
    total = len(catalogue.load(OPEN).indicators)
    assert min(given) == 0
    assert max(given) > 0.9 * total
    assert len(given) >= 6


def test_earlier_rounds_are_two_years_apart(session):
    fill(session, 2, round_count=4)
    slugs = [found.slug for found in rounds.everything(session)]
    assert slugs == ["2026", SIGNED, "2024", "2022", "2020"]


def test_no_answer_of_the_demo_is_a_persons(session):
    fill(session, 12)
    for table in (AnswerRow, AnswerHistoryRow, SubmissionRow):
        assert set(session.scalars(select(table.person_id))) == {None}
    assert "@example.org" in min(session.scalars(select(PersonRow.email)))


def test_the_history_holds_what_stands(session):
    fill(session, 12)
    names = [column.key for column in inspect(AnswerRow).columns]
    current = {tuple(getattr(row, n) for n in names) for row in session.scalars(select(AnswerRow))}
    history = session.scalars(select(AnswerHistoryRow))
    assert current == {tuple(getattr(row, n) for n in names) for row in history}
    assert session.scalars(select(AssessmentRow.id)).all()


@both_databases
def test_one_city_has_more_time_one_is_excused_and_some_are_in_a_cohort(session):
    fill(session, 12, 1)
    fill(session, 12, 1)
    found = reports(session, OPEN)
    special = participations.of_round(session, found[0].round.id)
    assert sum(row.extended_until is not None for row in special.values()) == 1
    assert sum(report.excused for report in found) == 1
    assert sum(row.cohort is not None for row in special.values()) == 2
    assert all(row.extension_reason for row in special.values() if row.extended_until)
    assert len({report.deadline for report in found}) == 3


def test_its_whole_history_holds(session):
    fill(session, 24)
    assert [finding for city in verify(session, iter) for finding in city.findings] == []


def test_reviewers_certifier_and_commission_have_something_to_do(session):
    accounts = fill(session)
    people_of = {role: [] for role in Role}
    for account in accounts:
        people_of[account.role].append(people.actor(session, account.person_id))
    every = [report for slug in (OPEN, SIGNED) for report in reports(session, slug)]
    turns = {
        Role.CERTIFIER: {Move.SIGN},
        Role.COMMISSION: {Move.ENDORSE},
        Role.REVIEWER: {Move.OPEN, Move.ACCEPT},
    }
    for role, moves in turns.items():
        can = {
            move
            for actor in people_of[role]
            for report in every
            for move in moves
            if step(report.stand, move) and acts_as(actor, role, report)
            if role is not Role.REVIEWER or is_given_to(session, report.id, actor.person_id)
        }
        assert can == moves


def test_a_report_of_the_demo_is_reviewed_by_nobody_of_its_country(session):
    accounts = fill(session, 55)
    reviewers = {a.person_id: people.actor(session, a.person_id) for a in accounts}
    every = [report for slug in (OPEN, SIGNED) for report in reports(session, slug)]
    given = reviews.reviewers(session, [report.id for report in every])
    assert set(given) == {report.id for report in every}
    for report in every:
        for person in given[report.id]:
            assert acts_as(reviewers[person.id], Role.REVIEWER, report)


def test_reviews_show_levels_replies_and_what_changed(session):
    fill(session, 40)
    accepted = [r for r in reports(session, OPEN) if r.status is Status.ACCEPTED]
    levels = [both for r in accepted for both in submission(session, r.id).levels.values()]
    assert {both.verdict for both in levels} == set(Verdict)
    assert any(both.scored != both.city for both in levels)
    again = [r for r in reports(session, OPEN) if r.status is Status.IN_REVIEW and r.was_returned]
    assert again
    for report in again:
        before, now = (row for row in assessments.versions(session, report.id))
        names = list(catalogue.load(OPEN).indicators)
        changed = changed_answers(names, read(now, None).sheet, read(before, None).sheet)
        assert changed
        homes = {catalogue.load(OPEN).home[name].code for name in changed}
        assert homes <= set(report.returned_areas)
