"""History is written once, in one chain a city, whoever writes at the same time."""

from __future__ import annotations

import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import JSON, Integer, String, Text, insert, inspect, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from lcassess.assessment.chain import Head, faults
from lcassess.assessment.sheet import Answer, AnswerSheet, State
from lcassess.assessment.snapshot import thaw
from lcassess.assessment.status import Move, Status
from lcassess.services import submitting
from lcassess.services.reports import submission
from lcassess.services.saving import save_focus_area
from lcassess.services.submitting import NotReadyError
from lcassess.services.transaction import deed
from lcassess.storage import answers, assessments, chains
from lcassess.storage.tables import Base, Chained, ChainRow, SubmissionRow, append_only
from lcassess.storage.tables.base import UtcDateTime
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW

pytestmark = both_databases
WRITERS = 6
SAVES = 15
NAME = "adult-literacy"
MADE_UP = {String: "some", Text: "some", Integer: 1, JSON: ["some"], UtcDateTime: NOW}
TEXT = "empowerment-and-cohesion-next-steps"


@pytest.fixture
def report(session):
    return factories.report(session)


@pytest.fixture
def actor(session, report):
    return factories.coordinator(session, report.city)


@pytest.fixture
def history(session, report, actor):
    """A row in every table that is written once."""
    save(session, actor, report, adult_literacy_value="80", **{TEXT: "More classes"})
    submitting.submit(session, actor, report.id, NOW)
    once = {rows.__table__: rows for rows in append_only.WRITTEN_ONCE}
    for table in Base.metadata.sorted_tables:
        if table in once and not session.execute(select(table)).first():
            row = some_row(session, table)
            if "assessment_id" in table.columns:
                row["assessment_id"] = report.id
            if issubclass(once[table], Chained):
                chains.extend(session, once[table], [row])
            else:
                session.execute(insert(table).values(row))
    session.commit()


def some_row(session, table):
    """Make up what has to stand in a row; what it points to is there."""
    row = {}
    for column in table.columns:
        if column.nullable or column.default or column.server_default:
            continue
        if column.primary_key and not column.foreign_keys:
            continue
        pointed = [key.column for key in column.foreign_keys]
        value = session.scalar(select(pointed[0])) if pointed else MADE_UP[type(column.type)]
        row[column.name] = value
    return row


def save(session, actor, report, **form):
    posted = {name.replace("_", "-"): value for name, value in form.items()}
    if TEXT in posted:
        posted[f"{TEXT}-value"] = posted.pop(TEXT)
    return save_focus_area(session, actor, report.id, "1.1", posted, "en", NOW)


def save_as_seen(session, actor, report, form):
    """Save what was typed on the page as it stands; a choice that it does not offer is not."""
    given = answers.of(session, report.id) | answers.texts_of(session, report.id)
    versions = {f"{name}-version": str(one.version) for name, one in given.items()}
    states, marks = {state.value for state in State}, {"yes", "no"}
    offered = {f"{NAME}-state": states, f"{NAME}-unsure": marks}
    posted = {n: text for n, text in form.items() if text in offered.get(n, {text})}
    save_focus_area(session, actor, report.id, "1.1", versions | posted, "en", NOW)


def hand_in_and_take_back(session, actor, report):
    with suppress(NotReadyError):
        submitting.submit(session, actor, report.id, NOW)
        submitting.withdraw(session, actor, report.id, NOW)


def head(session, report):
    session.rollback()
    return chains.head_of(session, report.city.id)


def broken(session, report):
    return list(faults(head(session, report), chains.links_of(session, report.city.id)))


def test_every_table_in_chains_is_protected(engine):
    protected = {rows.__tablename__ for rows in append_only.WRITTEN_ONCE}
    assert {table.name for table in chains.tables()} < protected
    numbered = {
        name
        for name in inspect(engine).get_table_names()
        if {"number", "hash"} <= {column["name"] for column in inspect(engine).get_columns(name)}
    }
    assert numbered - {"chains"} == {table.name for table in chains.tables()}


class TestWrittenOnce:
    @pytest.mark.usefixtures("history")
    @pytest.mark.parametrize("rows", append_only.WRITTEN_ONCE, ids=lambda rows: rows.__tablename__)
    def test_nothing_is_changed_deleted_or_emptied(self, session, rows):
        name, dialect = rows.__tablename__, session.get_bind().dialect.name
        before = session.execute(select(rows.__table__)).all()
        assert before
        session.rollback()
        changes = [
            f"UPDATE {name} SET {column} = {column}"  # noqa: S608  # names of our own
            for column in {each.name for each in rows.__table__.columns} - append_only.CHANGING
        ]
        emptying = [f"TRUNCATE {name} CASCADE"] if dialect == "postgresql" else []
        for statement in (*changes, f"DELETE FROM {name}", *emptying):  # noqa: S608
            with pytest.raises(DBAPIError, match=append_only.REFUSAL):
                session.execute(text(statement))
            session.rollback()
        assert session.execute(select(rows.__table__)).all() == before

    @pytest.mark.usefixtures("history")
    def test_a_submission_can_be_withdrawn(self, session):
        session.execute(update(SubmissionRow).values(withdrawn_at=NOW))
        assert session.scalar(select(SubmissionRow.withdrawn_at)) == NOW


