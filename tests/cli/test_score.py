"""`flask score`: files in, one JSON file out, and every fault named."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from lcassess.cli.score import score_command

ROOT = Path(__file__).parents[2]
FRAMEWORK = """
edition: "7"
title: Small
areas:
  - id: benefits
    code: "1"
    name: Benefits
    focus_areas:
      - id: skills
        code: "1.1"
        name: Skills
        features:
          - id: literacy
            code: "1.1.1"
            name: Literacy
            indicators:
              - {id: readers, code: 1.1.1a, name: Readers, kind: share, bounds: [0, 100],
                 goalposts: {worst: 60, best: 100}, inclusion_core: true}
              - {id: plan, code: 1.1.1b, name: Plan, kind: level, not_applicable: with_reason}
              - {id: spending, code: 1.1.1c, name: Spending, kind: shares, parts: [a, b]}
              - {id: context, code: 1.1.1d, name: Context, kind: number, bounds: [0, 9],
                 scored: false}
"""
HEADER = "city,indicator,state,value"


@pytest.fixture
def run(tmp_path):
    """Run the command on a table of answers; gives the result and what was written."""

    def run(answers, framework=FRAMEWORK):
        (tmp_path / "framework.yaml").write_text(framework, encoding="utf-8")
        table = answers if isinstance(answers, bytes) else answers.encode()
        (tmp_path / "answers.csv").write_bytes(table)
        output = tmp_path / "out.json"
        inputs = [str(tmp_path / name) for name in ("framework.yaml", "answers.csv")]
        result = CliRunner().invoke(score_command, [*inputs, "--output", str(output)])
        return result, json.loads(output.read_text("utf-8")) if output.exists() else None

    return run


def scored(run, *rows, header=HEADER):
    result, document = run("\n".join([header, *rows]) + "\n")
    assert (result.exit_code, result.stderr) == (0, "")
    return document["cities"]


def faults(run, *rows, header=HEADER):
    result, document = run("\n".join([header, *rows]) + "\n")
    assert (result.exit_code, document, result.stdout) == (2, None, "")
    return [line.split(":")[0] for line in result.stderr.splitlines()]


def test_the_document(run):
    cities = scored(run, "Fez,readers,value,70", "Fez,plan,value,3", "Cork,plan,no_data,")
    assert list(cities) == ["Fez", "Cork"]
    fez = cities["Fez"]
    node = {
        "score": 50,
        "coverage": 1,
        "published": True,
        "lower_bound": 50,
        "upper_bound": 50,
        "na_share": 0,
        "self_rated": 0.5,
    }
    core = node | {"score": 25, "lower_bound": 25, "upper_bound": 25, "self_rated": 0}
    assert fez == {
        "overall": node | {"ranked": True, "rank": None},
        "areas": {"benefits": node},
        "focus_areas": {"skills": node},
        "features": {"literacy": node},
        "inclusion": {"overall": core, "focus_areas": {"skills": core}},
        "indicators": {
            "readers": {"points": 25, "weight": 0.5, "contribution": 12.5, "capped": None},
            "plan": {"points": 75, "weight": 0.5, "contribution": 37.5, "capped": None},
        },
    }
    assert list(fez) == [
        *("overall", "areas", "focus_areas", "features", "inclusion", "indicators"),
    ]
    assert cities["Cork"]["overall"]["score"] is None
    assert cities["Cork"]["indicators"]["plan"]["points"] is None


def test_edition_and_numbers_as_they_are(run):
    result, document = run(f"{HEADER}\nFez,readers,value,73.3\n")
    assert result.exit_code == 0
    assert document["edition"] == "7"
    points = document["cities"]["Fez"]["indicators"]["readers"]["points"]
    assert points == pytest.approx(33.25, abs=1e-12)


def test_byte_order_mark_quotes_and_line_ends(run):
    table = f'{HEADER}\r\n"São Paulo, SP",readers,value,80\r\n\r\n"O""Brien",plan,value,2\r\n'
    result, document = run(b"\xef\xbb\xbf" + table.encode())
    assert result.exit_code == 0
    assert list(document["cities"]) == ["São Paulo, SP", 'O"Brien']


def test_columns_in_any_order_with_the_optional_ones(run):
    header = "sample_size,value,territory,state,grade,indicator,city"
    cities = scored(
        run,
        "400,80,,value,survey,readers,Fez",
        ",4,national,value,,plan,Fez",
        ",80,wider,value,official,readers,Cork",
        header=header,
    )
    assert cities["Fez"]["overall"]["coverage"] == 0.5
    assert cities["Cork"]["overall"]["score"] == 50


def test_values_of_any_length(run):
    rows = [
        "Fez,readers,value,+070." + "0" * 5000,
        "Fez,plan,value,4." + "0" * 200_000 + "1",
        "Cork,readers,value,100." + "0" * 50 + "1",
        "Lima,readers,value,59." + "9" * 50,
        "Rome,readers,value,60",
    ]
    cities = scored(run, *rows)
    assert cities["Fez"]["indicators"]["readers"]["points"] == 25
    assert cities["Fez"]["indicators"]["plan"]["points"] is None
    assert cities["Cork"]["indicators"]["readers"]["points"] is None
    assert cities["Lima"]["indicators"]["readers"]["capped"] == "low"
    assert cities["Rome"]["indicators"]["readers"]["capped"] is None


def test_what_is_not_read(run):
    cities = scored(
        run,
        "Fez,plan,not_applicable,whatever",
        "Fez,readers,not_applicable,",
        "Fez,spending,value,",
        "Fez,context,value,many",
        "Fez City,context,later,3",
    )
    overall = cities["Fez"]["overall"]
    assert (overall["coverage"], overall["na_share"]) == (0, 0.5)
    assert list(cities["Fez"]["indicators"]) == ["readers", "plan"]
    assert cities["Fez City"]["overall"]["coverage"] == 0


def test_ten_cities_are_ranked(run):
    rows = [f"C{n},{name},value,{value}" for n in range(10) for name, value in best_of(n)]
    cities = scored(run, *rows)
    assert [city["overall"]["rank"] for city in cities.values()] == [1, 1, *range(3, 11)]
    assert "rank" not in cities["C0"]["inclusion"]["overall"]
    assert "ranked" not in cities["C0"]["areas"]["benefits"]


def best_of(n):
    return [("readers", 100 - 2 * max(n, 1)), ("plan", 4)]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Fez,readers,value", "cells"),
        ("Fez,readers,value,5,", "cells"),
        (",readers,value,5", "city is empty"),
        ("Fez,nothing,value,5", 'unknown indicator "nothing"'),
        ("Fez,readers,Value,5", 'unknown state "Value"'),
        ("Fez,readers,,5", 'unknown state ""'),
        ("Fez,readers, value,5", 'unknown state " value"'),
        ("Fez,readers,value,", "no value"),
        ("Fez,readers,value,5%", '"5%" is not a value'),
        ("Fez,readers,value,.5", "not a value"),
        ("Fez,readers,value,5.", "not a value"),
        ("Fez,readers,value,1e3", "not a value"),
        ("Fez,readers,value,1_000", "not a value"),
        ("Fez,readers,value,−5", "not a value"),
        ("Fez,readers,value,٥", "not a value"),
        ("Fez,readers,value, 5", "not a value"),
        ("Fez,readers,value,NaN", "not a value"),
        ('Fez,readers,value,"5\n"', "not a value"),
    ],
)
def test_one_fault(run, row, reason):
    result, document = run(f"{HEADER}\n{row}\n")
    assert (result.exit_code, document) == (2, None)
    [line] = result.stderr.splitlines()
    assert line.startswith("row 2: ")
    assert reason in line


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("grade", "Official"),
        ("grade", "guess"),
        ("territory", "country"),
        ("sample_size", "0"),
        ("sample_size", "-5"),
        ("sample_size", "5.0"),
        ("sample_size", "many"),
    ],
)
def test_optional_columns_have_words_too(run, column, cell):
    header = f"{HEADER},{column}"
    assert faults(run, f"Fez,readers,no_data,,{cell}", header=header) == ["row 2"]
    assert scored(run, "Fez,readers,no_data,,", header=header)


def test_a_second_row_for_the_same_question(run):
    rows = ["Fez,readers,value,70", "Cork,readers,value,70", "Fez,readers,value,70"]
    assert faults(run, *rows) == ["row 4"]


def test_every_fault_of_every_row_in_order(run):
    rows = [
        ",nothing,Value,5",
        "Fez,readers,value,70",
        "",
        "Fez,readers,value,x",
        "Fez,readers",
    ]
    found = faults(run, *rows)
    assert found == ["row 2", "row 2", "row 2", "row 5", "row 5", "row 6"]


@pytest.mark.parametrize(
    ("header", "count"),
    [
        ("city,indicator,state", 1),
        ("city,indicator,state,value,value", 1),
        ("city,indicator,state,value,colour", 1),
        ("City,indicator,state,value", 2),
        ("city;indicator;state;value", 5),
        ("city,indicator,state,value,", 1),
    ],
)
def test_faults_of_the_header(run, header, count):
    assert faults(run, header=header) == ["row 1"] * count


def test_rows_under_a_faulty_header_are_looked_at_too(run):
    header = "city,indicator,state,value,colour"
    assert faults(run, "Fez,readers,Value,7,red", header=header) == ["row 1", "row 2"]
    assert faults(run, "Fez,nothing,later", header="city,indicator,state") == ["row 1", "row 2"]
    assert faults(run, "readers,value,x", header="indicator,state,value") == ["row 1", "row 2"]


def test_empty_files(run):
    result, _ = run("")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 4)
    assert run(f"{HEADER}\n")[1] == {"edition": "7", "cities": {}}


def test_the_header_is_row_one_after_empty_lines(run):
    result, _ = run(f"\n\n{HEADER}\nFez,readers,value,x\n")
    assert result.stderr.startswith("row 2: ")


def test_broken_quotes_and_bytes(run):
    result, _ = run(f'{HEADER}\nFez,readers,value,"7"0\nCork,nothing,later,\n')
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["row 2", "row 3"]
    result, _ = run(f'{HEADER}\nFez,readers,value,"7\n')
    assert result.stderr.splitlines()[0].startswith("row 2: ")
    result, _ = run(HEADER.encode() + b"\nF\xe9s,readers,value,7\n")
    assert result.stderr.startswith("row 2: ")
    assert result.exit_code == 2


def test_a_long_cell_is_cut_on_its_line(run):
    result, _ = run(f"{HEADER}\nFez,readers,value,{'x' * 5000}\n")
    assert len(result.stderr) < 200


def test_faults_leave_the_output_as_it_was(run, tmp_path):
    run(f"{HEADER}\nFez,readers,value,70\n")
    before = (tmp_path / "out.json").read_bytes()
    result, _ = run(f"{HEADER}\nFez,readers,value,x\n")
    assert result.exit_code == 2
    assert (tmp_path / "out.json").read_bytes() == before
    run(f"{HEADER}\nFez,readers,value,90\n")
    assert (tmp_path / "out.json").read_bytes() != before
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        *("answers.csv", "framework.yaml", "out.json"),
    ]


def test_a_refused_framework(run):
    broken = FRAMEWORK.replace("worst: 60", "worst: 100").replace("kind: level", "kind: tier")
    result, document = run(f"{HEADER}\n", framework=broken)
    assert (result.exit_code, document, result.stdout) == (2, None, "")
    assert len(result.stderr.splitlines()) == 2


def test_a_framework_in_which_nothing_is_scored(run):
    shown = FRAMEWORK.replace("kind: level", "kind: level, scored: false")
    shown = shown.replace("{worst: 60, best: 100}, inclusion_core: true", "null, scored: false")
    result, document = run(f"{HEADER}\n", framework=shown.replace("goalposts: null,", ""))
    assert (result.exit_code, document) == (2, None)
    assert len(result.stderr.splitlines()) == 1


def test_an_output_that_cannot_be_written(run, tmp_path):
    run(f"{HEADER}\n")
    inputs = [str(tmp_path / name) for name in ("framework.yaml", "answers.csv")]
    missing = str(tmp_path / "no" / "out.json")
    result = CliRunner().invoke(score_command, [*inputs, "--output", missing])
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_as_a_command_of_flask(run, tmp_path):
    run(f"{HEADER}\nFez,readers,value,70\n")
    expected = (tmp_path / "out.json").read_bytes()
    inputs = [str(tmp_path / name) for name in ("framework.yaml", "answers.csv")]
    command = [sys.executable, "-m", "flask", "score", *inputs, "--output", "/dev/stdout"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == expected
