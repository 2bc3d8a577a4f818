"""Questions lent by a link: what its holder sees and sends, and what the coordinator decides."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from config import TestConfig
from lcassess.accounts.tokens import digest
from lcassess.app import create_app
from lcassess.extensions import db
from lcassess.framework import catalogue
from lcassess.network.membership import Role
from lcassess.storage import answers, assessments, lending
from lcassess.storage.tables import LoanLinkRow, MessageRow, SuggestionRow
from tests import factories
from tests.web.visiting import Desk, fields, open_report, visit, words

LITERACY, VOLUNTEERING = "adult-literacy", "volunteering"
TEXT = "empowerment-and-cohesion-next-steps"
OTHER = "early-childhood-participation"
LINK = re.compile(r"http\S+(/lent/\S{43})\b")


def day(days=7):
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


@pytest.fixture
def report(session):
    return open_report(session)


@pytest.fixture
def amina(session, report):
    return factories.coordinator(session, report.city)


@pytest.fixture
def desk(app, session, report, amina):
    return Desk(visit(app, session, amina), f"/assessments/{report.id}/1.1")


@pytest.fixture
def lend(app, session, report, amina):
    """Lend questions as the coordinator does, and give the address of the link."""

    def happen(*questions, **form):
        client = visit(app, session, amina)
        address = f"/assessments/{report.id}/loans"
        posted = fields(client.get(address).text, address)
        posted.setlist("questions", list(questions or [LITERACY, VOLUNTEERING, TEXT]))
        wanted = {"name": "Tomás", "department": "Statistics", "due": day(), "language": "en"}
        for name, text in {**wanted, **form}.items():
            posted[name] = text
        with client.post(address, data=posted) as response:  # when it closes, messages are sent
            response.get_data()
        if response.status_code != 303:
            return response
        return LINK.search(client.get(address).text)[1]

    return happen


@pytest.fixture
def holder(app):
    """Somebody without an account, with the link."""

    def arrive(address):
        return Desk(app.test_client(), address)

    return arrive


@pytest.fixture
def inbox(app, session, report, amina):
    """The page of suggestions, as the coordinator uses it."""
    client = visit(app, session, amina)
    address = f"/assessments/{report.id}/suggestions"

    def decide(verdict, **changes):
        page = client.get(address).text
        action = re.search(rf'action="({address}/\d+)"', page)[1]
        form = {**fields(page, action).to_dict(), "verdict": verdict, **changes}
        return client.post(action, data=form)

    decide.page = lambda: client.get(address).text
    return decide


def kept(session, report, name=LITERACY):
    session.rollback()
    found = answers.texts_of if name == TEXT else answers.of
    return found(session, report.id).get(name)


def arrived(session, report):
    session.rollback()
    return {one.name: one for one in lending.suggestions(session, report.id)}


def question_fields(page, address):
    return {name for name in fields(page, address) if name not in {"csrf_token", "lang", "by"}}


class TestTheLink:
    def test_it_is_shown_once_and_only_its_hash_is_kept(self, lend, session, desk, report):
        address = lend()
        token = address.removeprefix("/lent/")
        assert session.scalars(select(LoanLinkRow.token_hash)).all() == [digest(token)]
        again = desk.client.get(f"/assessments/{report.id}/loans").text
        assert token not in again

    def test_nothing_in_the_database_holds_the_token(self, lend, session):
        token = lend(email="statistics@example.org").removeprefix("/lent/")
        message = session.scalars(select(MessageRow)).one()
        assert (message.email, message.language) == ("statistics@example.org", "en")
        assert token not in str(message.facts)

    def test_the_message_has_the_link_that_opens_the_questions(self, lend, holder, tmp_path):
        address = lend(email="statistics@example.org", message="Please look at it.")
        (path,) = (tmp_path / "outbox").glob("*.txt")
        mail = path.read_text(encoding="utf-8")
        assert "Please look at it." in mail
        assert address in mail
        assert holder(address).open()

    def test_it_shows_the_questions_the_city_and_the_message_and_nothing_else(
        self, lend, desk, holder, report
    ):
        desk.save({f"{LITERACY}-value": "81.5", f"{LITERACY}-source": "secret register"})
        page = holder(address := lend(message="By Friday, please.")).open()
        assert report.city.name in page
        assert "By Friday, please." in page
        assert {name.rpartition("-")[0] for name in question_fields(page, address)} >= {LITERACY}
        asked = {LITERACY, VOLUNTEERING, TEXT}
        assert all(name.startswith(tuple(asked)) for name in question_fields(page, address))
        for hidden in ("81.5", "secret register", report.round.name, str(report.id), "Amina"):
            assert hidden not in page

    def test_a_whole_focus_area_is_one_choice(self, lend, holder):
        page = holder(address := lend("1.1")).open()
        focus_area = catalogue.load().by_code["1.1"]
        asked = [name for name in catalogue.load().asking if f'name="{name}-value' in page]
        assert asked == [n for n, f in catalogue.load().asking.items() if f is focus_area]
        assert question_fields(page, address)

    @pytest.mark.parametrize("language", ["en", "fr"])
    def test_its_page_is_in_the_language_chosen(self, lend, holder, language):
        address = lend(language=language)
        assert f'<html lang="{language}"' in holder(address).open()

    @pytest.mark.parametrize("end", ["expired", "revoked", "unknown"])
    def test_one_that_has_ended_opens_and_takes_nothing(
        self, lend, holder, session, desk, report, end
    ):
        found = holder(address := lend())
        found.open()
        form = fields(found.page, address) | {f"{LITERACY}-value": "80"}
        if end == "expired":
            past = datetime.now(UTC) - timedelta(seconds=1)
            session.execute(update(LoanLinkRow).values(expires_at=past))
            session.commit()
        elif end == "revoked":
            loan = f"/assessments/{report.id}/loans"
            action = re.search(rf'action="({loan}/\d+/revoke)"', desk.client.get(loan).text)[1]
            desk.client.post(action, data=fields(desk.client.get(loan).text, action))
        else:
            address = "/lent/" + "x" * 43
        assert found.client.get(address).status_code == 404
        assert found.client.post(address, data=form).status_code == 404
        assert arrived(session, report) == {}

    def test_nobody_can_try_many_tokens(self, tmp_path, empty_file):
        shutil.copy(empty_file, tmp_path / "limited.db")
        config = TestConfig(tmp_path, f"sqlite:///{tmp_path / 'limited.db'}")
        config.RATELIMIT_ENABLED = True
        app = create_app(config)
        client = app.test_client()
        tried = [client.get(f"/lent/{number:043}").status_code for number in range(70)]
        with app.app_context():
            db.engine.dispose()
        assert tried == [404] * 60 + [429] * 10

    def test_it_works_for_fourteen_days_after_the_due_date(self, lend, session, report):
        lend(due=day(3))
        loan = lending.of_report(session, report.id)[0]
        assert loan.expires_at - loan.due_at == timedelta(days=14)


class TestSending:
    def test_what_is_sent_is_a_suggestion_and_no_answer(self, lend, holder, session, report):
        found = holder(lend())
        assert found.save({f"{LITERACY}-value": "80", "by": "Tomás R."}).status_code == 303
        one = arrived(session, report)[LITERACY]
        assert (one.fields, one.by, one.seen) == ({"value": "80"}, "Tomás R.", 0)
        assert kept(session, report) is None

    def test_what_was_not_filled_in_is_no_suggestion(self, lend, holder, session, report):
        holder(lend()).save({f"{TEXT}-value": "Go on."})
        assert set(arrived(session, report)) == {TEXT}

    @pytest.mark.parametrize("other", [OTHER, "employment-rate", "no-such-question"])
    def test_other_questions_in_the_form_are_not_read(self, lend, holder, session, report, other):
        found = holder(lend(LITERACY))
        found.save({f"{other}-value": "50", f"{VOLUNTEERING}-value": "30"})
        assert arrived(session, report) == {}
        assert answers.of(session, report.id) == {}

    @pytest.mark.parametrize(
        "hostile",
        [
            {f"{LITERACY}-state": "accepted"},
            {f"{LITERACY}-grade": "divine"},
            {f"{LITERACY}-state": "not_applicable"},
            {"lang": "xx"},
        ],
    )
    def test_what_no_page_sends_is_refused_whole(self, lend, holder, session, report, hostile):
        found = holder(lend())
        assert found.save({f"{VOLUNTEERING}-value": "30"} | hostile).status_code == 400
        assert arrived(session, report) == {}

    def test_without_the_token_of_the_form_nothing_is_kept(self, lend, holder, session, report):
        found = holder(lend())
        found.open()
        assert found.save({f"{LITERACY}-value": "80", "csrf_token": "x"}).status_code == 400
        assert arrived(session, report) == {}

    def test_a_second_sending_replaces_the_first(self, lend, holder, session, report):
        found = holder(lend())
        found.save({f"{LITERACY}-value": "80", f"{VOLUNTEERING}-value": "30"})
        page = found.open()
        assert 'value="80"' in page
        found.save({f"{LITERACY}-value": "82", f"{VOLUNTEERING}-value": ""})
        loan = lending.of_report(session, report.id)[0]
        assert [(one.name, one.fields["value"]) for one in loan.waiting] == [(LITERACY, "82")]

    def test_sent_again_unchanged_it_is_sent_once(self, lend, holder, session):
        found = holder(lend())
        found.open()
        form = fields(found.page, found.address) | {f"{LITERACY}-value": "80"}
        for _twice in range(2):
            assert found.client.post(found.address, data=form).status_code == 303
        assert session.scalar(select(func.count(SuggestionRow.id))) == 1

    def test_the_coordinator_is_told(self, lend, holder, session, amina):
        holder(lend()).save({f"{LITERACY}-value": "80", "by": "Tomás"})
        session.rollback()
        told = session.scalars(select(MessageRow).where(MessageRow.kind == "suggested")).one()
        assert (told.person_id, told.facts["by"]) == (amina.person_id, "Tomás, Statistics")

    def test_when_the_report_is_closed_it_is_kept_and_says_so(
        self, lend, holder, session, report, inbox
    ):
        found = holder(lend())
        assessments.set_columns(session, report.id, status="submitted")
        session.commit()
        assert "What you send is kept" in words(found.open())
        assert found.save({f"{LITERACY}-value": "80"}).status_code == 303
        page = inbox.page()
        assert "These suggestions are kept" in page
        assert "verdict" not in page
        one = arrived(session, report)[LITERACY]
        assert one.waits


class TestDeciding:
    def test_accepted_it_is_the_answer_with_its_history(
        self, lend, holder, session, report, inbox, amina, desk
    ):
        sent = {f"{LITERACY}-value": "80", f"{LITERACY}-year": "2024", "by": "Tomás"}
        holder(lend()).save(sent)
        assert inbox("accepted").status_code == 303
        answer = kept(session, report)
        assert (str(answer.value), answer.year, answer.by) == ("80", "2024", amina.name)
        text = words(desk.client.get(f"/assessments/{report.id}/history/{LITERACY}").text)
        assert "suggested by Tomás, Statistics, taken over" in text
        assert amina.name in text

    def test_pressed_twice_it_is_taken_over_once(self, lend, holder, session, report, inbox, desk):
        holder(lend()).save({f"{LITERACY}-value": "80"})
        page, client = inbox.page(), desk.client
        action = re.search(r'action="(\S+/suggestions/\d+)"', page)[1]
        form = fields(client.get(f"/assessments/{report.id}/suggestions").text, action)
        for _twice in range(2):
            posted = client.post(action, data=form | {"verdict": "accepted"})
            assert posted.status_code == 303
        assert kept(session, report).version == 1

    def test_declined_it_leaves_the_answer_as_it_is(self, lend, holder, session, report, inbox):
        holder(lend()).save({f"{LITERACY}-value": "80"})
        assert inbox("declined").status_code == 303
        assert kept(session, report) is None
        assert "not taken over" in inbox.page()

    def test_what_is_said_otherwise_in_the_meantime_is_a_conflict_with_both_values(
        self, lend, holder, session, report, inbox, desk, amina
    ):
        found = holder(lend())
        found.open()
        desk.save({f"{LITERACY}-value": "71"})
        found.save({f"{LITERACY}-value": "80"})
        text = words(inbox.page())
        assert f"{amina.name} saved something else here" in text
        assert "71" in text
        assert "80" in text
        refused = inbox("accepted", version="0")
        assert refused.status_code == 409
        assert str(kept(session, report).value) == "71"
        assert inbox("accepted").status_code == 303
        assert str(kept(session, report).value) == "80"

    def test_what_others_said_about_other_parts_stays(
        self, lend, holder, session, report, inbox, desk
    ):
        found = holder(lend())
        found.open()
        desk.save({f"{LITERACY}-note": "by hand"})
        found.save({f"{LITERACY}-value": "80"})
        assert inbox("accepted").status_code == 303
        answer = kept(session, report)
        assert (str(answer.value), answer.note) == ("80", "by hand")

    def test_a_text_is_taken_over_as_well(self, lend, holder, session, report, inbox, desk):
        holder(lend()).save({f"{TEXT}-value": "Go on."})
        assert inbox("accepted").status_code == 303
        assert kept(session, report, TEXT).value == "Go on."
        assert "Go on." in desk.client.get(f"/assessments/{report.id}/history/{TEXT}").text

    @pytest.mark.parametrize("verdict", ["", "maybe"])
    def test_another_verdict_is_refused(self, lend, holder, inbox, verdict):
        holder(lend()).save({f"{LITERACY}-value": "80"})
        assert inbox(verdict).status_code == 400

    def test_another_reports_suggestion_is_not_found(self, app, lend, holder, session, report):
        holder(lend()).save({f"{LITERACY}-value": "80"})
        other = open_report(session)
        client = visit(app, session, factories.coordinator(session, other.city))
        address = f"/assessments/{other.id}"
        form = fields(client.get(f"{address}/loans").text, f"{address}/loans")
        one = arrived(session, report)[LITERACY].id
        for verdict in ("accepted", "declined"):
            response = client.post(f"{address}/suggestions/{one}", data=form | {"verdict": verdict})
            assert response.status_code == 404
        assert arrived(session, report)[LITERACY].waits


class TestLending:
    @pytest.mark.parametrize(
        ("form", "field"),
        [
            ({"due": "soon"}, "due"),
            ({"due": day(-2)}, "due"),
            ({"due": day(400)}, "due"),
            ({"name": "", "department": " "}, "name"),
            ({"email": "nobody"}, "email"),
            ({"message": "x" * 2001}, "message"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, lend, session, report, form, field):
        response = lend(**form)
        assert response.status_code == 422
        assert f'href="#{field}"' in response.text
        assert lending.of_report(session, report.id) == []

    def test_without_a_question_it_is_refused(self, app, session, report, amina):
        client = visit(app, session, amina)
        address = f"/assessments/{report.id}/loans"
        form = fields(client.get(address).text, address)
        form |= {"name": "T", "due": day(), "language": "en"}
        assert client.post(address, data=form).status_code == 422

    def test_a_question_that_is_not_asked_is_not_found(self, lend):
        assert lend("no-such-question").status_code == 404

    @pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.CERTIFIER, Role.READER])
    def test_only_the_coordinator_lends(self, app, session, report, role):
        client = visit(app, session, factories.person(session, role, report.city))
        assert client.get(f"/assessments/{report.id}/loans").status_code == 403

    def test_the_task_list_says_what_waits_for_whom(self, lend, holder, desk, report, session):
        address = lend("1.1")
        tasks = f"/assessments/{report.id}"
        assert "Tomás, Statistics" in words(desk.client.get(tasks).text)
        session.execute(update(LoanLinkRow).values(expires_at=datetime.now(UTC) + timedelta(1)))
        session.commit()
        holder(address).save({f"{LITERACY}-value": "80"})
        assert "One suggestion to decide on" in words(desk.client.get(tasks).text)


class TestHandingOver:
    def test_the_note_says_who_supplied_what_what_is_open_and_what_comes_next(
        self, lend, holder, inbox, desk, report
    ):
        sent = {f"{LITERACY}-value": "80", f"{LITERACY}-source": "Census", "by": "Tomás R."}
        holder(lend()).save(sent)
        inbox("accepted")
        lend("2.3", name="Lena", department="")
        note = words(desk.client.get(f"/assessments/{report.id}/hand-over").text)
        for said in ("Tomás R., Statistics", "Census", "Lent questions: Lena", "Coordinator"):
            assert said in note
        opened = note.partition("What is open")[2].partition("Question State")[0]
        assert catalogue.load().indicators[VOLUNTEERING].name in opened
        assert catalogue.load().indicators[LITERACY].name not in opened

    def test_a_city_with_one_coordinator_hears_how_to_get_a_second(self, desk, session, report):
        tasks = f"/assessments/{report.id}"
        assert "Only one person coordinates" in words(desk.client.get(tasks).text)
        factories.coordinator(session, report.city)
        assert "Only one person coordinates" not in words(desk.client.get(tasks).text)


def test_the_history_shows_old_values_as_typed(desk, report):
    desk.save({f"{LITERACY}-value": "80,50", f"{LITERACY}-note": "by hand"}, lang="fr")
    desk.open(lang="en")
    desk.save({f"{LITERACY}-value": "82.0", f"{LITERACY}-note": ""})
    desk.open()
    desk.save({f"{LITERACY}-state": "no_data"})
    text = words(desk.client.get(f"/assessments/{report.id}/history/{LITERACY}").text)
    places = [text.index(said) for said in ("No data", "82.0", "Note nothing", "80,50", "by hand")]
    assert places == sorted(places)
