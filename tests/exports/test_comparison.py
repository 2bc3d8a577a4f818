from lcassess.exports.comparison import (
    comparison_table,
    comparison_tables,
    network_table,
    network_tables,
)
from lcassess.exports.documents import write_comparison
from lcassess.exports.workbook import Properties, write_workbook
from tests.exports.reading import as_csv, as_json, as_workbook, decimal, written
from tests.exports.samples import FRAMEWORK, METHOD, SHARES, cities, comparison, network, same

CITIES = cities(3)
SIDE_BY_SIDE = comparison(*CITIES)
BOOK = as_workbook(comparison_tables(SIDE_BY_SIDE, METHOD, same))
ROWS = as_csv(comparison_table(SIDE_BY_SIDE, same))
JSON = as_json(write_comparison, SIDE_BY_SIDE)["cities"]


def nodes(document):
    return {"overall": document["overall"], **document["areas"], **document["focus_areas"]}


def test_one_row_a_city_in_order_of_name():
    expected = [city.name for city in CITIES]
    assert [row["name"] for row in ROWS] == expected
    for sheet in ("scores", "answers", "states"):
        assert [row["name"] for row in BOOK[sheet]] == expected


def test_scores_agree_with_the_json_to_the_last_digit():
    for rows in (BOOK["scores"], ROWS):
        for row in rows:
            for name, node in nodes(JSON[row["slug"]]).items():
                assert decimal(row[f"{name}-score"]) == node["score"]
                assert decimal(row[f"{name}-coverage"]) == node["coverage"]
                assert row[f"{name}-published"] == ("yes" if node["published"] else "no")


def test_figures_agree_with_the_json_to_the_last_digit():
    for rows in (BOOK["answers"], ROWS):
        for row in rows:
            for answer in JSON[row["slug"]]["answers"]:
                name = answer["indicator"]
                if name == SHARES.id:
                    parts = {p.id: decimal(row[f"{name}-value-{p.id}"]) for p in SHARES.parts}
                    assert parts == answer["value"]
                else:
                    assert decimal(row[f"{name}-value"]) == answer["value"]


def test_states_agree_with_the_json():
    for rows in (BOOK["states"], ROWS):
        for row in rows:
            for answer in JSON[row["slug"]]["answers"]:
                name = answer["indicator"]
                assert row[f"{name}-state"] == answer["state"]
                assert row[f"{name}-invalid"] == ("yes" if answer["invalid"] else "no")


def test_figures_are_numbers_and_blanks_are_empty():
    for row in BOOK["answers"]:
        for key, value in row.items():
            if "-value" in key:
                assert value is None or isinstance(value, int | float)


def test_there_are_no_ranks():
    keys = [c.key for table in comparison_tables(SIDE_BY_SIDE, METHOD, same) for c in table.columns]
    assert not [key for key in keys if "rank" in key]


def test_columns_keep_the_order_of_the_framework():
    keys = list(ROWS[0])
    scores = [key.removesuffix("-score") for key in keys if key.endswith("-score")]
    places = [*FRAMEWORK.areas, *FRAMEWORK.focus_areas]
    assert scores == ["overall", *(place.id for place in places)]
    states = [key.removesuffix("-state") for key in keys if key.endswith("-state")]
    assert states == list(FRAMEWORK.indicators)
    assert len(set(keys)) == len(keys)


def test_invented_cities_are_marked_row_by_row():
    expected = ["yes" if city.fictional else "no" for city in CITIES]
    assert [row["invented"] for row in ROWS] == expected
    for sheet in ("scores", "answers", "states"):
        assert [row["invented"] for row in BOOK[sheet]] == expected
    assert any("do not exist" in row["text"] for row in BOOK["method"])


def test_a_comparison_of_real_cities_mentions_no_invention():
    real = comparison(*(city for city in CITIES if not city.fictional))
    book = as_workbook(comparison_tables(real, METHOD, same))
    assert not any("do not exist" in row["text"] for row in book["method"])


def test_the_network_shows_of_a_draft_only_state_and_counts():
    every = network(*CITIES)
    book = as_workbook(network_tables(every, METHOD, same))
    assert [row["slug"] for row in book["cities"]] == [city.slug for city in every.cities]
    assert "quiet-town" not in {row["slug"] for row in book["scores"]}
    draft = next(r for r in as_csv(network_table(every, same)) if r["slug"] == "quiet-town")
    about = ("slug", "name", "invented", "country", "region", "state", "answered", "asked")
    assert [draft[key] for key in about] == [
        "quiet-town",
        "Quiet Town",
        "yes",
        "FR",
        "Europe",
        "draft",
        "7",
        "64",
    ]
    assert {value for key, value in draft.items() if key not in about} == {""}


def test_the_network_and_a_comparison_of_all_say_the_same():
    every = as_csv(network_table(network(*CITIES), same))
    sent = [row for row in every if row["slug"] != "quiet-town"]
    assert [{key: row[key] for key in ROWS[0]} for row in sent] == ROWS


def test_libreoffice_opens_the_workbook_and_runs_nothing(office, tmp_path):
    path = tmp_path / "network.xlsx"
    tables = network_tables(network(*CITIES), METHOD, same)
    path.write_bytes(written(write_workbook, tables, Properties("Network", "ar")))
    sheets = office.read(path)
    assert [cell for rows in sheets.values() for row in rows for cell in row if cell.formula] == []
    heads, *rows = sheets["Scores"]
    score = [cell.value for cell in heads].index("Overall: score")
    for row, expected in zip(rows, BOOK["scores"], strict=True):
        assert abs(row[score].value - expected["overall-score"]) < 1e-11
