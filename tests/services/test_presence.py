"""Who is at a page is known for 150 seconds after they last said so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep

from sqlalchemy.orm import Session

from lcassess.services import presence
from lcassess.storage import saving
from lcassess.storage.engine import begin_write
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW


@both_databases
def test_a_person_is_there_for_150_seconds_and_not_longer(session):
    report = factories.report(session)
    amina, li = (factories.coordinator(session, report.city) for _person in range(2))
    session.commit()
    presence.be_here(session, amina, report.id, "1.1", NOW)
    for seconds, seen in ((15, [amina.name]), (149, [amina.name]), (150, []), (400, [])):
        then = NOW + timedelta(seconds=seconds)
        assert presence.be_here(session, li, report.id, "1.1", then) == seen
    presence.be_here(session, amina, report.id, "1.1", NOW + timedelta(seconds=401))
    assert presence.be_here(session, li, report.id, "1.1", NOW + timedelta(seconds=402)) == [
        amina.name
    ]


@both_databases
def test_two_tabs_of_a_person_that_open_at_once_both_arrive(engine, session):
    report = factories.report(session)
    amina = factories.coordinator(session, report.city)
    begin_write(session)
    saving.arrive(session, report.id, "1.1", amina.person_id, NOW)
    with ThreadPoolExecutor(1) as pool, Session(engine) as other:
        arriving = pool.submit(presence.be_here, other, amina, report.id, "1.1", NOW)
        sleep(0.5)  # until it waits for us
        session.commit()
        assert arriving.result() == []