class TestOneChain:
    def test_it_begins_with_the_city(self, session, report):
        assert head(session, report) == Head()

    def test_each_save_that_changes_something_is_one_row(self, session, report, actor):
        save(session, actor, report, adult_literacy_value="80")
        assert head(session, report).number == 1
        save(session, actor, report, adult_literacy_value="80", adult_literacy_version="1")
        assert head(session, report).number == 1
        save(session, actor, report, adult_literacy_value="81", adult_literacy_version="1")
        assert head(session, report).number == 2

    @pytest.mark.usefixtures("history")
    def test_all_tables_and_reports_of_a_city_are_in_it(self, session, report):
        another = factories.report(session, report.city)
        answers.write(session, another.id, [Answer(NAME, State.NO_DATA, version=1)], None, NOW)
        session.commit()
        links = chains.links_of(session, report.city.id)
        assert {link.table for link in links} == {table.name for table in chains.tables()}
        assert links[-1].table == "answer_history"
        assert {link.row["assessment_id"] for link in links} == {report.id, another.id}
        assert broken(session, report) == []
        assert head(session, report) == links[-1].head

    @pytest.mark.usefixtures("history")
    def test_cities_have_chains_of_their_own(self, session, report):
        other = factories.report(session)
        before = head(session, report)
        answers.write(session, other.id, [Answer(NAME, State.NO_DATA, version=1)], None, NOW)
        session.commit()
        assert head(session, other).number == 1
        assert head(session, report) == before

    def test_what_is_not_kept_leaves_the_head(self, session, report):
        def half():
            with deed(session, "half"):
                answers.write(session, report.id, [Answer(NAME, version=1)], None, NOW)
                raise RuntimeError

        with pytest.raises(RuntimeError):
            half()
        assert head(session, report) == Head()

    def test_a_submission_notes_the_head_of_its_moment(self, session, report, actor):
        save(session, actor, report, adult_literacy_value="80")
        submitting.submit(session, actor, report.id, NOW)
        noted = submission(session, report.id).head
        assert noted == head(session, report)
        assert noted.number == 2

    def test_writers_of_one_city_follow_each_other(self, engine, session):
        city = factories.city(session)
        reports = [factories.report(session, city).id for _each in range(2)]
        other = factories.report(session).id

        def write_often(writer):
            for number in range(SAVES):
                with Session(engine) as own, deed(own, "write-often"):
                    given = Answer(f"{NAME}-{writer}", State.LATER, version=number + 1)
                    answers.write(own, reports[writer % 2], [given], None, NOW)
                    if writer == 0:
                        answers.write(own, other, [given], None, NOW)
                    found = assessments.find(own, reports[writer % 2])
                    assessments.move(own, found, Move.OPEN, Status.DRAFT, None, NOW)

        session.rollback()
        with ThreadPoolExecutor(WRITERS) as pool:
            list(pool.map(write_often, range(WRITERS)))
        links = chains.links_of(session, city.id)
        assert [link.head.number for link in links] == list(range(1, 2 * WRITERS * SAVES + 1))
        assert list(faults(chains.head_of(session, city.id), links)) == []
        assert session.scalars(select(ChainRow.number).order_by(ChainRow.number)).all() == [
            *(SAVES, 2 * WRITERS * SAVES)
        ]


class TestThePast:
    def test_a_sheet_is_read_as_it_stood(self, session, report, actor):
        save(session, actor, report, adult_literacy_value="80", **{TEXT: "First"})
        then = head(session, report)
        save(session, actor, report, adult_literacy_state="no_data", adult_literacy_version="1")
        given, texts = answers.sheet_at(session, report.id, then.number)
        assert (str(given[NAME].value), given[NAME].by) == ("80", actor.name)
        assert texts[TEXT].value == "First"
        now, _texts = answers.sheet_at(session, report.id, then.number + 1)
        assert now == answers.of(session, report.id)
        assert answers.sheet_at(session, report.id, 0) == ({}, {})

    @settings(
        max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
    )
    @given(
        st.lists(
            st.dictionaries(
                st.sampled_from(
                    [
                        f"{NAME}-value",
                        f"{NAME}-state",
                        f"{NAME}-year",
                        f"{NAME}-note",
                        f"{NAME}-unsure",
                        "volunteering-value",
                        f"{TEXT}-value",
                        "hand in",
                    ]
                ),
                st.sampled_from(["", "80", "1,234", "later", "no_data", "yes", "no", "many"]),
                max_size=4,
            ),
            max_size=8,
        )
    )
    def test_every_version_ever_handed_in_can_be_rebuilt(self, session, saves):
        report = factories.report(session)
        actor = factories.coordinator(session, report.city)
        for form in (*saves, {"hand in": ""}):
            save_as_seen(session, actor, report, form)
            if "hand in" in form:
                hand_in_and_take_back(session, actor, report)
        sent = assessments.submissions_of(session, report.city.id)
        for row in sent:
            given, texts = answers.sheet_at(session, report.id, row.head_number)
            values = {name: text.value for name, text in texts.items() if text.value}
            assert (AnswerSheet(given), values) == thaw(zlib.decompress(row.snapshot))
        assert broken(session, report) == []
