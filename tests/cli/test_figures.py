"""`flask figures load`: what was kept, in a sentence; or what is wrong."""

from __future__ import annotations

import gzip

import pytest

from lcassess.storage import cities

PLACES = "city_id,name,country_iso2,unesco_region\ngn1,Berlin,DE,ENA\n"
FIGURES = (
    "city_id,measurement_id,indicator_key,year,value,unit,match,source,source_code,note,basis,"
    "year_basis\n"
    "gn1,1.1.1a,literacy,2020,98.5,percent,exact,census,,,published,reference\n"
    "gn2,1.1.1a,literacy,2020,98.5,percent,exact,census,,,published,reference\n"
)


@pytest.fixture
def flask(app):
    def load(*arguments):
        return app.test_cli_runner().invoke(args=["figures", "load", *map(str, arguments)])

    return load


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "figures"
    path.mkdir()
    (path / "cities.csv").write_text(PLACES, encoding="utf-8")
    (path / "observations.csv.gz").write_bytes(gzip.compress(FIGURES.encode()))
    return path


def test_it_says_what_it_kept_and_what_it_left_out(flask, folder, session):
    result = flask(folder, "--create-cities")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("1 figures kept, 1 cities added. 1 rows were left out")
    assert cities.find(session, "berlin")


def test_it_makes_no_city_unless_told_to(flask, folder, session):
    result = flask(folder)
    assert result.exit_code == 0
    assert result.stdout.startswith("0 figures kept, 0 cities added. 2 rows were left out")
    assert cities.number(session, "") == 0


def test_a_folder_that_lacks_a_file_is_refused_in_a_sentence(flask, folder):
    (folder / "observations.csv.gz").unlink()
    result = flask(folder, "--create-cities")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "Error: observations.csv.gz cannot be read: No such file or directory\n"
    )


def test_a_folder_that_is_not_there_is_refused_in_a_sentence(flask, tmp_path):
    result = flask(tmp_path / "nowhere")
    assert result.exit_code == 2
    assert "does not exist" in result.stderr
