"""A round's dates, cohorts and cities, and what holds for one city only."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from lcassess.assessment.status import Move, Status
from lcassess.network.membership import Role
from lcassess.services import administering, announcing, contacting, scheduling, terms
from lcassess.services.announcing import EVERYBODY, Announcement
from lcassess.services.refusals import NotAllowedError, NotFoundError, NotNowError, RefusedError
from lcassess.services.terms import Terms
from lcassess.storage import assessments, cities, rounds
from lcassess.storage.tables import MembershipRow, MessageRow, PresenceRow
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW
from tests.services.test_administering import ROUND, others

MORE = NOW + timedelta(days=60)
CALL = Announcement(EVERYBODY, "A call", "On Monday.", "once")


@pytest.fixture
def administrator(session):
    return factories.person(session, Role.ADMINISTRATOR)


@pytest.fixture
def report(session):
    return factories.report(session)


def columns(found, **changes):
    names = ("name", "opens_at", "closes_at", "time_zone", "asks_signature", "asks_endorsement")
    return {name: getattr(found, name) for name in names} | changes


def told(session):
    session.rollback()
    rows = session.execute(select(MessageRow.kind, MessageRow.email).order_by(MessageRow.id))
    return [tuple(row) for row in rows]


def member(session, *spells):
    city = factories.city(session)
    for since, until in spells:
        session.execute(insert(MembershipRow).values(city_id=city.id, since=since, until=until))
    session.commit()
    return city


@both_databases
def test_those_take_part_who_are_members_on_the_opening_day_where_the_round_opens(
    session, administrator
):
    day = date(2026, 9, 1)
    inside = [
        member(session),
        member(session, (date(2015, 9, 1), None)),
        member(session, (day, None)),
        member(session, (date(2015, 9, 1), day)),
        member(session, (date(2010, 1, 1), date(2012, 1, 1)), (date(2020, 1, 1), None)),
    ]
    member(session, (date(2026, 9, 2), None))
    member(session, (date(2015, 9, 1), date(2026, 8, 31)))
    opens = datetime(2026, 8, 31, 22, tzinfo=UTC)  # it is 1 September in Paris
    dates = {"opens_at": opens, "time_zone": "Europe/Paris"}
    administering.add_round(session, administrator, slug="2028", **ROUND | dates)
    found = scheduling.open_schedule(session, administrator, "2028")
    assert {report.city for report in found.reports} == set(inside)


@both_databases
def test_dates_and_zone_can_be_changed(session, administrator, report):
    changed = columns(report.round, closes_at=MORE, time_zone="Asia/Amman", name="Other")
    scheduling.change_round(session, administrator, report.round.slug, **changed)
    found = rounds.find(session, report.round.slug)
    assert (found.closes_at, found.time_zone, found.name) == (MORE, "Asia/Amman", "Other")
    assert factories.found(session, report.id).deadline == MORE


@pytest.mark.parametrize(
    "changes", [{"closes_at": NOW - timedelta(days=99)}, {"time_zone": "Mars/Olympus"}]
)
def test_a_round_that_makes_no_sense_is_refused(session, administrator, report, changes):
    with pytest.raises(RefusedError):
        scheduling.change_round(
            session, administrator, report.round.slug, **columns(report.round, **changes)
        )
    assert rounds.find(session, report.round.slug) == report.round


@both_databases
def test_what_a_report_needs_changes_only_while_all_are_drafts(session, administrator, report):
    slug, wanted = report.round.slug, columns(report.round, asks_signature=True)
    scheduling.change_round(session, administrator, slug, **wanted)
    assert rounds.find(session, slug).asks_signature
    assessments.set_columns(session, report.id, status=Status.SIGNING.value)
    session.commit()
    assert not scheduling.open_schedule(session, administrator, slug).may_change_needs
    scheduling.change_round(session, administrator, slug, **wanted | {"closes_at": MORE})
    with pytest.raises(scheduling.AskedForError):
        scheduling.change_round(session, administrator, slug, **columns(report.round))
    assert rounds.find(session, slug).asks_signature


@both_databases
def test_a_cohort_has_a_deadline_of_its_own(session, administrator, report):
    slug = report.round.slug
    for closes_at in (MORE, MORE + timedelta(days=1)):
        scheduling.set_cohort(session, administrator, slug, "2025 intake", closes_at)
    (cohort,) = scheduling.open_schedule(session, administrator, slug).cohorts
    assert (cohort.name, cohort.closes_at) == ("2025 intake", MORE + timedelta(days=1))
    set_terms(session, administrator, report, Terms(cohort_id=cohort.id))
    assert factories.found(session, report.id).deadline == cohort.closes_at
    with pytest.raises(scheduling.TooEarlyError):
        scheduling.set_cohort(session, administrator, slug, "x", NOW - timedelta(days=99))


def set_terms(session, administrator, report, chosen, now=NOW):
    terms.set_terms(session, administrator, report.round.slug, report.city.slug, chosen, now)


@both_databases
def test_more_time_is_told_once_with_its_reason(session, administrator, report):
    someone = factories.coordinator(session, report.city)
    chosen = Terms(extended_until=MORE, extension_reason="Flood")
    for _replay in range(100):
        set_terms(session, administrator, report, chosen)
    assert factories.found(session, report.id).deadline == MORE
    assert told(session) == [("extension", someone.email)]
    facts = session.scalars(select(MessageRow)).one().facts
    assert (facts["reason"], facts["due"]) == ("Flood", MORE.isoformat())
    assert (
        terms.open_terms(session, administrator, report.round.slug, report.city.slug)[2] == chosen
    )
    later = replace(chosen, extended_until=MORE + timedelta(days=1))
    set_terms(session, administrator, report, later)
    assert len(told(session)) == 2
    set_terms(session, administrator, report, Terms())
    assert factories.found(session, report.id).deadline == report.round.closes_at
    assert len(told(session)) == 2


@both_databases
def test_an_excuse_is_told_once_and_keeps_its_day(session, administrator, report):
    factories.coordinator(session, report.city)
    chosen = Terms(excused=True, excuse_reason="Newly joined")
    for days in range(3):
        set_terms(session, administrator, report, chosen, NOW + timedelta(days=days))
    assert factories.found(session, report.id).excused
    assert [kind for kind, _email in told(session)] == ["excuse"]
    special = scheduling.open_schedule(session, administrator, report.round.slug).special
    assert special[report.id].excused_at == NOW


@pytest.mark.parametrize(
    "chosen",
    [
        Terms(extended_until=MORE),
        Terms(excused=True),
        Terms(extended_until=NOW, extension_reason="Less"),
        Terms(cohort_id=999),
    ],
)
def test_terms_without_sense_or_reason_are_refused(session, administrator, report, chosen):
    with pytest.raises(RefusedError):
        set_terms(session, administrator, report, chosen)
    assert factories.found(session, report.id) == report


def test_the_cohort_of_another_round_is_none(session, administrator, report):
    other = factories.round_(session)
    scheduling.set_cohort(session, administrator, other.slug, "x", MORE)
    cohort = scheduling.open_schedule(session, administrator, other.slug).cohorts[0]
    with pytest.raises(NotFoundError):
        set_terms(session, administrator, report, Terms(cohort_id=cohort.id))


@both_databases
def test_a_city_is_added_by_name_and_once(session, administrator, report):
    city = factories.city(session, name="Fès", slug="fes")
    slug = report.round.slug
    assert scheduling.add_participant(session, administrator, slug, "fes", NOW) == "Fès"
    assert {one.city for one in scheduling.open_schedule(session, administrator, slug).reports} == {
        report.city,
        city,
    }
    with pytest.raises(scheduling.TakesPartError):
        scheduling.add_participant(session, administrator, slug, city.slug, NOW)
    with pytest.raises(scheduling.NoSuchCityError):
        scheduling.add_participant(session, administrator, slug, "Nowhere", NOW)


@both_databases
def test_a_city_is_taken_out_while_nothing_hangs_on_its_report(session, administrator, report):
    someone = factories.coordinator(session, report.city)
    place = {"assessment_id": report.id, "code": "1.1", "person_id": someone.person_id, "at": NOW}
    session.execute(insert(PresenceRow).values(place))
    session.commit()
    set_terms(session, administrator, report, Terms(excused=True, excuse_reason="New"))
    scheduling.remove_participant(session, administrator, report.round.slug, report.city.slug)
    assert factories.found(session, report.id) is None
    assert cities.find(session, report.city.slug) == report.city


@both_databases
def test_a_report_with_a_past_stays_in_its_round(session, administrator, report):
    assessments.move(session, report, Move.SUBMIT, Status.SUBMITTED, None, NOW)
    session.commit()
    with pytest.raises(NotNowError):
        scheduling.remove_participant(session, administrator, report.round.slug, report.city.slug)
    assert factories.found(session, report.id).status is Status.SUBMITTED


@both_databases
def test_an_announcement_reaches_each_coordinator_once(session, administrator, report):
    someone = factories.coordinator(session, report.city)
    second = factories.report(session, in_=report.round)
    people = {someone.email, factories.coordinator(session, second.city).email}
    factories.person(session, Role.CERTIFIER, report.city)
    slug = report.round.slug
    counts = [
        announcing.announce(session, administrator, slug, CALL, NOW) for _replay in range(100)
    ]
    assert counts == [2] + [0] * 99
    assert {email for _kind, email in told(session)} == people
    assert announcing.announce(session, administrator, slug, replace(CALL, once="2"), NOW) == 2


@both_databases
def test_an_announcement_to_a_state_leaves_out_others_and_the_excused(
    session, administrator, report
):
    slug = report.round.slug
    signing, excused = (factories.report(session, in_=report.round) for _number in range(2))
    for one in (report, signing, excused):
        factories.coordinator(session, one.city)
    assessments.set_columns(session, signing.id, status=Status.SIGNING.value)
    session.commit()
    set_terms(session, administrator, excused, Terms(excused=True, excuse_reason="New"))
    assert announcing.audiences(session, administrator, slug) == {
        "all": 2,
        "draft": 1,
        "signing": 1,
    }
    assert announcing.announce(session, administrator, slug, CALL, NOW) == 2
    to_signing = replace(CALL, state="signing", once="2")
    assert announcing.announce(session, administrator, slug, to_signing, NOW) == 1


@pytest.mark.parametrize("part", ["subject", "text", "once"])
def test_an_announcement_without_words_is_refused(session, administrator, report, part):
    with pytest.raises(RefusedError):
        announcing.announce(
            session, administrator, report.round.slug, replace(CALL, **{part: ""}), NOW
        )


@both_databases
def test_the_contact_list_names_everybody_with_a_role(session, administrator, report):
    someone = factories.coordinator(session, report.city)
    commission = factories.person(session, Role.COMMISSION, country="FR")
    factories.person(session, Role.READER, report.city)
    found = contacting.contact_list(session, administrator, report.round.slug)
    assert {(one.slug, one.email, one.role) for one in found} == {
        (report.city.slug, someone.email, "coordinator"),
        (report.city.slug, commission.email, "commission"),
    }


def test_only_administrators_change_a_round_and_write_to_its_cities(session, report):
    slug, city = report.round.slug, report.city.slug
    for actor in others(session, Role.ADMINISTRATOR):
        for deed in (
            lambda actor=actor: scheduling.change_round(
                session, actor, slug, **columns(report.round)
            ),
            lambda actor=actor: scheduling.set_cohort(session, actor, slug, "x", MORE),
            lambda actor=actor: scheduling.add_participant(session, actor, slug, city, NOW),
            lambda actor=actor: scheduling.remove_participant(session, actor, slug, city),
            lambda actor=actor: terms.open_terms(session, actor, slug, city),
            lambda actor=actor: terms.set_terms(session, actor, slug, city, Terms(), NOW),
            lambda actor=actor: announcing.audiences(session, actor, slug),
            lambda actor=actor: announcing.announce(session, actor, slug, CALL, NOW),
            lambda actor=actor: contacting.contact_list(session, actor, slug),
        ):
            with pytest.raises(NotAllowedError):
                deed()
    assert told(session) == []


def test_what_does_not_exist_is_not_found(session, administrator, report):
    with pytest.raises(NotFoundError):
        scheduling.open_schedule(session, administrator, "nowhere")
    with pytest.raises(NotFoundError):
        terms.open_terms(session, administrator, report.round.slug, "nowhere")
    elsewhere = factories.city(session)
    with pytest.raises(NotFoundError):
        terms.open_terms(session, administrator, report.round.slug, elsewhere.slug)
