"""`flask backup`: a copy while others save, and the drill that it brings everything back."""

from __future__ import annotations

import json
import shutil
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import Event
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from flask.cli import FlaskGroup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, inspect, select
from sqlalchemy.orm import Session

from config import TestConfig
from lcassess.accounts import passwords
from lcassess.app import create_app
from lcassess.extensions import db
from lcassess.services import backup_opening, demonstrating, saving, verifying
from lcassess.services.backup_file import MANIFEST, BackupError
from lcassess.services.backup_opening import opened
from lcassess.storage import backup as storage
from lcassess.storage import chains
from lcassess.storage.engine import configure
from lcassess.storage.tables import Base
from tests import factories
from tests.conftest import _new_database
from tests.web.auditor import AuditingClient
from tests.web.visiting import fields, open_report, words

KINDS = ("sqlite", "postgresql")
PASSWORD = "four quiet herons at noon"
PDF = b"%PDF-1.7 \x00 what a city showed"


class Place:
    """An installation of its own: a folder and a database without tables."""

    def __init__(self, folder, url):
        self.folder, self.url = folder, url
        folder.mkdir()
        self.app = create_app(TestConfig(folder, url))
        self.app.test_client_class = AuditingClient
        self.engine = create_engine(url)
        configure(self.engine)

    def flask(self, *arguments):
        group = FlaskGroup(create_app=lambda: self.app)
        return self.app.test_cli_runner().invoke(group, [str(argument) for argument in arguments])

    def done(self, *arguments):
        result = self.flask(*arguments)
        assert result.exit_code == 0, result.output
        return result.output

    def rows(self):
        with self.engine.connect() as connection:
            return {
                table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
                for table in Base.metadata.sorted_tables
            }

    def page(self, email, address):
        client = self.app.test_client()
        form = fields(client.get("/sign-in").text, "/sign-in")
        form["email"], form["password"] = email, PASSWORD
        assert client.post("/sign-in", data=form).status_code == 303
        response = client.get(address)
        assert response.status_code == 200
        return words(response.text)

    def close(self):
        with self.app.app_context():
            db.engine.dispose()
        self.engine.dispose()


@pytest.fixture
def place(request, tmp_path):
    made = []

    def new(kind="sqlite"):
        folder = tmp_path / f"place-{len(made)}"
        url = f"sqlite:///{folder / 'test.db'}"
        if kind == "postgresql":
            url = _new_database(request.getfixturevalue("postgres"))
            engine = create_engine(url)
            Base.metadata.drop_all(engine)
            engine.dispose()
        made.append(Place(folder, url))
        return made[-1]

    yield new
    for each in made:
        each.close()


def live_in(here):
    """Let cities answer, a person sign in and something be shown."""
    here.done("db", "upgrade")
    with Session(here.engine) as session:
        demonstrating.fill(session, 6, 2, 2026, factories.NOW, iter)
        report = open_report(session)
        actor = factories.coordinator(session, report.city)
        here.report_id, here.email = report.id, actor.email
        save(session, actor, report.id, "80")
        made = passwords.make_hash(PASSWORD)
        passwords.keep_hash(session, made, datetime.now(UTC), actor.person_id)
        session.commit()
    evidence = here.folder / "evidence" / "ab"
    evidence.mkdir(parents=True)
    (evidence / "cd.pdf").write_bytes(PDF)
    return here


@pytest.fixture
def lived_in(place):
    return lambda kind="sqlite": live_in(place(kind))


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """A backup that is made once and copied for each test."""
    folder = tmp_path_factory.mktemp("once")
    here = live_in(Place(folder / "place", f"sqlite:///{folder / 'place' / 'test.db'}"))
    here.done("backup", "make", folder / "backup.zip")
    here.close()
    return folder / "backup.zip"


@pytest.fixture
def backup(once, tmp_path):
    return Path(shutil.copy(once, tmp_path / "backup.zip"))


def save(session, actor, report_id, value, version="0"):
    form = {"adult-literacy-value": value, "adult-literacy-version": version}
    now = datetime.now(UTC)
    return saving.save_focus_area(session, actor, report_id, "1.1", form, "en", now)


def refused(there, file, sentence):
    """Restoring says why not, and the place is as it was."""
    there.done("db", "upgrade")
    before = there.rows()
    result = there.flask("backup", "restore", file)
    assert result.exit_code == 1, result.output
    assert sentence in result.output
    assert there.rows() == before
    assert not (there.folder / "evidence").exists()


def contents(file):
    with ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(file, members):
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def signed(members, **manifest):
    """Give members with a manifest that agrees with them, as somebody who means harm would."""
    given = json.loads(members[MANIFEST]) | manifest
    given["members"] = {
        name: sha256(content).hexdigest() for name, content in members.items() if name != MANIFEST
    }
    return members | {MANIFEST: json.dumps(given).encode()}


