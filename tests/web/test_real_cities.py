"""Forty real cities: published figures are shown, taken over by a person, scored honestly.

The figures stay in ../shared/reference; where that folder is absent these tests are skipped.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from lcassess.framework import catalogue
from lcassess.network.membership import Role
from lcassess.services import answering, publishing, submitting
from lcassess.services.answering import published_as_answer, takes_over
from lcassess.services.saving import save_focus_area
from lcassess.storage import cities
from tests import factories
from tests.web.visiting import visit, words

FOLDER = Path(__file__).parents[2] / "../shared/reference"
pytestmark = pytest.mark.skipif(
    not FOLDER.exists(), reason="the published figures (../shared/reference) are not here"
)
NOW = datetime.now(UTC)


@pytest.fixture
def folder(tmp_path):
    """The folder of figures, cut down to the forty cities of the demo set."""
    with (FOLDER / "demo-set.csv").open(encoding="utf-8") as demo_set:
        wanted = {row["city_id"] for row in csv.DictReader(demo_set)}
    cut = tmp_path / "figures"
    cut.mkdir()
    _copy(Path.open, cut, "cities.csv", wanted)
    _copy(gzip.open, cut, "observations.csv.gz", wanted)
    return cut


def _copy(opened, cut, name, wanted):
    with (
        opened(FOLDER / name, "rt", encoding="utf-8") as source,
        opened(cut / name, "wt", encoding="utf-8", newline="") as target,
    ):
        reader = csv.DictReader(source)
        writer = csv.DictWriter(target, reader.fieldnames)
        writer.writeheader()
        writer.writerows(row for row in reader if row["city_id"] in wanted)


@pytest.fixture
def network(session, folder):
    """The forty cities in an open round, with every exact figure taken over and handed in."""
    in_ = factories.round_(session, closes_at=NOW + timedelta(days=9))
    loaded = publishing.load_figures(session, folder, NOW, create_cities=True)
    assert loaded.cities == 40
    reports = factories.reports(session, in_)
    for report in reports:
        actor = factories.coordinator(session, report.city)
        _take_over(session, actor, report)
        submitting.submit(session, actor, report.id, NOW)
    return in_, reports


def _take_over(session, actor, report):
    for focus_area in catalogue.load().focus_areas:
        page = answering.open_focus_area(session, actor, report.id, focus_area.code, NOW)
        for shown in page.figures.values():
            best = next((row for row in shown if takes_over(row)), None)
            if best is not None:
                form = published_as_answer(session, actor, report.id, focus_area.code, best.id)
                save_focus_area(session, actor, report.id, focus_area.code, form, "fr", NOW)


def test_the_forty_cities_are_scored_honestly(app, session, network):
    in_, reports = network
    uil = visit(app, session, factories.person(session, Role.REVIEWER))
    chosen = ",".join(report.city.slug for report in reports)
    compared = uil.get(f"/compare.json?round={in_.slug}&cities={chosen}").json["cities"]
    assert len(compared) == 40
    answered = 0
    for city in compared.values():
        assert not city["fictional"]
        assert not city["overall"]["published"]
        assert not any(area["published"] for area in city["areas"].values())
        assert city["overall"]["upper_bound"] - city["overall"]["lower_bound"] > 60
        assert city["overall"]["coverage"] < 0.4
        given = [answer for answer in city["answers"] if answer["state"] == "value"]
        assert all(answer["year"] and answer["source"] for answer in given)
        answered += len(given)
    assert answered > 40


def test_the_page_of_a_real_city_draws_gaps_and_says_why(app, session, network):
    _round, reports = network
    report = next(r for r in reports if r.city.name == "Stockholm")
    uil = visit(app, session, factories.person(session, Role.ADMINISTRATOR))
    page = uil.get(f"/assessments/{report.id}/results").text
    scores = uil.get(f"/assessments/{report.id}/results.json").json
    radar = page.partition('<svg class="radar"')[2].partition("</svg>")[0]
    published = [n for n in scores["focus_areas"].values() if n["published"]]
    partial = [
        n for n in scores["focus_areas"].values() if n["score"] is not None and not n["published"]
    ]
    assert len(re.findall('class="void"', radar)) == 12 - len(published)
    assert len(re.findall('class="am"', radar)) == len(published)
    assert len(re.findall('class="hm"', radar)) == len(partial)
    assert partial
    assert "can be shown yet" in words(page)
    assert "does not exist" not in page


def test_the_figures_stand_beside_the_questions_and_in_no_field(app, session, folder):
    in_ = factories.round_(session, closes_at=NOW + timedelta(days=9))
    publishing.load_figures(session, folder, NOW, create_cities=True)
    report = next(r for r in factories.reports(session, in_) if r.city.name == "Hamburg")
    actor = factories.coordinator(session, report.city)
    page = visit(app, session, actor).get(f"/assessments/{report.id}/1.2").text
    assert "eurostat_urban_audit" in page
    assert 'name="take-over"' in page
    assert re.search(r'name="unemployment-value"[^>]*value=""', page)


def test_the_workbook_of_the_comparison_agrees_with_its_json(app, session, network):
    in_, reports = network
    uil = visit(app, session, factories.person(session, Role.REVIEWER))
    address = f"/compare.{{}}?round={in_.slug}&cities=all"
    document = uil.get(address.format("json")).json["cities"]
    book = openpyxl.load_workbook(io.BytesIO(uil.get(address.format("xlsx")).data))
    table = next(sheet for sheet in book if sheet.max_row == len(reports) + 1)
    rows = list(table.iter_rows(values_only=True))
    slugs = {row[0] for row in rows[1:]}
    assert slugs == set(document)


def test_loading_twice_changes_nothing(session, folder):
    first = publishing.load_figures(session, folder, NOW, create_cities=True)
    second = publishing.load_figures(session, folder, NOW, create_cities=True)
    assert (second.cities, second.figures) == (0, first.figures)
    assert len(cities.everything(session)) == 40


def test_no_city_is_made_unless_told_to(session, folder):
    loaded = publishing.load_figures(session, folder, NOW, create_cities=False)
    assert (loaded.cities, loaded.figures) == (0, 0)
    assert cities.everything(session) == []
