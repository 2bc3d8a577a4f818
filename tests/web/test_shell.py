"""What every page shares: addresses, headers, languages, refusals and limits."""

from __future__ import annotations

import re

import pytest

from config import TestConfig
from lcassess.app import create_app
from lcassess.framework.catalogue import load
from lcassess.web import assets
from tests.web.auditor import AuditingClient

PAGES = ["/", "/framework", "/framework/2.4", "/method", "/accessibility", "/privacy"]


@pytest.fixture
def framework():
    return load()


@pytest.fixture
def make_app(database_url, tmp_path):
    """Make the application with other settings, by their names in lower case."""

    def make(**settings):
        config = TestConfig(tmp_path, database_url)
        for name, value in settings.items():
            setattr(config, name.upper(), value)
        app = create_app(config)
        app.test_client_class = AuditingClient
        return app

    return make


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", PAGES)
def test_every_public_page_opens_in_every_language(client, path, language):
    response = client.get(f"{path}?lang={language}")
    assert response.status_code == 200
    assert f'<html lang="{language}" dir="ltr">' in response.text


def test_every_focus_area_shows_every_question_in_full(client, framework):
    for focus_area in framework.focus_areas:
        page = client.get(f"/framework/{focus_area.code}").text
        for indicator in focus_area.indicators:
            assert f'id="{indicator.id}"' in page
            assert indicator.guidance.wording


def test_the_list_of_questions_names_them_all(client, framework):
    page = client.get("/framework").text
    for indicator in framework.indicators.values():
        assert f"/framework/{framework.home[indicator.id].code}#{indicator.id}" in page


def test_health_says_ok_and_no_more(client):
    response = client.get("/healthz")
    assert (response.status_code, response.text) == (200, "ok\n")


class TestHeaders:
    def test_nothing_unsafe_is_allowed(self, client):
        policy = client.get("/").headers["Content-Security-Policy"]
        assert policy.split("; ")[0] == "default-src 'none'"
        assert "unsafe" not in policy
        assert "nonce" not in policy

    def test_a_page_with_a_session_is_kept_nowhere(self, client):
        response = client.get("/")
        assert response.headers["Cache-Control"] == "no-store"
        assert "Cookie" in response.vary

    def test_http_sends_no_hsts_and_https_does(self, client, make_app):
        assert "Strict-Transport-Security" not in client.get("/").headers
        safe = make_app(
            https=True, session_cookie_name="__Host-session", session_cookie_secure=True
        ).test_client()
        response = safe.get("/")
        assert "max-age=31536000" in response.headers["Strict-Transport-Security"]
        cookie = response.headers["Set-Cookie"]
        assert cookie.startswith("__Host-session=")
        assert "Secure" in cookie

    def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(self, client):
        cookie = client.get("/").headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


class TestLanguages:
    def test_the_browsers_language_is_used(self, client):
        page = client.get("/", headers={"Accept-Language": "fr-CA, en;q=0.5"})
        assert '<html lang="fr"' in page.text

    def test_a_chosen_language_is_remembered(self, client):
        client.get("/?lang=fr")
        assert '<html lang="fr"' in client.get("/method").text
        client.get("/method?lang=en")
        assert '<html lang="en"' in client.get("/").text

    @pytest.mark.parametrize("asked", ["de", "", "../fr", "fr_FR", "<script>"])
    def test_any_other_language_is_ignored(self, client, asked):
        page = client.get("/", query_string={"lang": asked})
        assert '<html lang="en"' in page.text
        assert "<script>" not in page.text

    def test_the_menu_keeps_the_address(self, client):
        page = client.get("/method?round=2026&cities=a&cities=b").text
        assert 'href="?round=2026&amp;cities=a&amp;cities=b&amp;lang=fr"' in page

    def test_a_translation_says_that_nobody_has_reviewed_it(self, client):
        note = "Cette traduction"
        assert note not in client.get("/method?lang=en").text
        assert note in client.get("/method?lang=fr").text

    def test_pages_can_run_from_the_other_side(self, make_app):
        client = make_app(languages=("en", "ar")).test_client()
        assert '<html lang="ar" dir="rtl">' in client.get("/framework/1.1?lang=ar").text


