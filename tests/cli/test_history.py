"""`flask history verify`: whatever was done behind the product's back is named."""

from __future__ import annotations

import json
import re
import zlib
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from lcassess.assessment.chain import Head, follow
from lcassess.assessment.sheet import AnswerSheet
from lcassess.assessment.snapshot import fingerprint, freeze
from lcassess.services import demonstrating, submitting
from lcassess.services.saving import save_focus_area
from lcassess.storage import answers, assessments, chains
from lcassess.storage.tables import (
    AnswerHistoryRow,
    AnswerRow,
    Base,
    ChainRow,
    MoveRow,
    SubmissionRow,
    TextRow,
)
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW
from tests.web.visiting import visit

OPERATING = (Path(__file__).parents[2] / "docs" / "operating.md").read_text("utf-8")
NAME = "adult-literacy"
TEXT = "empowerment-and-cohesion-next-steps"


@pytest.fixture
def verify(app):
    def run(*arguments):
        arguments = ("history", "verify", *(str(argument) for argument in arguments))
        result = app.test_cli_runner().invoke(args=arguments)
        return result.exit_code, result.output.splitlines()

    return run


@pytest.fixture
def report(session):
    return factories.report(session, factories.city(session, slug="marisund"))


@pytest.fixture
def actor(session, report):
    return factories.coordinator(session, report.city)


@pytest.fixture
def written(session, report, actor):
    """Six entries: an answer and a text, two answers, a version handed in and taken back."""
    save(session, actor, report, {f"{NAME}-value": "80", f"{TEXT}-value": "More classes"})
    save(session, actor, report, {f"{NAME}-value": "81", f"{NAME}-version": "1"})
    save(session, actor, report, {"volunteering-value": "30"})
    submitting.submit(session, actor, report.id, NOW)
    submitting.withdraw(session, actor, report.id, NOW)
    session.rollback()


@pytest.fixture
def receipt(app, session, report, actor, request, tmp_path):
    """The receipt of a second version, as its coordinator downloaded it."""
    request.getfixturevalue("written")
    submitting.submit(session, actor, report.id, NOW)
    response = visit(app, session, actor).get(f"/assessments/{report.id}/receipt.json")
    assert response.headers["Content-Disposition"].endswith("-receipt.json")
    file = tmp_path / "receipt.json"
    file.write_bytes(response.data)
    return file


def save(session, actor, report, form):
    save_focus_area(session, actor, report.id, "1.1", form, "en", NOW)