def with_rows(members, table, change):
    """Give members with the rows of a table changed."""
    name = f"rows/{table}.jsonl"
    rows = [json.loads(line) for line in members[name].splitlines()]
    lines = [json.dumps(row).encode() + b"\n" for row in change(rows)]
    return members | {name: b"".join(lines)}


class TestTheDrill:
    @pytest.mark.parametrize("to", KINDS)
    @pytest.mark.parametrize("kind", KINDS)
    def test_all_of_it_stands_on_a_clean_place_and_the_app_starts(
        self, lived_in, place, tmp_path, kind, to
    ):
        here, there, file = lived_in(kind), place(to), tmp_path / "backup.zip"
        here.done("backup", "make", file)
        told = there.done("backup", "restore", file)
        assert told.endswith("verified\n")
        assert there.rows() == here.rows()
        assert (there.folder / "evidence" / "ab" / "cd.pdf").read_bytes() == PDF
        assert "unbroken" in there.done("history", "verify")
        address = f"/assessments/{here.report_id}/results"
        assert there.page(here.email, address) == here.page(here.email, address)

    @pytest.mark.parametrize("to", KINDS)
    def test_work_goes_on_where_it_ended(self, backup, place, to):
        there = place(to)
        there.done("backup", "restore", backup)
        with Session(there.engine) as session:
            report = open_report(session)
            actor = factories.coordinator(session, report.city)
            save(session, actor, report.id, "80")
        assert "unbroken" in there.done("history", "verify")

    @pytest.mark.parametrize("kind", KINDS)
    def test_it_is_of_one_moment_while_others_save(self, lived_in, place, tmp_path, kind):
        here, there, file = lived_in(kind), place(), tmp_path / "backup.zip"
        begun, enough = Event(), Event()

        def save_on():
            with Session(here.engine) as session:
                report, version = open_report(session), 0
                actor = factories.coordinator(session, report.city)
                while not enough.is_set():
                    save(session, actor, report.id, str(version % 90), str(version))
                    version += 1
                    begun.set()
                return version

        with ThreadPoolExecutor(1) as pool:
            writing = pool.submit(save_on)
            begun.wait()
            outputs = [here.done("backup", "make", file) for _time in range(3)]
            enough.set()
            assert writing.result() > len(outputs)
        there.done("backup", "restore", file)
        with Session(there.engine) as session:
            assert not any(checked.findings for checked in verifying.verify(session, iter))
        assert "unbroken" in here.done("history", "verify")


class TestTheFile:
    def test_it_is_whole_and_for_its_owner_only(self, lived_in, tmp_path):
        here, file = lived_in(), tmp_path / "backup.zip"
        file.write_bytes(b"an older one")
        told = here.done("backup", "make", file)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        manifest = json.loads(contents(file)[MANIFEST])
        assert manifest["rows"].keys() == Base.metadata.tables.keys()
        assert told.startswith(f"{file}: {sum(manifest['rows'].values())} rows of ")
        assert "1 files of evidence" in told
        assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [file.name]

    def test_it_names_the_ends_of_all_chains(self, lived_in, tmp_path):
        here, file = lived_in(), tmp_path / "backup.zip"
        here.done("backup", "make", file)
        with opened(file) as backup, Session(here.engine) as session:
            assert backup.manifest.heads == chains.heads(session)
        assert len(backup.manifest.heads) == 7

    def test_what_cannot_be_written_leaves_the_older_one(self, lived_in, tmp_path):
        result = lived_in().flask("backup", "make", tmp_path / "nowhere" / "backup.zip")
        assert (result.exit_code, "No such file" in result.output) == (1, True)

    def test_a_database_of_another_version_is_not_copied_in_part(self, lived_in, tmp_path):
        here = lived_in()
        with here.engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE another (id INTEGER)")
        result = here.flask("backup", "make", tmp_path / "backup.zip")
        assert (result.exit_code, "flask db upgrade" in result.output) == (1, True)
        assert not (tmp_path / "backup.zip").exists()

    def test_every_kind_of_column_can_be_read_back(self):
        kinds = {type(each.type) for table in storage.tables() for each in table.columns}
        assert kinds <= {*storage.AS_THEY_ARE, *storage.READERS}


