"""Evidence on a page: links and files come in checked, and go out as nothing but downloads."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from lcassess.accounts import passwords
from lcassess.accounts.tables import SignInRow
from lcassess.network.membership import Role
from lcassess.services import submitting
from tests import evidence_samples as samples
from tests import factories
from tests.web.visiting import fields, open_report, visit, words

NAME = "adult-literacy"
MIB = 1024 * 1024


@pytest.fixture
def report(session):
    return open_report(session)


@pytest.fixture
def actor(session, report):
    return factories.coordinator(session, report.city)


@pytest.fixture
def client(app, session, actor):
    return visit(app, session, actor)


@pytest.fixture
def address(report):
    return f"/assessments/{report.id}/answers/{NAME}/evidence"


@pytest.fixture
def add(client, address):
    """Give something as the form does."""

    def post(content=None, name="notes.pdf", **typed):
        form = fields(client.get(address).text, address)
        form = form.to_dict() | {key.replace("_", "-"): text for key, text in typed.items()}
        if content is not None:
            form["file"] = (io.BytesIO(content), name)
        response = client.post(address, data=form, content_type="multipart/form-data")
        response.request.environ["wsgi.input"].close()
        return response

    return post


def stored(app):
    folder = Path(app.instance_path) / "evidence"
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


class TestAdding:
    def test_a_link_stands_on_the_page_and_leads_away_without_a_trace(self, add, client, address):
        assert (
            add(link="https://example.org/a?b=c&d=ü", page="p. 4", quote="98 <b>").status_code
            == 303
        )
        page = client.get(address).text
        assert 'href="https://example.org/a?b=c&amp;d=ü" rel="noopener noreferrer"' in page
        assert "98 &lt;b&gt;" in page

    @pytest.mark.parametrize(
        ("link", "sentence"),
        [
            ("javascript:alert(1)", "no link"),
            ("JaVaScRiPt://example.org/%0aalert(1)", "no link"),
            ("data:text/html,x", "no link"),
            ("//example.org", "no link"),
            ("example.org", "no link"),
            ("https://", "no link"),
            ("https://example.org/a b", "no link"),
            ("https://example.org:99999/", "no link"),
            ("https://exa\u202emple.org", "no link"),
            ("https://[::1", "no link"),
            ("ftp://example.org/a", "no link"),
            ("https://me:secret@example.org", "password"),
            ("https://me@example.org", "password"),
            ("http://localhost:8000/", "own network"),
            ("http://127.0.0.1/", "own network"),
            ("http://10.0.0." + "7/report", "own network"),
            ("http://[::1]/", "own network"),
            ("http://169.254.169.254/latest", "own network"),
            ("http://2130706433/", "own network"),
            ("http://127.1/", "own network"),
            ("http://intranet/report", "own network"),
            ("https://example.org/" + "a" * 2000, "longer than"),
            ("", "Give a link, or choose a file."),
        ],
    )
    def test_only_a_page_that_others_can_open_is_a_link(self, add, link, sentence):
        response = add(link=link)
        assert response.status_code == 422
        assert sentence in words(response.text)

    def test_a_file_comes_back_as_it_was_and_only_to_be_kept(self, app, add, client, address):
        content = samples.workbook()
        assert add(content, "../Haushalt \u202e 2025.xlsx.exe").status_code == 303
        assert len(stored(app)) == 1
        response = client.get(f"{address}/1/file", buffered=True)
        assert response.data == content
        assert response.headers["Content-Disposition"] == (
            'attachment; filename="Haushalt 2025.xlsx.exe.xlsx"'
        )
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"].startswith("sandbox")
        assert response.headers["Cache-Control"] == "no-store"
        assert response.content_length == len(content)

    def test_a_name_in_any_script_is_kept(self, add, client, address):
        add(samples.pdf(), "报告.pdf")
        said = client.get(f"{address}/1/file", buffered=True).headers["Content-Disposition"]
        assert "filename*=UTF-8''%E6%8A%A5%E5%91%8A.pdf" in said

    def test_a_page_in_a_text_file_is_sent_as_text(self, add, client, address):
        assert add(b"a;b\r\n1;2\r\n", "page.html").status_code == 303
        response = client.get(f"{address}/1/file", buffered=True)
        assert response.mimetype == "text/plain"
        assert "filename=page.html.txt" in response.headers["Content-Disposition"]

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"<html><script>alert(1)</script>", "do not take this kind"),
            (b"MZ" + bytes(100), "do not take this kind"),
            (samples.bomb(), "unpacks to far more"),
            (samples.pdf(b"/JavaScript"), "holds macros"),
            (b"", "is empty"),
            (b"a" * (10 * MIB + 1), "larger than 10 MB"),
        ],
    )
    def test_a_hostile_file_is_not_taken_and_leaves_nothing(self, app, add, content, sentence):
        response = add(content)
        assert response.status_code == 422
        assert sentence in words(response.text)
        assert stored(app) == []

    def test_a_giant_is_refused_before_it_is_read(self, add):
        assert add(b"a" * (11 * MIB + 1)).status_code == 413

    def test_no_other_page_takes_as_much(self, client, report):
        address = f"/assessments/{report.id}/answers/{NAME}/explanation"
        response = client.post(address, data={"explanation": "a" * (2 * MIB)})
        assert response.status_code == 413

    def test_what_is_given_twice_stands_once(self, app, add, client, address):
        for _time in range(2):
            assert add(samples.pdf()).status_code == 303
            assert add(link="https://example.org/").status_code == 303
        assert len(stored(app)) == 1
        assert client.get(address).text.count("/remove") == 2

    def test_a_link_and_a_file_at_once_are_asked_about(self, add):
        assert "one at a time" in words(add(samples.pdf(), link="https://example.org").text)

    def test_a_day_that_is_none_is_asked_about_and_nothing_typed_is_lost(self, add):
        response = add(link="https://example.org/x", valid_until="next year", quote="forty")
        assert response.status_code == 422
        assert "such as 2027-12-31" in words(response.text)
        assert 'value="https://example.org/x"' in response.text
        assert "forty" in response.text

    def test_evidence_past_its_day_is_asked_again(self, add, client, address, report):
        add(link="https://example.org/old", valid_until="2020-01-01")
        add(link="https://example.org/new", valid_until="2999-01-01")
        assert words(client.get(address).text).count("is there a newer one?") == 1
        page = client.get(f"/assessments/{report.id}/1.1").text
        assert "One item of evidence is past its day." in words(page)
        assert "One item of evidence is past its day." in words(
            client.get(f"/assessments/{report.id}/check").text
        )


class TestTakingAway:
    def test_the_history_keeps_it_and_the_file_goes(self, app, add, client, address):
        add(samples.pdf())
        form = fields(client.get(address).text, f"{address}/1/remove")
        for _time in range(2):
            assert client.post(f"{address}/1/remove", data=form).status_code == 303
        page = client.get(address).text
        assert "/remove" not in page
        assert "taken away" in words(page)
        assert stored(app) == []
        assert client.get(f"{address}/1/file", buffered=True).status_code == 404

    def test_a_file_that_another_item_needs_stays(self, app, add, client, address):
        add(samples.pdf(), page="1")
        add(samples.pdf(), page="2")
        form = fields(client.get(address).text, f"{address}/1/remove")
        client.post(f"{address}/1/remove", data=form)
        assert len(stored(app)) == 1
        assert client.get(f"{address}/2/file", buffered=True).status_code == 200

    def test_what_was_handed_in_stays_readable(
        self, app, session, add, client, address, report, actor
    ):
        add(samples.pdf())
        reviewer = visit(app, session, factories.person(session, Role.REVIEWER))
        assert reviewer.get(address).status_code == 404
        submitting.submit(session, actor, report.id, datetime.now(UTC))
        assert reviewer.get(f"{address}/1/file", buffered=True).data == samples.pdf()
        submitting.withdraw(session, actor, report.id, datetime.now(UTC))
        assert reviewer.get(f"{address}/1/file", buffered=True).status_code == 404
        form = fields(client.get(address).text, f"{address}/1/remove")
        assert client.post(f"{address}/1/remove", data=form).status_code == 303
        assert len(stored(app)) == 1

    def test_uil_sees_what_was_handed_in_and_not_what_came_later(
        self, app, session, add, address, report, actor
    ):
        add(link="https://example.org/first")
        submitting.submit(session, actor, report.id, datetime.now(UTC))
        reviewer = visit(app, session, factories.person(session, Role.REVIEWER))
        page = reviewer.get(address).text
        assert "https://example.org/first" in page
        assert "<form" not in re.search(r"<main.*</main>", page, re.DOTALL)[0]


class TestExplaining:
    def test_an_explanation_is_kept_and_shown(self, client, address, report):
        action = f"/assessments/{report.id}/answers/{NAME}/explanation"
        form = fields(client.get(address).text, action)
        form["explanation"] = "A new\r\nregister & <more>"
        assert client.post(action, data=form).status_code == 303
        assert "A new\nregister &amp; &lt;more&gt;" in client.get(address).text

    def test_nothing_is_written_once_it_is_handed_in(
        self, session, add, client, address, report, actor
    ):
        add(link="https://example.org/")
        action = f"/assessments/{report.id}/answers/{NAME}/explanation"
        page = client.get(address).text
        submitting.submit(session, actor, report.id, datetime.now(UTC))
        for target in (address, f"{address}/1/remove", action):
            form = fields(page, target).to_dict()
            form |= {"explanation": "late", "link": "https://example.org/2"}
            assert client.post(target, data=form).status_code == 409, target


class TestSignedOut:
    def test_a_link_that_was_given_after_the_sign_in_ended_is_not_lost(
        self, session, client, address, actor
    ):
        password = "four quiet herons at noon"
        hashed = passwords.make_hash(password)
        passwords.keep_hash(session, hashed, datetime.now(UTC), actor.person_id)
        session.commit()
        form = fields(client.get(address).text, address).to_dict()
        session.execute(update(SignInRow).values(ended_at=datetime.now(UTC)))
        session.commit()
        page = client.post(address, data=form | {"link": "https://example.org/kept"}).text
        assert "Nothing is lost" in words(page)
        again = fields(page, "/sign-in").to_dict() | {"email": actor.email, "password": password}
        assert client.post("/sign-in", data=again).location == address
        assert "https://example.org/kept" in client.get(address).text