class TestRefusals:
    def test_all_that_is_not_there_looks_the_same(self, client):
        paths = ["/nowhere", "/framework/9.9", "/framework/1.1/2", "/nowhere?cities=fez&lang=en"]
        pages = {client.get(path).data for path in paths}
        assert len(pages) == 1
        assert b"nowhere" not in pages.pop()
        assert client.get("/nowhere").status_code == 404

    def test_a_wrong_method_says_which_is_right(self, client):
        response = client.delete("/method", headers={"X-CSRFToken": "none"})
        assert response.status_code == 405
        assert "GET" in response.headers["Allow"]

    def test_a_post_without_token_is_refused_in_words(self, client):
        response = client.post("/sign-in", data={"email": "a@example.org", "password": "b"})
        assert response.status_code == 400
        assert "This form has expired" in response.text

    def test_a_large_post_is_refused(self, client):
        response = client.post("/sign-in", data={"email": "x" * (1024 * 1024 + 1)})
        assert response.status_code == 413

    def test_very_many_fields_are_refused(self, client):
        fields = {f"field-{number}": "" for number in range(1_100)}
        response = client.post("/sign-in", data=fields, content_type="multipart/form-data")
        assert response.status_code == 413

    def test_a_flood_of_sign_ins_is_slowed_down(self, make_app):
        client = make_app(ratelimit_enabled=True).test_client()
        answers = [client.post("/sign-in").status_code for _ in range(121)]
        assert answers == [400] * 120 + [429]
        assert client.get("/sign-in").status_code == 200

    def test_a_fault_of_ours_shows_nothing_of_it(self, app):
        app.config["PROPAGATE_EXCEPTIONS"] = False
        app.add_url_rule("/fault", view_func=lambda: {}["a secret of the city"])
        response = app.test_client().get("/fault")
        assert response.status_code == 500
        assert "The fault is ours" in response.text
        assert "a secret of the city" not in response.text

    @pytest.mark.parametrize("cookie", ["x", "eyJ", ".", "a.b.c", "%00", "é" * 100])
    def test_a_broken_cookie_is_a_new_visitor(self, client, cookie):
        client.set_cookie("session", cookie)
        assert client.get("/").status_code == 200


class TestStaticFiles:
    def test_files_are_kept_for_good_under_the_hash_of_what_they_hold(self, client):
        address = re.search(r'href="(/static/app\.[0-9a-f]{12}\.css)"', client.get("/").text)
        assert address
        response = client.get(address[1], buffered=True)
        assert response.status_code == 200
        assert "immutable" in response.headers["Cache-Control"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"

    def test_a_build_is_sent_compressed(self, make_app, tmp_path, monkeypatch):
        own = {path.name: path for path in assets.SOURCES.iterdir()}
        monkeypatch.setattr(assets, "sources", lambda: own)  # Plotly takes ten seconds
        assets.build(tmp_path / "static")
        app = make_app(static_build=tmp_path / "static")
        page = app.test_client().get("/").text
        address = re.search(r'href="(/static/app[^"]+)"', page)[1]
        for coding in ("br", "gzip"):
            asked = {"Accept-Encoding": coding}
            response = app.test_client().get(address, headers=asked, buffered=True)
            assert response.headers["Content-Encoding"] == coding
            assert "Accept-Encoding" in response.vary

    @pytest.mark.parametrize("built", [True, False])
    def test_a_page_may_say_how_much_of_a_file_is_sent(
        self, make_app, tmp_path, monkeypatch, built
    ):
        own = {path.name: path for path in assets.SOURCES.iterdir()}
        monkeypatch.setattr(assets, "sources", lambda: own)
        if built:
            assets.build(tmp_path / "static")
        app = make_app(static_build=tmp_path / "static")
        for name, path in own.items():
            address = assets.PREFIX + assets.hashed_name(path)
            asked = {"Accept-Encoding": "br"}
            response = app.test_client().get(address, headers=asked, buffered=True)
            with app.app_context():
                assert assets.sent_bytes(name) == len(response.data)

    def test_pages_are_compressed(self, client):
        plain = client.get("/framework/1.1")
        small = client.get("/framework/1.1", headers={"Accept-Encoding": "br, gzip"})
        assert small.headers["Content-Encoding"] == "br"
        assert len(small.data) < len(plain.data) / 3
        assert "Accept-Encoding" in small.vary
