"""Handing in and taking back: one effect, and what UIL sees is what was handed in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lcassess.assessment.status import Status
from lcassess.network.membership import Role
from lcassess.services import comparing, results, submitting
from lcassess.services.refusals import NotAllowedError, NotFoundError, NotNowError
from lcassess.services.saving import save_focus_area
from lcassess.services.submitting import NotReadyError
from lcassess.storage import scores
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW

pytestmark = both_databases


@pytest.fixture
def report(session):
    return factories.report(session)


@pytest.fixture
def actor(session, report):
    return factories.coordinator(session, report.city)


@pytest.fixture
def reviewer(session):
    return factories.person(session, Role.REVIEWER)


def save(session, actor, report, code="1.1", now=NOW, **form):
    posted = {name.replace("_", "-"): text for name, text in form.items()}
    return save_focus_area(session, actor, report.id, code, posted, "en", now)


def status(session, report):
    return factories.found(session, report.id).status


def test_what_is_handed_in_is_frozen_with_its_fingerprint(session, actor, report):
    save(session, actor, report, adult_literacy_value="98")
    submitting.submit(session, actor, report.id, NOW)
    sent = submitting.receipt(session, actor, report.id).sent
    assert status(session, report) is Status.SUBMITTED
    assert str(sent.sheet["adult-literacy"].value) == "98"
    assert (sent.by, sent.number, len(sent.fingerprint)) == (actor.name, 1, 64)


def test_handing_in_twice_has_one_effect(session, actor, report):
    submitting.submit(session, actor, report.id, NOW)
    with pytest.raises(NotNowError):
        submitting.submit(session, actor, report.id, NOW)
    assert submitting.receipt(session, actor, report.id)[2].number == 1


def test_a_submitted_report_cannot_be_written(session, actor, report):
    submitting.submit(session, actor, report.id, NOW)
    with pytest.raises(NotNowError):
        save(session, actor, report, adult_literacy_value="98")


def test_taken_back_it_can_be_written_and_nobody_else_sees_it(session, actor, report, reviewer):
    submitting.submit(session, actor, report.id, NOW)
    assert results.open_results(session, reviewer, report.id)
    submitting.withdraw(session, actor, report.id, NOW)
    assert status(session, report) is Status.DRAFT
    with pytest.raises(NotFoundError):
        results.open_results(session, reviewer, report.id)
    with pytest.raises(NotFoundError):
        comparing.compare(session, reviewer, report.round.slug, [report.city.slug])
    save(session, actor, report, adult_literacy_value="98")


def test_after_the_deadline_it_can_be_neither_handed_in_nor_taken_back(session, actor, report):
    late = report.round.closes_at + timedelta(seconds=1)
    with pytest.raises(NotNowError):
        submitting.submit(session, actor, report.id, late)
    submitting.submit(session, actor, report.id, NOW)
    with pytest.raises(NotNowError):
        submitting.withdraw(session, actor, report.id, late)


def test_two_readings_and_a_missing_reason_stand_in_the_way(session, actor, report):
    save(
        session,
        actor,
        report,
        election_turnout_state="not_applicable",
        adult_literacy_numerator="1,234",
        adult_literacy_denominator="2٬000",
    )
    with pytest.raises(NotReadyError) as refusal:
        submitting.submit(session, actor, report.id, NOW)
    assert refusal.value.readiness.without_reason == ("election-turnout",)
    assert status(session, report) is Status.DRAFT
    save(session, actor, report, election_turnout_reason="Appointed", election_turnout_version="1")
    submitting.submit(session, actor, report.id, NOW)


def test_invalid_values_and_blanks_do_not_stand_in_the_way(session, actor, report):
    save(session, actor, report, adult_literacy_value="many")
    submitting.submit(session, actor, report.id, NOW)
    assert status(session, report) is Status.SUBMITTED


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.CERTIFIER, Role.READER])
def test_only_the_coordinator_hands_in(session, report, role):
    person = factories.person(session, role, report.city)
    with pytest.raises(NotAllowedError):
        submitting.submit(session, person, report.id, NOW)


def test_where_a_signature_is_asked_it_waits_for_it(session):
    signed = factories.round_(session, asks_signature=True)
    report = factories.report(session, in_=signed)
    actor = factories.coordinator(session, report.city)
    submitting.submit(session, actor, report.id, NOW)
    assert status(session, report) is Status.SIGNING
    with pytest.raises(NotFoundError):
        submitting.receipt(session, actor, report.id)
    submitting.withdraw(session, actor, report.id, NOW)
    assert status(session, report) is Status.DRAFT


def test_of_a_draft_uil_sees_counts_only(session, actor, report, reviewer):
    save(session, actor, report, adult_literacy_value="98")
    network = comparing.open_network(session, reviewer, report.round.slug)
    assert network.cities[0].settled[0] == 1
    assert network.cities[0].profile is None
    submitting.submit(session, actor, report.id, NOW)
    network = comparing.open_network(session, reviewer, report.round.slug)
    assert network.cities[0].profile.features["literacy-and-basic-skills"].score == 95


def test_the_comparison_shows_what_was_handed_in(session, actor, report, reviewer):
    save(session, actor, report, adult_literacy_value="98")
    submitting.submit(session, actor, report.id, NOW)
    compared = comparing.compare(session, reviewer, report.round.slug, [report.city.slug])
    assert (
        compared.cities[0].profile == results.open_results(session, actor, report.id).result.profile
    )


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CONTRIBUTOR, Role.CERTIFIER])
def test_cities_do_not_compare(session, report, role):
    person = factories.person(session, role, report.city)
    with pytest.raises(NotAllowedError):
        comparing.compare(session, person, report.round.slug, [report.city.slug])


def test_the_commission_sees_its_own_countrys_cities_once_submitted(session, actor, report):
    commission = factories.person(session, Role.COMMISSION, country="FR")
    abroad = factories.person(session, Role.COMMISSION, country="DE")
    with pytest.raises(NotFoundError):
        results.open_results(session, commission, report.id)
    submitting.submit(session, actor, report.id, NOW)
    assert results.open_results(session, commission, report.id)
    with pytest.raises(NotFoundError):
        results.open_results(session, abroad, report.id)


def test_scores_that_another_recipe_made_are_made_anew(session, actor, report, reviewer):
    save(session, actor, report, adult_literacy_value="98")
    submitting.submit(session, actor, report.id, NOW)
    right = comparing.open_network(session, reviewer, report.round.slug).cities[0].profile
    scores.set_profile(session, report.id, b"stale", "an older recipe")
    session.commit()
    slug = report.round.slug
    assert comparing.open_network(session, reviewer, slug).cities[0].profile == right
    assert comparing.compare(session, reviewer, slug, [report.city.slug]).cities[0].profile == right
