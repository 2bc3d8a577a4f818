"""An installation that is not safe does not start, and says why."""

from __future__ import annotations

import os
import secrets
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import event

from config import Config
from lcassess.app import create_app
from lcassess.web.startup import refuse_unsafe

ROOT = Path(__file__).parents[2]
GOOD_SECRET = secrets.token_hex(32)


@pytest.fixture
def refusals(database_url, tmp_path):
    """List what is wrong with an environment."""

    def judge(*, debug=False, **environment):
        environment = {
            "LCASSESS_DATABASE_URL": database_url,
            "LCASSESS_SECRET_KEY": GOOD_SECRET,
        } | environment
        config = Config({name: value for name, value in environment.items() if value is not None})
        config.INSTANCE_PATH = tmp_path
        app = create_app(config)
        app.debug = debug
        return refuse_unsafe(app)

    return judge


def test_a_safe_installation_starts(refusals):
    assert refusals() == []
    assert refusals(LCASSESS_BASE_URL="https://cities.example") == []


@pytest.mark.parametrize(
    "secret",
    [None, "", "short", GOOD_SECRET[:31], "a" * 64, "change-me-" * 5, "YOUR_SECRET_KEY_HERE" * 2],
    ids=["missing", "empty", "short", "cut", "repeated", "sample", "placeholder"],
)
def test_a_missing_short_or_sample_secret_is_refused(refusals, secret):
    (sentence,) = refusals(LCASSESS_SECRET_KEY=secret)
    assert sentence.startswith("LCASSESS_SECRET_KEY")
    assert not secret or len(secret) < 10 or secret not in sentence


def test_debug_mode_is_refused(refusals):
    assert any("Debug mode" in sentence for sentence in refusals(debug=True))


@pytest.mark.parametrize(
    "address",
    [
        *("http://cities.example", "http://intranet.example:8000", "ftp://localhost", "https://"),
        *("cities.example", "http://localhost.evil.example", "http://127.0.0.1@evil.example"),
    ],
)
def test_an_address_without_https_is_refused_unless_it_is_this_machine(refusals, address):
    (sentence,) = refusals(LCASSESS_BASE_URL=address)
    assert sentence.startswith("LCASSESS_BASE_URL")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000"])
def test_this_machine_may_do_without_https(refusals, host):
    assert refusals(LCASSESS_BASE_URL=f"http://{host}") == []


def test_other_pragmas_are_refused(app):
    engine = app.extensions["sqlalchemy"]._app_state[app].engines["default"]
    event.listen(engine, "connect", lambda db, _: db.execute("PRAGMA synchronous=NORMAL").close())
    sentences = refuse_unsafe(app)
    assert any("synchronous" in sentence for sentence in sentences)


def test_the_server_exits_with_the_sentences_and_no_traceback(database_url):
    environment = os.environ | {
        "LCASSESS_DATABASE_URL": database_url,
        "LCASSESS_SECRET_KEY": "short",
        "LCASSESS_BASE_URL": "http://cities.example",
    }
    server = subprocess.run(
        [sys.executable, "-m", "gunicorn"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert server.returncode == 1
    assert "LCASSESS_SECRET_KEY is shorter" in server.stderr
    assert "LCASSESS_BASE_URL is http://cities.example" in server.stderr
    assert "Traceback" not in server.stderr


class TestSettings:
    def test_production_is_the_default_and_makes_no_secret(self):
        for environment in ({}, {"LCASSESS_ENV": "prod"}, {"LCASSESS_ENV": ""}):
            config = Config(environment)
            assert config.ENVIRONMENT == "production"
            assert config.SECRET_KEY is None
            assert not config.SHOW_DEMO

    def test_outside_production_a_secret_is_made_once_for_its_owner_only(
        self, tmp_path, monkeypatch
    ):
        monkeypatch.setattr("config.ROOT", tmp_path)
        first = Config({"LCASSESS_ENV": "demo"})
        second = Config({"LCASSESS_ENV": "demo"})
        path = tmp_path / "instance" / "secret_key"
        assert first.SECRET_KEY == second.SECRET_KEY == path.read_text()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert list(path.parent.iterdir()) == [path]

    @pytest.mark.parametrize(("word", "fill"), [("off", False), ("0", False), ("on", True)])
    def test_the_demo_can_be_forbidden(self, word, fill):
        assert Config({"LCASSESS_DEMO": word}).DEMO is fill

    def test_every_setting_is_read_in_config_only(self):
        for path in ROOT.glob("lcassess/**/*.py"):
            assert "os.environ" not in path.read_text(), path

    def test_commands_without_settings_run(self):
        result = subprocess.run(
            [sys.executable, "-m", "flask", "framework", "check"],
            cwd=ROOT, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip
        assert result.returncode == 0, result.stderr