@contextmanager
def behind_the_back(engine):
    """Write as somebody does who owns the database and took its protection away."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            found = connection.execute(
                text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            ).all()
            for name, _made in found:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        yield connection


def entry(number, table=AnswerHistoryRow):
    return table.number == number


CHANGES = {
    "a value": (
        update(AnswerHistoryRow).where(entry(3)).values(value="99"),
        [
            "entry 3 does not follow from the one before: one of them was changed",
            f"{{round}}/{NAME} is not what its history says",
            "version {round}/1 is not what the history says up to entry 5",
        ],
    ),
    "who it was": (
        update(AnswerHistoryRow).where(entry(1)).values(person_name="Somebody"),
        ["entry 1 does not follow from the one before: one of them was changed"],
    ),
    "when it was": (
        update(MoveRow).where(entry(6, MoveRow)).values(at=NOW.replace(year=2025)),
        ["entry 6 does not follow from the one before: one of them was changed"],
    ),
    "a row": (
        delete(AnswerHistoryRow).where(entry(1)),
        ["the entries 1 to 1 are missing"],
    ),
    "the end": (
        delete(MoveRow),
        [
            "the last entries, 5 to 6, are missing",
            "version {round}/1 names an entry 5 that is not in the history",
        ],
    ),
    "a place": (
        update(MoveRow).where(entry(6, MoveRow)).values(number=2),
        ["there is more than one entry 2", "the last entries, 6 to 6, are missing"],
    ),
    "the number of the head": (
        update(ChainRow).values(number=5),
        [
            "entry 6 stands after the end of the history",
            "the end that was noted is not that of entry 5",
        ],
    ),
    "the hash of the head": (
        update(ChainRow).values(hash="0" * 64),
        ["the end that was noted is not that of entry 6"],
    ),
    "the head": (delete(ChainRow), ["the end of its history is not noted"]),
    "an answer": (
        update(AnswerRow).where(AnswerRow.indicator_id == NAME).values(value="99"),
        [f"{{round}}/{NAME} is not what its history says"],
    ),
    "whose answer it is": (
        update(AnswerRow).where(AnswerRow.indicator_id == NAME).values(person_name="Somebody"),
        [f"{{round}}/{NAME} is not what its history says"],
    ),
    "that there is an answer": (
        delete(AnswerRow).where(AnswerRow.indicator_id == NAME),
        [f"{{round}}/{NAME} is not what its history says"],
    ),
    "a text": (
        update(TextRow).values(value="Fewer"),
        [f"{{round}}/{TEXT} is not what its history says"],
    ),
    "a snapshot": (
        update(SubmissionRow).values(snapshot=zlib.compress(b'{"answers":[],"texts":{}}')),
        [
            "version {round}/1 is not what its fingerprint was made of",
            "version {round}/1 is not what the history says up to entry 5",
        ],
    ),
    "a snapshot into noise": (
        update(SubmissionRow).values(snapshot=b"noise"),
        [
            "version {round}/1 is not what its fingerprint was made of",
            "version {round}/1 is not what the history says up to entry 5",
        ],
    ),
    "a fingerprint": (
        update(SubmissionRow).values(fingerprint="0" * 64),
        ["version {round}/1 is not what its fingerprint was made of"],
    ),
    "the head of a version": (
        update(SubmissionRow).values(head_hash="0" * 64),
        ["version {round}/1 names an entry 5 that is not in the history"],
    ),
    "an answer into what cannot be": (
        update(AnswerRow).values(value="so many"),
        ["something in its reports cannot be read"],
    ),
}


class TestVerify:
    @both_databases
    def test_an_invented_network_is_unbroken(self, session, verify):
        demonstrating.fill(session, 12, 3, 2026, NOW, iter)
        rows = sum(len(session.execute(select(table)).all()) for table in chains.tables())
        session.rollback()
        assert verify() == (0, [f"{rows} rows of 12 cities: unbroken"])

    def test_an_empty_database_is_unbroken(self, verify):
        assert verify() == (0, ["0 rows of 0 cities: unbroken"])

    @both_databases
    @pytest.mark.usefixtures("written")
    def test_what_people_did_is_unbroken(self, verify):
        assert verify() == (0, ["6 rows of 1 cities: unbroken"])

    @both_databases
    @pytest.mark.usefixtures("written")
    @pytest.mark.parametrize("what", CHANGES)
    def test_each_change_is_named(self, engine, report, verify, what):
        change, lines = CHANGES[what]
        with behind_the_back(engine) as connection:
            connection.execute(change)
        expected = [f"marisund: {line.format(round=report.round.slug)}" for line in lines]
        assert verify() == (1, expected)

    @both_databases
    @pytest.mark.usefixtures("written")
    def test_a_city_that_holds_is_not_named_beside_one_that_does_not(self, engine, session, verify):
        other = factories.report(session)
        save(session, factories.coordinator(session, other.city), other, {f"{NAME}-value": "80"})
        session.rollback()
        with behind_the_back(engine) as connection:
            connection.execute(update(MoveRow).values(person_name="Somebody"))
        code, lines = verify()
        assert (code, len(lines)) == (1, 2)
        assert all(line.startswith("marisund: entry ") for line in lines)

    @both_databases
    @pytest.mark.usefixtures("written")
    def test_a_row_brought_from_another_city_is_named_in_both(self, engine, session, verify):
        other = factories.report(session)
        session.rollback()
        with behind_the_back(engine) as connection:
            connection.execute(
                update(MoveRow).where(entry(6, MoveRow)).values(assessment_id=other.id)
            )
        code, lines = verify()
        assert code == 1
        assert "marisund: the last entries, 6 to 6, are missing" in lines
        assert f"{other.city.slug}: entry 6 stands after the end of the history" in lines

    def test_a_database_without_tables_is_named_in_a_sentence(self, engine, verify):
        Base.metadata.drop_all(engine)
        code, lines = verify()
        assert (code, lines[-1][-16:]) == (1, "flask db upgrade")


class TestReceipt:
    @both_databases
    def test_a_receipt_agrees_for_good(self, session, report, actor, receipt, verify):
        agrees = "The receipt of marisund agrees with them"
        assert verify("--receipt", receipt) == (0, ["7 rows of 1 cities: unbroken", agrees])
        submitting.withdraw(session, actor, report.id, NOW)
        save(session, actor, report, {f"{NAME}-value": "9", f"{NAME}-version": "2"})
        session.rollback()
        assert verify("--receipt", receipt) == (0, ["9 rows of 1 cities: unbroken", agrees])

    def test_its_fingerprint_can_be_made_again_as_the_document_says(
        self, receipt, monkeypatch, capsys
    ):
        (program,) = re.findall(r"^```python\n(.*?)^```", OPERATING, re.DOTALL | re.MULTILINE)
        monkeypatch.chdir(receipt.parent)
        exec(program, {})  # noqa: S102  # it is ours
        assert capsys.readouterr().out == "True\n"

    def test_it_says_what_a_reader_wants_to_know(self, receipt, report, actor):
        given = json.loads(receipt.read_bytes())
        content = given.pop("content")
        assert json.loads(content)["texts"] == {TEXT: "More classes"}
        assert len(given.pop("fingerprint")) == len(given["chain"].pop("hash")) == 64
        assert given == {
            "city": "marisund",
            "name": report.city.name,
            "fictional": False,
            "round": report.round.slug,
            "edition": "2026",
            "submission": 2,
            "at": "2026-11-23T12:00:00+00:00",
            "by": actor.name,
            "function": "",
            "chain": {"number": 7},
            "counts": {"value": 2, "no_data": 0, "not_applicable": 0, "later": 0, "unanswered": 62},
        }

    @both_databases
    def test_a_history_made_anew_from_end_to_end_does_not_agree(self, engine, receipt, verify):
        """Somebody changes an answer, and then every hash, version and head after it."""
        with behind_the_back(engine) as connection:
            connection.execute(update(AnswerHistoryRow).where(entry(3)).values(note="new"))
            connection.execute(update(AnswerRow).where(AnswerRow.value == "81").values(note="new"))
        rewrite(engine)
        assert verify() == (0, ["7 rows of 1 cities: unbroken"])
        code, lines = verify("--receipt", receipt)
        assert code == 1
        version = f"{json.loads(receipt.read_bytes())['round']}/2"
        assert lines == [
            "marisund: the receipt names an entry 7 that is not in the history",
            f"marisund: version {version} of the receipt was not handed in like this",
        ]

    @pytest.mark.parametrize(
        ("change", "line"),
        [
            ({"city": "nowhere"}, "nowhere: the city of the receipt is not known here"),
            ({"content": "{}"}, "the content of the receipt is not what its fingerprint was"),
            ({"chain": {"number": 3, "hash": "0" * 64}}, "the receipt names an entry 3"),
            ({"submission": 3}, "/3 of the receipt was not handed in like this"),
            ({"fingerprint": "0" * 64}, "/2 of the receipt was not handed in like this"),
        ],
    )
    def test_a_receipt_that_says_something_else_does_not(self, receipt, verify, change, line):
        receipt.write_text(json.dumps(json.loads(receipt.read_bytes()) | change), encoding="utf-8")
        code, lines = verify("--receipt", receipt)
        assert code == 1
        assert any(line in found for found in lines)

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"PDF",
            b"[]",
            b"{}",
            b"\xff\xfe",
            b"[" * 100_000,
            b'{"city": "a", "chain": 3}',
            b'{"city": "a\x1b", "chain": {"number": 1}}',
        ],
    )
    def test_another_file_is_named_as_such(self, verify, tmp_path, content):
        file = tmp_path / "another.json"
        file.write_bytes(content)
        code, lines = verify("--receipt", file)
        assert code == 2
        assert "is no receipt" in " ".join(lines)

    @pytest.mark.parametrize(
        "change",
        [
            {"submission": True},
            {"submission": "2"},
            {"fingerprint": 3},
            {"city": "\u001b[31m"},
            {"round": None},
            {"content": "\ud800"},
            {"chain": {"number": 1}},
            {"chain": {"number": 1.5, "hash": ""}},
        ],
        ids=str,
    )
    def test_a_receipt_with_parts_of_another_kind_is_none(self, receipt, verify, change):
        receipt.write_text(json.dumps(json.loads(receipt.read_bytes()) | change), encoding="utf-8")
        assert verify("--receipt", receipt)[0] == 2

    def test_a_file_that_is_not_there_is_named(self, verify, tmp_path):
        code, lines = verify("--receipt", tmp_path / "nowhere.json")
        assert (code, "does not exist" in " ".join(lines)) == (2, True)


def rewrite(engine):
    """Make the whole chain anew, and everything that rests on it."""
    with behind_the_back(engine) as connection, Session(connection) as session:
        city_id = session.scalar(select(ChainRow.city_id))
        tables = {table.name: table for table in chains.tables()}
        head, heads = Head(), {}
        for link in chains.links_of(session, city_id):
            head = follow(head, link.table, link.row)
            heads[head.number] = head.hash
            table = tables[link.table]
            session.execute(
                update(table).where(table.c.number == head.number).values(hash=head.hash)
            )
        session.execute(update(ChainRow).values(hash=head.hash))
        for row in assessments.submissions_of(session, city_id):
            given, texts = answers.sheet_at(session, row.assessment_id, row.head_number)
            frozen = freeze(AnswerSheet(given), {name: t.value for name, t in texts.items()})
            session.execute(
                update(SubmissionRow)
                .where(SubmissionRow.number == row.number)
                .values(
                    head_hash=heads[row.head_number],
                    snapshot=zlib.compress(frozen),
                    fingerprint=fingerprint(frozen, city="marisund", round=row.round_slug),
                )
            )
        session.flush()
