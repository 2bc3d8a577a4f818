"""Cities, their inhabitants and figures, and people with their roles."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lcassess.network.membership import Grant, Population, Role
from lcassess.storage import cities, figures, people
from lcassess.storage.engine import begin_write
from lcassess.storage.tables import PersonRow
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW

pytestmark = both_databases


def figure(city_id, **columns):
    defaults = {"indicator_id": "adult-literacy", "year": 2020, "value": "98.5", "source": "A"}
    return {"city_id": city_id, "match": "exact"} | defaults | columns


def test_cities_are_listed_by_name_in_parts(session):
    for name in ("Oslo", "Almada", "Fez"):
        factories.city(session, name=name)
    assert [city.name for city in cities.everything(session)] == ["Almada", "Fez", "Oslo"]
    assert [city.name for city in cities.page(session, "", 1, 1)] == ["Fez"]
    assert cities.number(session, "") == 3


@pytest.mark.parametrize("text", ["saint-e", "ÉTIENNE", "Étienne", "etienne", " Saint ", "Сент"])
def test_a_city_is_found_without_regard_to_case_and_accents(session, text):
    factories.city(session, name="Oslo")
    wanted = factories.city(
        session, name="Saint-Étienne", slug="saint-etienne", own_name="Сент-Этьен"
    )
    assert cities.page(session, text, 0, 9) == [wanted]
    assert cities.number(session, text) == 1


@pytest.mark.parametrize("text", ["%", "_", "\\", "zzz", "' OR 1=1 --", "Ж"])
def test_signs_of_the_query_language_are_letters_like_others(session, text):
    factories.city(session, name="Oslo")
    assert cities.page(session, text, 0, 9) == []


def test_a_name_leads_to_all_cities_that_have_it_and_a_slug_to_one(session):
    one = factories.city(session, name="Córdoba", slug="cordoba", country="ES")
    two = factories.city(session, name="Córdoba", slug="cordoba-2", country="AR")
    factories.city(session, name="Córdoba del Mar", slug="cordoba-del-mar")
    assert cities.ids_called(session, "cordoba") == [one.id]
    assert cities.ids_called(session, "cordoba-2") == [two.id]
    assert set(cities.ids_called(session, "CÓRDOBA")) == {one.id, two.id}
    assert cities.ids_called(session, "Cord") == []


def test_a_slug_is_used_once(session):
    factories.city(session, slug="fez")
    with pytest.raises(IntegrityError):
        factories.city(session, slug="fez")


def test_many_cities_get_their_ids_in_order(session):
    rows = [
        {"slug": f"c-{n}", "name": f"City {99 - n}", "country": "FR", "source_id": f"s{n}"}
        for n in range(30)
    ]
    ids = cities.add_many(session, rows)
    session.commit()
    named = cities.named(session, ids)
    assert [named[city_id].slug for city_id in ids] == [row["slug"] for row in rows]
    assert cities.by_source_id(session) == {f"s{n}": city_id for n, city_id in enumerate(ids)}
    assert cities.add_many(session, []) == []
    assert cities.unrecognised(session) == []
    assert cities.slugs(session) == {row["slug"] for row in rows}


def test_membership_begins_on_a_day(session):
    city_id = cities.add(session, date(2019, 2, 28), slug="fez", name="Fez", country="MA")
    assert cities.memberships(session, city_id) == [(date(2019, 2, 28), None)]
    assert cities.memberships(session, factories.city(session).id) == []


def test_inhabitants_are_kept_by_boundary_and_year_the_newest_first(session):
    city, other = factories.city(session), factories.city(session)
    for year, people_, boundary in (
        (2020, 100, "municipality"),
        (2024, 120, "municipality"),
        (2024, 300, "metropolitan"),
        (2020, 101, "municipality"),
    ):
        given = Population(boundary, year, people_, f"census {people_}")
        cities.set_population(session, city.id, given)
    session.commit()
    assert cities.populations(session, city.id) == [
        Population("metropolitan", 2024, 300, "census 300"),
        Population("municipality", 2024, 120, "census 120"),
        Population("municipality", 2020, 101, "census 101"),
    ]
    assert cities.populations(session, other.id) == []


def test_figures_come_exact_ones_first_then_the_newest(session):
    city = factories.city(session)
    figures.replace(
        session,
        [city.id],
        [
            figure(city.id, match="partial", year=2024, source="partial"),
            figure(city.id, match="exact", year=2011, source="exact, old"),
            figure(city.id, match="proxy", year=2023, source="proxy"),
            figure(city.id, match="exact", year=2020, source="exact, new"),
            figure(city.id, indicator_id="another", source="another question"),
        ],
    )
    found = figures.of_city(session, city.id, ["adult-literacy", "third"])
    assert [row.source for row in found] == ["exact, new", "exact, old", "proxy", "partial"]
    assert (found[0].value, found[0].year_basis, found[0].basis) == (
        "98.5",
        "reference",
        "published",
    )
    assert figures.of_city(session, city.id, []) == []


def test_new_figures_stand_in_the_place_of_those_of_the_same_cities(session):
    one, two = factories.city(session), factories.city(session)
    figures.replace(session, [one.id, two.id], [figure(one.id), figure(two.id)])
    figures.replace(session, [one.id], [figure(one.id, source="B")])
    assert [f.source for f in figures.of_city(session, one.id, ["adult-literacy"])] == ["B"]
    assert [f.source for f in figures.of_city(session, two.id, ["adult-literacy"])] == ["A"]
    figures.replace(session, [one.id], [])
    assert figures.of_city(session, one.id, ["adult-literacy"]) == []


def test_a_person_is_known_by_email_whatever_its_case(session):
    person_id = people.add(session, " Ana@Almada.Example ", "Ana", NOW)
    found = people.by_email(session, "ANA@almada.example")
    assert (found.id, found.email, found.removed_at) == (person_id, "ana@almada.example", None)
    with pytest.raises(IntegrityError):
        people.add(session, "ana@ALMADA.example", "Ana again", NOW)


def test_a_role_is_held_once_and_every_change_ends_sign_ins(session):
    city = factories.city(session)
    person_id = people.add(session, "a@example.org", "A", NOW)
    grant = Grant(Role.CONTRIBUTOR, city.id, None, ("1.1", "2.3"))
    for _time in range(2):
        people.give(session, person_id, grant)
    people.give(session, person_id, Grant(Role.COMMISSION, country="FR"))
    assert people.actor(session, person_id).grants == (grant, Grant(Role.COMMISSION, country="FR"))
    assert epoch(session, person_id) == 2
    held = people.grants(session, [person_id])[person_id]
    assert people.take(session, person_id, held[0][0])
    assert epoch(session, person_id) == 3
    assert [g.role for g in people.actor(session, person_id).grants] == [Role.COMMISSION]


@pytest.mark.parametrize("where", ["city", "country", "everywhere"])
def test_of_many_who_give_a_role_at_once_one_gives_it(engine, session, where):
    person_id = people.add(session, "a@example.org", "A", NOW)
    grant = {
        "city": Grant(Role.CONTRIBUTOR, factories.city(session).id, None, ("1.1", "2.3")),
        "country": Grant(Role.COMMISSION, country="FR"),
        "everywhere": Grant(Role.ADMINISTRATOR),
    }[where]
    session.commit()

    def give(_number):
        with Session(engine) as own:
            begin_write(own)
            people.give(own, person_id, grant)
            own.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(give, range(16)))
    assert people.actor(session, person_id).grants == (grant,)
    assert epoch(session, person_id) == 1


def test_a_role_that_differs_in_anything_is_another_one(session):
    city, other = (factories.city(session).id for _ in range(2))
    given = (
        Grant(Role.CONTRIBUTOR, city),
        Grant(Role.CONTRIBUTOR, city, None, ("1.1",)),
        Grant(Role.CONTRIBUTOR, other),
        Grant(Role.COORDINATOR, city),
        Grant(Role.COMMISSION, country="FR"),
        Grant(Role.COMMISSION, country="PT"),
    )
    for name in ("a", "b"):
        person_id = people.add(session, f"{name}@example.org", name, NOW)
        for grant in given:
            people.give(session, person_id, grant)
        assert people.actor(session, person_id).grants == given


def test_a_role_is_only_taken_from_the_person_who_holds_it(session):
    one, other = (factories.person(session, Role.READER) for _ in range(2))
    ((grant_id, _grant),) = people.grants(session, [other.person_id])[other.person_id]
    before = epoch(session, one.person_id)
    assert not people.take(session, one.person_id, grant_id)
    assert epoch(session, one.person_id) == before
    assert people.actor(session, other.person_id).grants


def test_somebody_removed_is_listed_and_acts_no_more(session):
    gone, stays = (factories.person(session, Role.READER) for _ in range(2))
    before = epoch(session, gone.person_id)
    people.remove(session, gone.person_id, NOW)
    assert people.actor(session, gone.person_id) is None
    assert [row.id for row in people.page(session, "", 0, 9)] == [stays.person_id]
    assert people.number(session, "") == 1
    assert people.by_email(session, gone.email).removed_at == NOW
    assert people.grants(session, [gone.person_id]) == {}
    assert epoch(session, gone.person_id) == before + 1


def test_people_are_found_by_name_or_email_in_parts(session):
    for name in ("Zoe Adams", "Ana Silva", "Ben Silva"):
        people.add(session, f"{name.split()[0]}@x.example", name, NOW)
    assert [row.name for row in people.page(session, "silva", 0, 9)] == ["Ana Silva", "Ben Silva"]
    assert [row.name for row in people.page(session, "ZOE@", 0, 9)] == ["Zoe Adams"]
    assert [row.name for row in people.page(session, "", 1, 1)] == ["Ben Silva"]
    assert people.number(session, "silva") == 2
    assert people.page(session, "%", 0, 9) == []


def epoch(session, person_id):
    session.flush()
    return session.get(PersonRow, person_id, populate_existing=True).epoch
