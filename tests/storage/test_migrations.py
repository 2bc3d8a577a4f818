"""The migrations make the tables that the code expects, and can be undone, with data in them."""

from __future__ import annotations

import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from flask.cli import FlaskGroup
from sqlalchemy import Engine, MetaData, inspect, select, text

from config import TestConfig
from lcassess.accounts.tables import TryRow
from lcassess.app import create_app
from lcassess.assessment import snapshot
from lcassess.cli.migrating import alembic
from lcassess.extensions import db
from lcassess.services import demonstrating, saving, submitting, verifying
from lcassess.storage.tables import AssessmentRow, Base, CityRow, RoundRow, SubmissionRow
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW

# Of SQLite's indexes by expression nobody can ask but what made them: `indexes` compares that.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index"),
    pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based"),
]

MIGRATIONS = Path(__file__).parents[2] / "migrations"
VERSIONS = "alembic_version"


@pytest.fixture
def bare_url(engine, database_url):
    """The address of a database without any table."""
    Base.metadata.drop_all(engine)
    engine.dispose()
    return database_url


@pytest.fixture
def app(bare_url, tmp_path):
    app = create_app(TestConfig(tmp_path, bare_url))
    alembic.init_app(app)
    yield app
    with app.app_context():
        db.engine.dispose()


def flask(app, *arguments):
    """Give a command as a person types it."""
    group = FlaskGroup(create_app=lambda: app)
    result = app.test_cli_runner().invoke(group, arguments)
    assert result.exit_code == 0, result.output


def shape(engine: Engine) -> dict[str, object]:
    """Tell everything about the tables of a database that one can ask it."""
    seen = inspect(engine)
    return {
        table: {
            "columns": sorted(
                (column["name"], str(column["type"]), column["nullable"], str(column["default"]))
                for column in seen.get_columns(table)
            ),
            "primary key": seen.get_pk_constraint(table),
            "foreign keys": _sorted(seen.get_foreign_keys(table)),
            "unique": _sorted(seen.get_unique_constraints(table)),
            "indexes": indexes(engine, table),
            "triggers": triggers(engine, table),
        }
        for table in seen.get_table_names()
        if table != VERSIONS
    }


def indexes(engine: Engine, table: str) -> list[tuple[str, str]]:
    """Tell how each index was made."""
    asked = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :t",
        "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = :t",
    }[engine.dialect.name]
    return _made(engine, asked, table)


def triggers(engine: Engine, table: str) -> list[tuple[str, str]]:
    """Tell what the database does by itself when a table is written."""
    asked = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :t",
        "postgresql": (
            "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger "
            "WHERE tgrelid = CAST(:t AS regclass) AND NOT tgisinternal"
        ),
    }[engine.dialect.name]
    return _made(engine, asked, table)


def _made(engine, asked, table):
    with engine.connect() as connection:
        found = connection.execute(text(asked), {"t": table})
        return sorted((name, " ".join((made or "").split())) for name, made in found)


def _sorted(found):
    return sorted(found, key=lambda one: str(one["name"]))


