"""`flask network export`: the same files as the page gives, written whole or not at all."""

from __future__ import annotations

import json
import shutil

import pytest

from lcassess.storage import people
from tests.web.network import filled
from tests.web.visiting import visit


@pytest.fixture(scope="module")
def filled_file(empty_file, tmp_path_factory):
    path = tmp_path_factory.mktemp("filled") / "filled.db"
    filled(empty_file, path, cities=10)
    return path


@pytest.fixture
def database_url(filled_file, tmp_path):
    shutil.copy(filled_file, tmp_path / "test.db")
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def export(app):
    """Run the command."""

    def run(path, name="2026"):
        runner = app.test_cli_runner()
        return runner.invoke(args=["network", "export", "--round", name, "--output", str(path)])

    return run


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_it_writes_what_the_page_gives(app, session, export, tmp_path, kind):
    path = tmp_path / f"network.{kind}"
    assert export(path).exit_code == 0
    found = people.by_email(session, "reviewer@example.org")
    client = visit(app, session, people.actor(session, found.id))
    assert path.read_bytes() == client.get(f"/network.{kind}?round=2026").get_data()


def test_it_writes_a_workbook(export, tmp_path):
    path = tmp_path / "network.XLSX"
    assert export(path).exit_code == 0
    assert path.read_bytes()[:2] == b"PK"


def test_another_ending_is_refused(export, tmp_path):
    done = export(tmp_path / "network.pdf")
    assert done.exit_code == 2
    assert ".xlsx, .csv, .json" in done.output


def test_an_unknown_round_leaves_the_file_as_it_was(export, tmp_path):
    path = tmp_path / "network.json"
    path.write_text("as it was")
    done = export(path, "never")
    assert done.exit_code == 1
    assert "there is no round never" in done.output
    assert path.read_text() == "as it was"
    assert [p.name for p in tmp_path.iterdir() if "network" in p.name] == ["network.json"]


def test_a_place_that_cannot_be_written_is_named(export, tmp_path):
    done = export(tmp_path / "nowhere" / "network.json")
    assert done.exit_code == 1
    assert "cannot be written" in done.output


def test_a_second_export_replaces_the_first(export, tmp_path):
    path = tmp_path / "network.json"
    export(path, "2024")
    export(path)
    assert json.loads(path.read_text())["round"] == "2026"