class TestRefusals:
    @pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
    def test_another_file_is_named_as_such(self, place, tmp_path, content):
        file = tmp_path / "another.zip"
        file.write_bytes(content)
        refused(place(), file, "is no backup of this product")

    @pytest.mark.parametrize(
        "manifest", [b"", b"[]", b"{}", b'{"format": 2}', b"\xff", b'{"format": 1, "rows": 3}']
    )
    def test_another_manifest_is_named_as_such(self, backup, place, manifest):
        members = contents(backup) | {MANIFEST: manifest}
        refused(place(), packed(backup, members), "is no backup of this product")

    def test_a_member_that_was_changed_is_named(self, backup, place):
        members = contents(backup)
        members["rows/cities.jsonl"] = members["rows/cities.jsonl"].replace(b"a", b"e")
        refused(place(), packed(backup, members), "is damaged at rows/cities.jsonl")

    @pytest.mark.parametrize("name", ["rows/cities.jsonl", "evidence/ab/cd.pdf"])
    def test_a_member_that_is_missing_is_seen(self, backup, place, name):
        members = contents(backup)
        del members[name]
        refused(place(), packed(backup, members), "is damaged")

    def test_a_member_too_many_is_seen(self, backup, place):
        refused(place(), packed(backup, contents(backup) | {"more": b""}), "is damaged")

    @pytest.mark.parametrize("name", ["evidence/../../more", "evidence/a/../../../more"])
    def test_no_file_lands_outside_its_folder(self, backup, place, name):
        members = signed(contents(backup) | {name: b"more"})
        refused(place(), packed(backup, members), "is damaged")
        assert not list(backup.parent.rglob("more"))

    def test_what_would_unpack_to_far_too_much_is_not_unpacked(self, backup, place, monkeypatch):
        monkeypatch.setattr(backup_opening, "ALWAYS", 0)
        members = signed(contents(backup) | {"evidence/zeros": bytes(200_000_000)})
        refused(place(), packed(backup, members), "would unpack to more")

    def test_another_version_is_named(self, backup, place):
        members = signed(contents(backup), migration="999")
        refused(place(), packed(backup, members), "was made at migration 999")

    def test_nothing_is_lost_that_is_there(self, backup, lived_in):
        there = lived_in()
        before, kept = there.rows(), there.folder / "evidence" / "ab" / "cd.pdf"
        result = there.flask("backup", "restore", backup)
        assert result.exit_code == 1
        assert "files already" in result.output
        kept.rename(there.folder / "cd.pdf")
        kept.parent.rmdir()
        result = there.flask("backup", "restore", backup)
        assert "rows already" in result.output
        assert there.rows() == before

    @pytest.mark.parametrize("kind", KINDS)
    def test_one_row_is_enough_to_refuse(self, backup, place, kind):
        there = place(kind)
        there.done("db", "upgrade")
        with Session(there.engine) as session:
            factories.city(session)
        refused(there, backup, "holds rows already")

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize(
        ("table", "change", "sentence"),
        [
            ("cities", lambda rows: rows[1:], "damaged at rows/cities"),
            ("people", lambda rows: [*rows, rows[0]], "damaged at rows/people"),
            ("answers", lambda rows: [*rows, ["short"]], "damaged at rows/answers"),
            ("rounds", lambda rows: [[None] * len(rows[0])], "damaged at rows/rounds"),
            ("scores", lambda rows: rows[1:], "damaged at rows/scores"),
            ("chains", lambda rows: [[*row[:2], "0" * 64] for row in rows], "do not end where"),
        ],
        ids=["missing", "twice", "short", "empty", "fewer", "heads"],
    )
    def test_rows_that_do_not_fit_are_not_written(
        self, backup, place, kind, table, change, sentence
    ):
        members = signed(with_rows(contents(backup), table, change))
        refused(place(kind), packed(backup, members), sentence)

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("table", ["answer_history", "moves", "answers"])
    def test_a_history_that_does_not_hold_is_not_restored(self, backup, place, kind, table):
        def rename(rows):
            return [[("Somebody" if cell == name else cell) for cell in row] for row in rows]

        members = contents(backup)
        name = json.loads(members["rows/answer_history.jsonl"].splitlines()[0])
        name = next(cell for cell in name if isinstance(cell, str) and " " in cell)
        if table == "moves":
            name = "submit"
        members = signed(with_rows(members, table, rename))
        refused(place(kind), packed(backup, members), "in the backup does not hold")

    def test_a_clean_place_stays_without_tables_if_the_file_is_refused(self, backup, place):
        there = place()
        assert there.flask("backup", "restore", packed(backup, {"a": b""})).exit_code == 1
        assert inspect(there.engine).get_table_names() == []

    @settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.data())
    def test_a_byte_that_was_changed_is_seen_or_changes_nothing(self, backup, data):
        whole = backup.read_bytes()
        place = data.draw(st.integers(0, len(whole) - 1))
        byte = data.draw(st.integers(0, 255))
        cut = data.draw(st.sampled_from([len(whole), place]))
        other = backup.with_name("other.zip")
        other.write_bytes((whole[:place] + bytes([byte]) + whole[place + 1 :])[:cut])
        try:
            with opened(other) as found:
                names = found.manifest.members
                read = {name: b"".join(found.pieces_of(name)) for name in names}
        except BackupError:
            return
        assert read == {
            name: content for name, content in contents(backup).items() if name in names
        }
        assert len(read) == len(contents(backup)) - 1
