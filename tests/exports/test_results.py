from decimal import Decimal

from lcassess.assessment.sheet import Answer, AnswerSheet, State
from lcassess.exports.documents import write_results
from lcassess.exports.results import results_table, results_tables
from lcassess.exports.workbook import Properties, write_workbook
from tests.exports.payloads import FORMULAS, HARD
from tests.exports.reading import as_csv, as_json, as_workbook, decimal, written
from tests.exports.samples import (
    EXCUSABLE,
    FRAMEWORK,
    METHOD,
    SHARES,
    city,
    full_sheet,
    same,
)

CITY = city("Nueva Ondara", full_sheet(), texts={"workplace-next-steps": "We go on."})
MEASURES = ("score", "coverage", "lower_bound", "upper_bound", "na_share", "self_rated")
LEVELS = {"area": "areas", "focus_area": "focus_areas", "feature": "features"}
BOOK = as_workbook(results_tables(FRAMEWORK, CITY, METHOD, same))
ROWS = as_csv(results_table(FRAMEWORK, CITY, same))
JSON = as_json(write_results, FRAMEWORK, CITY)


def node(level, name):
    if level == "overall":
        return JSON["overall"]
    if level == "inclusion":
        return JSON["inclusion"]["overall"]
    if level == "inclusion_focus_area":
        return JSON["inclusion"]["focus_areas"][name]
    return JSON[LEVELS[level]][name]


def all_nodes():
    inclusion = JSON["inclusion"]["focus_areas"]
    return 2 + len(inclusion) + sum(len(JSON[name]) for name in LEVELS.values())


def test_workbook_csv_and_json_agree_on_every_score_to_the_last_digit():
    lines = [row for row in ROWS if row["level"] not in {"indicator", "text"}]
    for rows in (BOOK["scores"], lines):
        assert len(rows) == all_nodes()
        for row in rows:
            expected = node(row["level"], row["id"])
            assert {m: decimal(row[m]) for m in MEASURES} == {m: expected[m] for m in MEASURES}
            assert row["published"] == ("yes" if expected["published"] else "no")


def test_workbook_csv_and_json_agree_on_every_answer_to_the_last_digit():
    answers = {answer["indicator"]: answer for answer in JSON["answers"]}
    from_csv = [row for row in ROWS if row["level"] == "indicator"]
    from_book = [row for row in BOOK["answers"] if row["kind"] != "text"]
    for rows in (from_book, from_csv):
        assert [row["id"] for row in rows if not row["part"]] == list(FRAMEWORK.indicators)
        for row in rows:
            answer = answers[row["id"]]
            value = answer["value"][row["part"]] if row["part"] else answer["value"]
            value = None if isinstance(value, dict) else value
            assert decimal(row["value"]) == value
            assert row["state"] == answer["state"]
            assert decimal(row["year"]) == answer["year"]
            assert (row["source"] or None) == answer["source"]
            assert (row["mark"] == "invalid") == answer["invalid"]


def test_workbook_csv_and_json_agree_on_every_point():
    points = {row["id"]: row for row in ROWS if row["level"] == "indicator" and not row["part"]}
    assert [row["id"] for row in BOOK["ledger"]] == list(JSON["indicators"])
    for line in BOOK["ledger"]:
        expected = JSON["indicators"][line["id"]]
        for row in (line, points[line["id"]]):
            for name in ("points", "weight", "contribution"):
                assert decimal(row[name]) == expected[name]
            assert (row["capped"] or None) == expected["capped"]


def test_every_answer_without_points_says_why():
    for line in BOOK["ledger"]:
        assert (line["points"] is None) == bool(line["not_counted"])
    why = {line["not_counted"] for line in BOOK["ledger"]} - {None}
    assert why == {"no_data", "later", "unanswered", "invalid", "national", "not_applicable"}


def test_contributions_add_up_to_the_overall_score():
    total = sum(line["contribution"] or 0 for line in BOOK["ledger"])
    assert abs(total - CITY.profile.overall.score) < 1e-9


def test_answers_scored_are_counted_without_those_that_do_not_apply():
    home = FRAMEWORK.home[EXCUSABLE.id]
    row = next(r for r in BOOK["scores"] if (r["level"], r["id"]) == ("focus_area", home.id))
    asked = [i for i in home.indicators if i.takes_part and i.id != EXCUSABLE.id]
    points = [CITY.profile.indicators[i.id].points for i in asked]
    assert row["answers_asked"] == len(asked)
    assert row["answers_scored"] == sum(p is not None for p in points)


def test_a_blank_is_empty_and_a_zero_is_zero():
    sheet = AnswerSheet.of([Answer("adult-literacy", State.VALUE, "0", Decimal(0))])
    book = as_workbook(results_tables(FRAMEWORK, city("Zero", sheet), METHOD, same))
    first, second = book["answers"][:2]
    assert (first["value"], first["state"]) == (0, "value")
    assert (second["value"], second["state"]) == (None, "unanswered")
    empty = [row for row in book["scores"] if row["score"] is None]
    assert empty
    assert {row["published"] for row in empty} == {"no"}


