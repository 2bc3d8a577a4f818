"""Published figures: read from a folder, kept for the cities and questions that exist here."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest
from sqlalchemy import func, select

from lcassess.services.figure_folder import FolderError
from lcassess.services.publishing import load_figures
from lcassess.storage import answers, cities, figures
from lcassess.storage.tables import AnswerRow, CityRow, FigureRow
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW

REFERENCE = Path(__file__).parents[2] / "../shared/reference"
LITERACY = "adult-literacy"
BERLIN = {
    "city_id": "gn1",
    "name": "Berlin",
    "country_iso2": "DE",
    "unesco_region": "ENA",
    "population": "3596999",
    "population_year": "2022",
    "population_source": "census",
}
FIGURE = {
    "city_id": "gn1",
    "measurement_id": "1.1.1a",
    "indicator_key": "literacy",
    "year": "2020",
    "value": "98.50",
    "unit": "percent",
    "match": "exact",
    "source": "census",
    "source_code": "A1",
    "note": "age 15+",
    "basis": "published",
    "year_basis": "reference",
}


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "figures"
    path.mkdir()
    return path


def lay(folder, places=(BERLIN,), found=(FIGURE,)):
    with (folder / "cities.csv").open("w", encoding="utf-8-sig", newline="") as lines:
        _write(lines, places)
    with gzip.open(folder / "observations.csv.gz", "wt", encoding="utf-8", newline="") as lines:
        _write(lines, found)
    return folder


def _write(lines, rows):
    writer = csv.DictWriter(lines, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)


def load(session, folder, *, create_cities=True):
    return load_figures(session, folder, NOW, create_cities=create_cities)


def kept(session):
    query = select(FigureRow.value).order_by(FigureRow.id)
    return session.scalars(query).all()


@both_databases
def test_a_figure_is_kept_with_everything_that_is_known_of_it(session, folder):
    loaded = load(session, lay(folder))
    assert (loaded.cities, loaded.figures, loaded.left_out) == (1, 1, 0)
    city = cities.find(session, "berlin")
    (row,) = figures.of_city(session, city.id, [LITERACY])
    assert (row.series, row.year, row.value, row.unit) == ("literacy", 2020, "98.50", "percent")
    assert (row.match, row.basis, row.year_basis) == ("exact", "published", "reference")
    assert (row.source, row.source_code, row.note) == ("census", "A1", "age 15+")
    assert (city.country, city.region, city.fictional) == ("DE", "ENA", False)
    (population,) = cities.populations(session, city.id)
    assert (population.population, population.year, population.source) == (3596999, 2022, "census")


def test_no_city_is_made_unless_told_to(session, folder):
    loaded = load(session, lay(folder), create_cities=False)
    assert (loaded.cities, loaded.figures, loaded.left_out) == (0, 0, 1)
    assert cities.everything(session) == []


def test_a_city_that_is_made_reports_in_rounds_that_are_not_closed(session, folder):
    found = factories.round_(session)
    load(session, lay(folder))
    assert [report.city.slug for report in factories.reports(session, found)] == ["berlin"]


def test_figures_never_become_answers(session, folder):
    found = factories.round_(session)
    load(session, lay(folder))
    (report,) = factories.reports(session, found)
    assert answers.of(session, report.id) == {}
    assert session.scalar(select(func.count()).select_from(AnswerRow)) == 0


def test_loading_again_puts_figures_in_the_place_of_earlier_ones(session, folder):
    load(session, lay(folder))
    loaded = load(session, lay(folder, found=[FIGURE | {"value": "99"}]))
    assert (loaded.cities, kept(session)) == (0, ["99"])
    load(session, lay(folder, found=[FIGURE | {"city_id": "another"}]))
    assert kept(session) == []


def test_figures_of_cities_that_the_folder_does_not_name_stay(session, folder):
    load(session, lay(folder))
    paris = BERLIN | {"city_id": "gn2", "name": "Paris", "country_iso2": "FR"}
    load(session, lay(folder, [paris], [FIGURE | {"city_id": "gn2", "value": "97"}]))
    assert kept(session) == ["98.50", "97"]


def test_a_city_that_was_added_by_hand_is_recognised_by_name_and_country(session, folder):
    here = factories.city(session, name="BERLIN", slug="berlin", country="DE")
    elsewhere = factories.city(session, name="Berlin", slug="berlin-us", country="US")
    loaded = load(session, lay(folder))
    assert (loaded.cities, loaded.figures) == (0, 1)
    assert figures.of_city(session, here.id, [LITERACY])
    assert not figures.of_city(session, elsewhere.id, [LITERACY])


def test_a_name_that_two_cities_have_recognises_none(session, folder):
    for slug in ("berlin", "berlin-2"):
        factories.city(session, name="Berlin", slug=slug, country="DE")
    assert load(session, lay(folder), create_cities=False).figures == 0


def test_an_invented_city_gets_no_published_figure(session, folder):
    factories.city(session, name="Berlin", country="DE", fictional=True)
    assert load(session, lay(folder), create_cities=False).figures == 0


def test_cities_of_one_name_get_addresses_of_their_own(session, folder):
    twin = BERLIN | {"city_id": "gn2", "country_iso2": "US"}
    load(session, lay(folder, [BERLIN, twin]))
    assert {city.slug for city in cities.everything(session)} == {"berlin", "berlin-2"}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("measurement_id", "9.9.9z"),
        ("city_id", "unknown"),
        ("match", "perhaps"),
        ("value", ""),
        ("value", "NaN"),
        ("value", "about 5"),
        ("value", "1e999"),
        ("year", "last year"),
        ("year", ""),
    ],
)
def test_a_row_that_fits_nothing_here_is_left_out_and_counted(session, folder, column, value):
    loaded = load(session, lay(folder, found=[FIGURE | {column: value}, FIGURE]))
    assert (loaded.figures, loaded.left_out) == (1, 1)


def test_a_row_that_breaks_off_is_left_out(session, folder):
    lay(folder)
    with gzip.open(folder / "observations.csv.gz", "at", encoding="utf-8") as lines:
        lines.write("gn1,1.1.1a\n")
    assert load(session, folder).left_out == 1


@pytest.mark.parametrize(
    ("column", "value"), [("name", ""), ("city_id", ""), ("country_iso2", "D")]
)
def test_a_city_that_cannot_be_told_stops_the_load(session, folder, column, value):
    lay(folder, [BERLIN, BERLIN | {column: value}])
    with pytest.raises(FolderError, match=r"cities\.csv, line 3: "):
        load(session, folder)
    assert session.scalar(select(func.count(CityRow.id))) == 0


def test_a_missing_column_is_named(session, folder):
    short = {name: text for name, text in FIGURE.items() if name != "match"}
    with pytest.raises(FolderError, match=r"observations\.csv\.gz: the column match is missing"):
        load(session, lay(folder, found=[short]))
    assert cities.everything(session) == []


def test_a_file_that_is_not_there_or_broken_is_named(session, folder):
    with pytest.raises(FolderError, match=r"cities\.csv cannot be read: No such file"):
        load(session, folder)
    lay(folder)
    (folder / "observations.csv.gz").write_bytes(b"no gzip")
    with pytest.raises(FolderError, match=r"observations\.csv\.gz cannot be read: "):
        load(session, folder)
    whole = lay(folder) / "observations.csv.gz"
    whole.write_bytes(whole.read_bytes()[:-20])
    with pytest.raises(FolderError, match=r"observations\.csv\.gz cannot be read: "):
        load(session, folder)
    (folder / "cities.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(FolderError, match=r"cities\.csv cannot be read: "):
        load(session, folder)


def test_the_reference_data_is_kept_whole(session):
    if not (REFERENCE / "cities.csv").exists():
        pytest.skip("the reference data (../shared/reference) is not on this machine")
    loaded = load(session, REFERENCE)
    assert (loaded.cities, loaded.figures, loaded.left_out) == (2517, 57171, 0)
    hamburg = cities.by_source_id(session)["gn2911298"]
    assert len(figures.of_city(session, hamburg, ["adult-literacy", "unemployment"])) > 0
    again = load(session, REFERENCE, create_cities=False)
    assert (again.cities, again.figures, again.left_out) == (0, 57171, 0)
