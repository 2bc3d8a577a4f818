"""Messages after a page: sent once it is closed, with links that lead somewhere."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from lcassess.accounts.posting import send_waiting
from lcassess.extensions import db
from lcassess.network.membership import Role
from lcassess.notices.wording import TEMPLATES
from lcassess.services.telling import about, tell
from lcassess.storage import people
from lcassess.storage.engine import begin_write
from lcassess.storage.tables import MessageRow, PersonRow
from lcassess.web.outbox import AT_ONCE
from tests import factories
from tests.factories import NOW
from tests.web.test_rounds import outbox, post
from tests.web.visiting import visit

ADDRESS = "/rounds/2026/announce"
SAID = {"subject": "A call", "text": "On Monday."}


@pytest.fixture
def browser(app, session):
    return visit(app, session, factories.person(session, Role.ADMINISTRATOR))


@pytest.fixture
def report(session):
    return factories.report(session, in_=factories.round_(session, slug="2026"))


@pytest.mark.parametrize("kind", [kind for kind, template in TEMPLATES.items() if template.path])
def test_the_link_of_every_message_leads_to_a_page(app, kind):
    about = {"assessment": UUID(int=7), "token": "t0ken", "indicator": "adult-literacy"}
    path = TEMPLATES[kind].path % about
    assert app.url_map.bind("localhost").match(path, "GET")


@pytest.mark.usefixtures("report")
def test_a_page_that_leaves_no_message_sends_none_that_waits(session, browser, tmp_path):
    begin_write(session)
    whom = people.holding(session, Role.ADMINISTRATOR)
    tell(session, whom, "announcement", SAID | {"round": "x"}, "waits", NOW)
    session.commit()
    assert browser.get("/rounds/2026", buffered=True).status_code == 200
    assert outbox(tmp_path) == []


def test_what_is_left_is_sent_when_the_page_is_closed_in_the_language_of_each(
    session, browser, report, tmp_path
):
    french = factories.coordinator(session, report.city)
    session.get(PersonRow, french.person_id).language = "fr"
    factories.coordinator(session, report.city)
    session.commit()
    address = f"/rounds/2026/cities/{report.city.slug}"
    typed = {"until": "2999-04-30", "why_more": "Flood"}
    assert post(browser, address, address, **typed).status_code == 303
    messages = outbox(tmp_path)
    assert len(messages) == 2
    (one,) = (text for text in messages if french.email in text)
    assert "30 avril 2999" in one


def test_many_messages_are_sent_in_part_and_the_rest_waits(session, browser, report, tmp_path):
    for _number in range(AT_ONCE + 3):
        factories.coordinator(session, report.city)
    assert post(browser, ADDRESS, ADDRESS, **SAID).status_code == 303
    assert len(outbox(tmp_path)) == AT_ONCE
    session.rollback()
    unsent = select(MessageRow).where(MessageRow.sent_at.is_(None))
    assert len(session.scalars(unsent).all()) == 3


def test_a_host_that_a_request_claims_stands_in_no_link(app, session, report, tmp_path):
    factories.coordinator(session, report.city)
    begin_write(session)
    whom = people.holding(session, Role.COORDINATOR)
    tell(session, whom, "write_due", about(report, NOW), "due", NOW)
    session.commit()
    with app.test_request_context("/", base_url="http://evil.example"):
        send_waiting(db.session, NOW, 1)
    (message,) = outbox(tmp_path)
    assert f"http://127.0.0.1:8000/assessments/{report.id}\n" in message
    assert "evil" not in message