def test_a_divided_figure_has_a_row_for_each_part():
    rows = [row for row in BOOK["answers"] if row["id"] == SHARES.id]
    assert [row["part"] for row in rows] == [None, *(part.id for part in SHARES.parts)]
    assert all(isinstance(row["value"], float | int) for row in rows[1:])


def test_texts_stand_among_the_answers():
    texts = [row for row in BOOK["answers"] if row["kind"] == "text"]
    assert len(texts) == sum(len(f.texts) for f in FRAMEWORK.focus_areas)
    assert [row["entered"] for row in texts if row["entered"]] == ["We go on."]


def test_the_codebook_describes_every_question():
    assert [row["id"] for row in BOOK["codebook"]] == list(FRAMEWORK.indicators)
    literacy = BOOK["codebook"][0]
    assert (literacy["low"], literacy["high"]) == (0, 100)
    assert (literacy["worst"], literacy["best"], literacy["basis"]) == (60, 100, "normative")
    assert literacy["wording"] == "to verify"
    assert literacy["numerator"]


def test_an_invented_city_is_marked_on_every_sheet_and_in_every_file():
    for name in ("scores", "ledger", "answers"):
        assert {row["invented"] for row in BOOK[name]} == {"yes"}
    assert any("does not exist" in row["text"] for row in BOOK["method"])
    assert {row["invented"] for row in ROWS} == {"yes"}
    assert JSON["fictional"] is True


def test_a_real_city_is_not():
    real = city("Real", full_sheet(), fictional=False)
    book = as_workbook(results_tables(FRAMEWORK, real, METHOD, same))
    assert {row["invented"] for row in book["scores"]} == {"no"}
    assert not any("does not exist" in row["text"] for row in book["method"])


def test_the_method_sheet_tells_how_the_file_was_made():
    method = {(row["topic"], row["text"]) for row in BOOK["method"]}
    assert ("Fingerprint", "sha256:0123") in method
    assert ("Made on", "21 November 2026") in method
    assert ("Edition", "2026") in method
    assert ("How scores are made", "Scores are means.") in method


def test_heads_are_in_the_language_of_the_reader():
    tables = results_tables(FRAMEWORK, CITY, METHOD, lambda text: f"[{text}]")
    titles = [column.title for table in tables for column in table.columns]
    assert all(title.startswith("[") for title in titles)
    assert [table.title for table in tables] == [
        "[Scores]",
        "[Ledger]",
        "[Answers]",
        "[Codebook]",
        "[Method]",
    ]


def test_keys_are_the_same_in_every_language_and_differ():
    for table in (
        *results_tables(FRAMEWORK, CITY, METHOD, str.upper),
        results_table(FRAMEWORK, CITY, str.upper),
    ):
        keys = [column.key for column in table.columns]
        assert len(set(keys)) == len(keys)
        assert all(key == key.lower() for key in keys)


def hostile_city():
    """Put another payload into every text that a person can write."""
    hostile = [*FORMULAS, *HARD]
    answers = [
        Answer(
            indicator,
            State.VALUE,
            entered=hostile[i % len(hostile)],
            year=hostile[(i + 1) % len(hostile)],
            source=hostile[(i + 2) % len(hostile)],
            note=hostile[(i + 3) % len(hostile)],
            reason=hostile[(i + 4) % len(hostile)],
        )
        for i, indicator in enumerate(FRAMEWORK.indicators)
    ]
    names = [f.text_name(text) for f in FRAMEWORK.focus_areas for text in f.texts]
    texts = {name: hostile[i % len(hostile)] for i, name in enumerate(names)}
    return city(FORMULAS[0], AnswerSheet.of(answers), slug=FORMULAS[1], texts=texts)


def test_no_text_of_a_city_is_ever_run(office, tmp_path):
    path = tmp_path / "hostile.xlsx"
    tables = results_tables(FRAMEWORK, hostile_city(), METHOD, same)
    path.write_bytes(written(write_workbook, tables, Properties(FORMULAS[0])))
    cells = [cell for rows in office.read(path).values() for row in rows for cell in row]
    assert [cell.formula for cell in cells if cell.formula] == []
    texts = {cell.value for cell in cells if isinstance(cell.value, str)}
    for payload in FORMULAS:
        shown = payload.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
        assert shown in texts


def test_libreoffice_reads_the_workbook_as_it_was_written(office, tmp_path):
    path = tmp_path / "results.xlsx"
    tables = results_tables(FRAMEWORK, CITY, METHOD, same)
    path.write_bytes(written(write_workbook, tables, Properties("Results")))
    sheets = office.read(path)
    assert list(sheets) == ["Scores", "Ledger", "Answers", "Codebook", "Method"]
    for (name, rows), read in zip(BOOK.items(), sheets.values(), strict=True):
        assert len(read) == len(rows) + 1, name
        for row, cells in zip(rows, read[1:], strict=True):
            found = [cell.value for cell in cells]
            expected = list(row.values())
            found += [None] * (len(expected) - len(found))
            for one, other in zip(expected, found, strict=True):
                close = isinstance(one, float) and abs(one - other) <= 1e-12 * abs(one)
                assert close or one == other or (one or "").split() == other.split()
