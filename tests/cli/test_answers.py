"""`flask answers import`: everything or nothing, errors by row, once."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from lcassess.cli.answers import REASONS, UNREADABLE
from lcassess.framework import catalogue
from lcassess.services.import_table import Wrong
from lcassess.services.results import open_results
from lcassess.services.saving import save_focus_area
from lcassess.services.table_reading import Unreadable
from lcassess.services.verifying import verify
from lcassess.storage import answers, assessments
from lcassess.storage.tables import AnswerHistoryRow, AssessmentRow, ImportRow, SubmissionRow
from tests import factories
from tests.conftest import both_databases

pytestmark = both_databases
NOW = datetime.now(UTC)
COLUMNS = ("city", "indicator", "state", "value", "year", "source", "grade", "note", "by", "at")
LITERACY = "adult-literacy"
TEXT = "empowerment-and-cohesion-next-steps"
SHARES = next(i for i in catalogue.load().indicators.values() if i.parts)


@pytest.fixture
def city(session):
    return factories.city(session, slug="fez", name="Fès")


@pytest.fixture
def before(session):
    past = NOW - timedelta(days=700)
    return factories.round_(
        session, slug="2023", opens_at=past - timedelta(days=99), closes_at=past
    )


@pytest.fixture
def run(app, session, tmp_path, city, before):  # noqa: ARG001  # both are there
    def give(*rows, data=None, name="answers.csv", columns=COLUMNS, round_="2023"):
        path = tmp_path / name
        path.write_bytes(data if data is not None else text(rows, columns).encode())
        session.rollback()
        return app.test_cli_runner().invoke(
            args=["answers", "import", str(path), "--round", round_]
        )

    return give


def text(rows, columns=COLUMNS):
    out = io.StringIO()
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def row(**cells):
    return {"city": "fez", "indicator": LITERACY, "value": "81.5", "year": "2022"} | cells


@pytest.fixture
def report(session, city):
    def find():
        session.rollback()
        found = assessments.of_cities(session, [city.id])
        return next((one for one in found if one.round.slug == "2023"), None)

    return find


def test_a_report_is_filled_and_handed_in_with_its_history(run, session, report):
    given = row(source="Census", grade="official", by="Amina K.", at="2023-02-01", note="n")
    result = run(given, row(indicator=TEXT, value="Go on."))
    assert result.exit_code == 0, result.output
    found = report()
    answer = answers.of(session, found.id)[LITERACY]
    assert (str(answer.value), answer.year, answer.source, answer.grade) == (
        *("81.5", "2022", "Census"),
        "official",
    )
    assert (answer.by, answer.at.date().isoformat(), answer.version) == (
        *("Amina K.", "2023-02-01"),
        1,
    )
    text_ = answers.texts_of(session, found.id)[TEXT]
    assert (text_.value, text_.by) == ("Go on.", "import")
    assert found.status == "submitted"
    assert session.scalars(select(SubmissionRow.number)).all() == [1]


def test_results_and_the_last_round_have_it(run, session, report, city):
    run(row())
    coordinator = factories.coordinator(session, city)
    now = factories.report(
        session,
        city,
        factories.round_(session, opens_at=NOW, closes_at=NOW + timedelta(days=9)),
    )
    earlier = open_results(session, coordinator, now.id).earlier
    assert earlier.round == "2023"
    assert assessments.find(session, now.id).last == report().id


def test_the_history_holds(run, session):
    run(row(), row(indicator=TEXT, value="Go on."))
    assert [checked.findings for checked in verify(session, iter)] == [[]]


def test_the_same_file_twice_changes_nothing(run, session):
    for expected in ("1 reports have a new version, 0", "0 reports have a new version, 1"):
        assert expected in run(row(), row(indicator=TEXT, value="Go on.")).output
    session.rollback()
    for table in (AnswerHistoryRow, SubmissionRow, ImportRow):
        assert len(session.scalars(select(table.id)).all()) == 1


def test_a_corrected_file_makes_a_new_version(run, session, report):
    run(row(), row(indicator="volunteering", value="30"))
    assert run(row(value="82")).exit_code == 0
    found = answers.of(session, report().id)
    assert (str(found[LITERACY].value), found[LITERACY].version) == ("82", 2)
    assert found["volunteering"].version == 1
    assert session.scalars(select(SubmissionRow.number)).all() == [1, 2]


def test_a_workbook_is_read_as_well(run, session, report):
    book = Workbook()
    book.active.append(["city", "indicator", "value", "year", "source"])
    book.active.append(["Fès", LITERACY, 81.5, 2022, "Census"])
    out = io.BytesIO()
    book.save(out)
    assert run(data=out.getvalue(), name="answers.xlsx").exit_code == 0
    assert answers.of(session, report().id)[LITERACY].year == "2022"


def test_shares_are_written_in_one_cell(run, session, report):
    ids = [part.id for part in SHARES.parts]
    given = dict.fromkeys(ids, 0) | {ids[0]: 60, ids[-1]: 40}
    value = "; ".join(f"{part}={number}" for part, number in given.items())
    result = run(row(indicator=SHARES.id, value=value))
    assert result.exit_code == 0, result.output
    assert {
        p: int(v) for p, v in answers.of(session, report().id)[SHARES.id].shares.items()
    } == given


NEVER = next(
    i.id for i in catalogue.load().indicators.values() if i.not_applicable.value == "never"
)
SOMETIMES = next(
    i.id for i in catalogue.load().indicators.values() if i.not_applicable.value != "never"
)
WRONG = [
    (Wrong.UNKNOWN_CITY, row(city="nowhere")),
    (Wrong.UNKNOWN_CITY, row(city="")),
    (Wrong.UNKNOWN_INDICATOR, row(indicator="literacy")),
    (Wrong.UNKNOWN_STATE, row(state="Value")),
    (Wrong.UNKNOWN_GRADE, row(grade="good")),
    (Wrong.NEVER_APPLIES_NOT, row(indicator=NEVER, state="not_applicable", value="", note="no")),
    (Wrong.NO_REASON, row(indicator=SOMETIMES, state="not_applicable", value="")),
    (Wrong.NO_VALUE, row(value="")),
    (Wrong.NO_VALUE, row(indicator=TEXT, value="")),
    (Wrong.NOT_A_VALUE, row(value="81,5")),
    (Wrong.NOT_A_VALUE, row(value="1e2")),
    (Wrong.NOT_A_VALUE, row(indicator=SHARES.id, value="60")),
    (Wrong.OUT_OF_BOUNDS, row(value="120")),
    (Wrong.YEAR, row(year="22")),
    (Wrong.YEAR, row(year="2999")),
    (Wrong.BY, row(by="x" * 201)),
    (Wrong.AT, row(at="1 May")),
]


@pytest.mark.parametrize(("code", "wrong"), WRONG, ids=lambda part: str(part)[:20])
def test_what_is_wrong_is_said_by_row_and_nothing_is_written(run, session, code, wrong):
    result = run(row(indicator="volunteering", value="30"), wrong)
    assert result.exit_code == 2
    assert result.stderr.startswith("row 3: ")
    assert REASONS[code].partition("{}")[2] in result.stderr
    session.rollback()
    assert session.scalars(select(AssessmentRow.id)).all() == []


def test_every_fault_of_every_row_is_said_in_order(run):
    result = run(row(value="x", year="x"), row(), row(), row(city="nowhere", indicator="x"))
    rows = [line.partition(":")[0] for line in result.stderr.splitlines()]
    assert rows == ["row 2", "row 2", "row 3", "row 4", "row 5"]


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ((*COLUMNS, "points"), 'unknown column "points"'),
        ((*COLUMNS, "city"), 'the column "city" stands twice'),
        (COLUMNS[1:], 'the column "city" is missing'),
    ],
)
def test_another_header_is_refused(run, columns, reason):
    result = run(data=(",".join(columns) + "\n").encode())
    assert (result.exit_code, result.stderr.strip()) == (2, f"row 1: {reason}")


def test_a_report_that_a_person_has_written_is_refused(run, session, city, before, report):
    there = factories.report(session, city, before)
    coordinator = factories.coordinator(session, city)
    then = before.closes_at - timedelta(days=1)
    save_focus_area(session, coordinator, there.id, "1.1", {f"{LITERACY}-value": "7"}, "en", then)
    result = run(row())
    assert (result.exit_code, REASONS[Wrong.WRITTEN].format('"fez"') in result.stderr) == (2, True)
    assert str(answers.of(session, report().id)[LITERACY].value) == "7"


def test_an_open_round_and_an_unknown_one_are_refused(run, session):
    factories.round_(session, slug="open", opens_at=NOW, closes_at=NOW + timedelta(days=9))
    assert "is still open" in run(row(), round_="open").stderr
    result = run(row(), round_="1999")
    assert (result.exit_code, result.stderr.strip()) == (2, "there is no round 1999")


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"PK\x03\x04nothing"])
def test_a_file_that_is_no_table_is_refused(run, data):
    result = run(data=data)
    assert result.exit_code == 2
    assert result.stderr.strip() in UNREADABLE.values()


def test_every_fault_has_its_sentence(database_url):  # noqa: ARG001  # as all here
    assert set(REASONS) == set(Wrong)
    assert set(UNREADABLE) == set(Unreadable)