def rows(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Read every row of every table."""
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in tables.sorted_tables
        }


def fill(app):
    """Put rows into every table of the domain."""
    with app.app_context():
        demonstrating.fill(db.session, 12, 2, 2026, NOW, iter)
        db.session.add(TryRow(key_hash=b"x" * 32, at=NOW))
        db.session.commit()


@both_databases
def test_the_migrations_make_what_the_tables_say(app, engine):
    flask(app, "db", "upgrade")
    with app.app_context():
        assert alembic.compare_metadata() == []
    migrated = shape(engine)
    assert set(migrated) == set(Base.metadata.tables)
    with app.app_context():
        alembic.downgrade("base")
    Base.metadata.create_all(engine)
    assert shape(engine) == migrated


@both_databases
def test_every_migration_goes_down_and_up_again_with_data_in_it(app, engine):
    with app.app_context():
        steps = [script.revision for script in alembic.log()][::-1]
    for step in steps:
        flask(app, "db", "upgrade", step)
    fill(app)
    before, made = rows(engine), shape(engine)
    assert before["answers"]
    for _step in steps:
        flask(app, "db", "downgrade")
    assert inspect(engine).get_table_names() == [VERSIONS]
    flask(app, "db", "upgrade")
    assert shape(engine) == made
    fill(app)
    assert rows(engine)["answers"] == before["answers"]


@both_databases
def test_history_from_before_the_chains_is_linked(app, engine):
    flask(app, "db", "upgrade")
    fill(app)
    with app.app_context():
        report_id = handed_in_twice(db.session)
        lost = with_evidence(db.session)
        db.session.commit()
        alembic.downgrade("001")
    assert "chains" not in inspect(engine).get_table_names()
    flask(app, "db", "upgrade")
    with app.app_context():
        checked = list(verifying.verify(db.session, iter))
        found = {(one.city, one.about, one.what) for city in checked for one in city.findings}
        assert found == lost
        assert sum(city.rows for city in checked) > 1000
        sent = db.session.scalars(
            select(SubmissionRow.head_number)
            .where(SubmissionRow.assessment_id == report_id)
            .order_by(SubmissionRow.number)
        )
        assert list(sent) == [3, 6]  # an answer, a text, the move; taken back, corrected, moved


def with_evidence(session):
    """Name the versions handed in with what has no table in 001, and does not come back."""
    sent = (
        select(CityRow.slug, RoundRow.slug, SubmissionRow.number, SubmissionRow.snapshot)
        .join(AssessmentRow, AssessmentRow.id == SubmissionRow.assessment_id)
        .join(CityRow, CityRow.id == AssessmentRow.city_id)
        .join(RoundRow, RoundRow.id == AssessmentRow.round_id)
    )
    return {
        (city, f"{of_round}/{number}", verifying.Wrong.SUBMISSION)
        for city, of_round, number, packed in session.execute(sent)
        if snapshot.attached(zlib.decompress(packed))
    }


def handed_in_twice(session):
    """Hand in a report, take it back, correct it and hand it in again, an hour after the other."""
    report = factories.report(session)
    actor = factories.coordinator(session, report.city)
    text = "empowerment-and-cohesion-next-steps"
    for hour, value in enumerate(("80", "85")):
        at, form = NOW + timedelta(hours=hour), {"adult-literacy-value": value}
        form |= {
            "adult-literacy-version": str(hour),
            f"{text}-value": "More",
            f"{text}-version": "0",
        }
        saving.save_focus_area(session, actor, report.id, "1.1", form, "en", at)
        submitting.submit(session, actor, report.id, at + timedelta(minutes=1))
        if hour == 0:
            submitting.withdraw(session, actor, report.id, at + timedelta(minutes=2))
    return report.id


@both_databases
def test_a_role_that_stood_twice_stands_once(app, engine):
    flask(app, "db", "upgrade", "007")
    people = (
        "INSERT INTO people (id, email, name, language, epoch, created_at) "
        "VALUES (1, 'a', 'A', '', 0, '2026-11-23')"
    )
    give = (
        "INSERT INTO grants (id, person_id, role, city_id, country, focus_areas) "
        "VALUES (:id, 1, :role, NULL, :country, :areas)"
    )
    held = [("reader", None, ""), ("commission", "FR", ""), ("commission", "PT", "")]
    twice = [*held, *held, ("reader", None, "1.1")]
    with engine.begin() as connection:
        connection.execute(text(people))
        for number, (role, country, areas) in enumerate(twice, 1):
            given = {"id": number, "role": role, "country": country, "areas": areas}
            connection.execute(text(give), given)
    flask(app, "db", "upgrade")
    assert [row[0] for row in rows(engine)["grants"]] == [1, 2, 3, 7]


@both_databases
def test_upgrading_twice_changes_nothing(app, engine):
    flask(app, "db", "upgrade")
    fill(app)
    before = rows(engine)
    flask(app, "db", "upgrade")
    assert rows(engine) == before


def test_a_migration_that_fails_leaves_the_database_as_it_was(app, engine, monkeypatch):
    flask(app, "db", "upgrade")
    fill(app)
    before, made = rows(engine), shape(engine)

    def refuse(*_arguments):
        raise OSError

    monkeypatch.setattr("alembic.op.batch_alter_table", refuse, raising=True)
    result = app.test_cli_runner().invoke(FlaskGroup(create_app=lambda: app), ["db", "downgrade"])
    assert isinstance(result.exception, OSError)
    monkeypatch.undo()
    assert (rows(engine), shape(engine)) == (before, made)


def test_the_head_is_the_one_that_is_pinned(app):
    pinned = (MIGRATIONS / "head.txt").read_text(encoding="ascii").split()
    with app.app_context():
        assert [script.revision for script in alembic.heads()] == pinned


def test_migrations_are_numbered_and_named(app):
    with app.app_context():
        names = sorted(Path(script.path).name for script in alembic.log())
    assert [name[:4] for name in names] == [f"{n:03}_" for n in range(1, len(names) + 1)]
    assert names == sorted(path.name for path in MIGRATIONS.glob("*.py"))
