"""Cities, rounds and roles: administrators change them, reviewers look, everybody else neither."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lcassess.network.membership import Grant, Role
from lcassess.services import administering, roles
from lcassess.services.administering import TakenError
from lcassess.services.inviting import InvitationError, Wrong, countries, grant_for
from lcassess.services.refusals import NotAllowedError, NotFoundError, RefusedError
from lcassess.storage import assessments, cities, people, rounds, scores
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW

FEZ = {
    "name": "Fès",
    "own_name": "فاس",
    "country": "MA",
    "region": "ARB",
    "unit_type": "city",
    "since": date(2019, 1, 1),
    "now": NOW,
}
ROUND = {
    "name": "Round 2028",
    "edition": "2026",
    "opens_at": NOW,
    "closes_at": NOW + timedelta(days=200),
    "asks_signature": True,
    "asks_endorsement": False,
    "now": NOW,
}


@pytest.fixture
def administrator(session):
    return factories.person(session, Role.ADMINISTRATOR)


def others(session, *but):
    """Give a person of every role but some, and one without any."""
    city = factories.city(session)
    wanted = [None, *(role for role in Role if role not in but)]
    return [factories.person(session, role, city) for role in wanted]


@both_databases
def test_a_city_gets_an_address_and_reports_in_rounds_that_are_not_closed(session, administrator):
    factories.round_(session, slug="closed", closes_at=NOW - timedelta(days=1))
    factories.round_(session, slug="open")
    factories.round_(session, slug="to-come", opens_at=NOW + timedelta(days=9))
    slug = administering.add_city(session, administrator, **FEZ)
    city = cities.find(session, "fes")
    assert (slug, city.own_name, city.region, city.fictional) == ("fes", "فاس", "ARB", False)
    found = assessments.of_cities(session, [city.id])
    assert {report.round.slug for report in found} == {"open", "to-come"}
    assert all(scores.settled(session, report.id) == bytes(12) for report in found)
    assert administering.add_city(session, administrator, **FEZ) == "fes-2"


@both_databases
def test_a_round_opens_a_report_of_every_city(session, administrator):
    members = [factories.city(session) for _number in range(3)]
    administering.add_round(session, administrator, slug="2028", **ROUND)
    found = assessments.of_cities(session, [city.id for city in members])
    assert {report.city for report in found} == set(members)
    assert {report.round for report in found} == {rounds.find(session, "2028")}
    assert all(scores.settled(session, report.id) == bytes(12) for report in found)


def test_the_address_of_a_round_is_never_used_again(session, administrator):
    administering.add_round(session, administrator, slug="2028", **ROUND)
    with pytest.raises(TakenError):
        administering.add_round(session, administrator, slug="2028", **ROUND)
    assert len(administering.all_rounds(session, administrator)) == 1


@pytest.mark.parametrize("slug", ["", "Round", "a b", "-a", "a-", "a--b", "é", "a\n"])
def test_what_cannot_stand_in_an_address_is_refused(session, administrator, slug):
    with pytest.raises(RefusedError):
        administering.add_round(session, administrator, slug=slug, **ROUND)
    assert rounds.everything(session) == []


def test_only_administrators_change_anything(session):
    target = factories.person(session, Role.READER)
    ((grant_id, _grant),) = people.grants(session, [target.person_id])[target.person_id]
    for actor in others(session, Role.ADMINISTRATOR):
        for deed in (
            lambda actor=actor: administering.add_city(session, actor, **FEZ),
            lambda actor=actor: administering.add_round(session, actor, slug="2028", **ROUND),
            lambda actor=actor: roles.take_role(session, actor, target.person_id, grant_id),
            lambda actor=actor: roles.remove_person(session, actor, target.person_id, NOW),
            lambda actor=actor: roles.find_person(session, actor, target.person_id),
        ):
            with pytest.raises(NotAllowedError):
                deed()
    assert people.actor(session, target.person_id) == target
    assert rounds.everything(session) == []


def test_only_uil_sees_the_lists(session):
    reviewer = factories.person(session, Role.REVIEWER)
    seeing = (
        lambda actor: administering.all_rounds(session, actor),
        lambda actor: administering.cities_called(session, actor, "", 0),
        lambda actor: roles.people_called(session, actor, "", 0),
    )
    for see in seeing:
        see(reviewer)
        for actor in others(session, Role.REVIEWER, Role.ADMINISTRATOR):
            with pytest.raises(NotAllowedError):
                see(actor)


def test_people_are_listed_with_where_their_roles_hold(session, administrator):
    city = factories.city(session)
    coordinator = factories.coordinator(session, city)
    commission = factories.person(session, Role.COMMISSION, country="MA")
    found, total = roles.people_called(session, administrator, "", 0)
    held = {member.id: [(r.grant, r.city) for r in member.roles] for member in found}
    assert total == 3
    assert held[coordinator.person_id] == [(Grant(Role.COORDINATOR, city.id), city)]
    assert held[commission.person_id] == [(Grant(Role.COMMISSION, None, "MA"), None)]
    assert roles.find_person(session, administrator, coordinator.person_id) in found


def test_a_role_and_a_person_are_taken_away_once(session, administrator):
    reader = factories.person(session, Role.READER)
    ((grant_id, _grant),) = people.grants(session, [reader.person_id])[reader.person_id]
    roles.take_role(session, administrator, reader.person_id, grant_id)
    with pytest.raises(NotFoundError):
        roles.take_role(session, administrator, reader.person_id, grant_id)
    roles.remove_person(session, administrator, reader.person_id, NOW)
    with pytest.raises(NotFoundError):
        roles.remove_person(session, administrator, reader.person_id, NOW)
    with pytest.raises(NotFoundError):
        roles.find_person(session, administrator, reader.person_id)


def test_no_administrator_is_shut_out_by_themselves(session, administrator):
    own = administrator.person_id
    ((grant_id, _grant),) = people.grants(session, [own])[own]
    with pytest.raises(NotAllowedError):
        roles.take_role(session, administrator, own, grant_id)
    with pytest.raises(NotAllowedError):
        roles.remove_person(session, administrator, own, NOW)
    assert people.actor(session, own) == administrator


@pytest.mark.parametrize(
    ("role", "where", "grant"),
    [
        ("coordinator", {"city": "fez"}, Grant(Role.COORDINATOR, 1)),
        ("coordinator", {"city": "Fez"}, Grant(Role.COORDINATOR, 1)),
        ("certifier", {"city": "fez"}, Grant(Role.CERTIFIER, 1)),
        ("contributor", {"city": "fez"}, Grant(Role.CONTRIBUTOR, 1)),
        (
            "contributor",
            {"city": "fez", "focus_areas": ("2.3", "1.1")},
            Grant(Role.CONTRIBUTOR, 1, None, ("2.3", "1.1")),
        ),
        ("commission", {"country": "ma"}, Grant(Role.COMMISSION, None, "MA")),
        ("reviewer", {}, Grant(Role.REVIEWER)),
        ("reviewer", {"country": "ma"}, Grant(Role.REVIEWER, None, "MA")),
        ("administrator", {}, Grant(Role.ADMINISTRATOR)),
        ("reader", {}, Grant(Role.READER)),
        ("reader", {"city": "fez"}, Grant(Role.READER, 1)),
    ],
)
def test_a_role_holds_where_it_can(session, role, where, grant):
    factories.city(session, name="Fez", slug="fez", id=1)
    assert grant_for(session, "a@fez.example", Role(role), **where) == grant


@pytest.mark.parametrize(
    ("role", "where", "faults"),
    [
        ("coordinator", {}, [Wrong.CITY_MISSING]),
        ("contributor", {"city": "oslo"}, [Wrong.CITY_UNKNOWN]),
        ("certifier", {"city": "fez", "country": "MA"}, [Wrong.COUNTRY_TOO_MUCH]),
        ("coordinator", {"city": "fez", "focus_areas": ("2.3",)}, [Wrong.FOCUS_AREAS_TOO_MUCH]),
        ("contributor", {"city": "fez", "focus_areas": ("9.9",)}, [Wrong.FOCUS_AREAS_UNKNOWN]),
        ("commission", {}, [Wrong.COUNTRY_MISSING]),
        ("commission", {"country": "ZZ"}, [Wrong.COUNTRY_UNKNOWN]),
        ("commission", {"country": "EU"}, [Wrong.COUNTRY_UNKNOWN]),
        ("commission", {"country": "001"}, [Wrong.COUNTRY_UNKNOWN]),
        ("commission", {"city": "fez"}, [Wrong.CITY_TOO_MUCH, Wrong.COUNTRY_MISSING]),
        ("reviewer", {"city": "fez"}, [Wrong.CITY_TOO_MUCH]),
        ("reviewer", {"country": "ZZ"}, [Wrong.COUNTRY_UNKNOWN]),
        ("administrator", {"country": "MA"}, [Wrong.COUNTRY_TOO_MUCH]),
        ("reader", {"city": "oslo"}, [Wrong.CITY_UNKNOWN]),
        ("reader", {"country": "MA"}, [Wrong.COUNTRY_TOO_MUCH]),
    ],
)
def test_a_role_that_holds_nowhere_says_why(session, role, where, faults):
    factories.city(session, name="Fez", slug="fez")
    with pytest.raises(InvitationError) as refusal:
        grant_for(session, "a@fez.example", Role(role), **where)
    assert refusal.value.faults == faults


@pytest.mark.parametrize("email", ["", "a", "a@b", "a b@c.example", "@c.example", "a@c.", "a@.c"])
def test_what_is_no_email_is_refused(session, email):
    with pytest.raises(InvitationError) as refusal:
        grant_for(session, email, Role.REVIEWER)
    assert refusal.value.faults == [Wrong.EMAIL]


def test_a_role_that_is_held_already_is_not_offered_again(session):
    reader = factories.person(session, Role.READER)
    with pytest.raises(InvitationError) as refusal:
        grant_for(session, reader.email.upper(), Role.READER)
    assert refusal.value.faults == [Wrong.HELD]
    people.remove(session, reader.person_id, NOW)
    assert grant_for(session, reader.email, Role.READER) == Grant(Role.READER)


def test_countries_have_names_in_every_language():
    assert countries("fr")["DE"] == "Allemagne"
    assert set(countries("en")) == set(countries("ar"))
    assert 245 <= len(countries("en")) <= 250
