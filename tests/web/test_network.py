"""The network of a round: cities by name, drafts only as counts, and its files."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from openpyxl import load_workbook

from lcassess.framework.catalogue import load
from lcassess.network.membership import Role
from lcassess.services import comparing
from lcassess.storage import answers
from lcassess.web.scores import exporting
from tests.web.network import CITIES, DRAFT, EMPTY, FULL, GAPPY, classed, rows, text
from tests.web.visiting import words

KINDS = [".xlsx", ".csv", ".json"]


@pytest.fixture
def database_url(filled_url):
    return filled_url


def opened(client, kind="", **query):
    response = client.get(f"/network{kind}", query_string={"round": "2026"} | query)
    assert response.status_code == 200
    return response


def heads(html):
    return [text(head) for head in classed(html, "heat")[0].iter("th")][19:]


class TestThePage:
    def test_cities_stand_by_name_each_once(self, network):
        shown = heads(opened(network.visitor()).text)
        assert len(shown) == CITIES
        assert shown == sorted(shown)

    @pytest.mark.parametrize("name", [DRAFT, EMPTY])
    def test_of_a_draft_only_the_counts_show(self, network, name):
        html = opened(network.visitor()).text
        report = network.report(name)
        given = answers.of(network.session, report.id)
        settled = [
            sum(given[i.id].given for i in f.indicators if i.id in given)
            for f in load().focus_areas
        ]
        counts = [
            f"{done}/{len(f.indicators)}"
            for done, f in zip(settled, load().focus_areas, strict=True)
        ]
        cells = rows(html)[name]
        assert cells == ["draft", *counts, "–", f"{sum(settled)} of 64"]
        assert str(report.id) not in html

    def test_of_what_is_submitted_scores_and_coverage_show(self, network):
        client = network.visitor()
        html = opened(client).text
        for name in (FULL, GAPPY):
            report = network.report(name)
            found = client.get(f"/assessments/{report.id}/results.json").json
            cells = rows(html)[name]
            for cell, focus_area in zip(cells[1:13], load().focus_areas, strict=True):
                node = found["focus_areas"][focus_area.id]
                score = "–" if node["score"] is None else str(round(node["score"]))
                score = score if node["published"] or score == "–" else f"({score})"
                assert cell == f"{score}{round(100 * node['coverage'])}%"
            assert cells[13] == f"{round(100 * found['overall']['coverage'])}%"
            assert str(report.id) in html

    def test_states_are_counted(self, network):
        html = opened(network.visitor()).text
        counted = sum(int(text(d)) for d in classed(html, "count")[0].iter("dd"))
        assert counted == CITIES
        assert f"of {CITIES} cities have submitted" in words(html)

    def test_a_page_holds_a_hundred_cities(self, network, monkeypatch):
        monkeypatch.setattr(comparing, "PAGE", 6)
        client = network.visitor()
        seen = [head for page in (1, 2, 3) for head in heads(opened(client, page=page).text)]
        assert seen == sorted(seen)
        assert len(set(seen)) == CITIES
        assert client.get("/network?page=4").status_code == 404

    def test_the_latest_round_opens_and_leads_to_the_others(self, network):
        client = network.visitor()
        html = client.get("/network").text
        assert heads(html) == heads(opened(client).text)
        assert "/network?round=2024" in html

    def test_no_rank(self, network):
        for kind in ("", ".csv", ".json"):
            assert not re.search(r"\brank", opened(network.visitor(), kind).text.lower())


class TestWhoSees:
    @pytest.mark.parametrize("kind", ["", *KINDS])
    def test_uil_and_readers_of_the_network_alone(self, network, kind):
        for role in (Role.REVIEWER, Role.ADMINISTRATOR, Role.READER):
            assert network.visitor(role).get(f"/network{kind}").status_code == 200
        for client in (
            network.coordinator(network.report(FULL)),
            network.visitor(Role.COMMISSION, country="NO"),
        ):
            assert client.get(f"/network{kind}").status_code == 403

    @pytest.mark.parametrize("kind", ["", *KINDS])
    def test_an_unknown_round_does_not_exist(self, network, kind):
        assert network.visitor().get(f"/network{kind}?round=never").status_code == 404

    def test_a_reader_sees_no_partial_score(self, network):
        html = opened(network.visitor(Role.READER)).text
        assert not re.search(r">\(\d+\)<small>", html)


class TestFiles:
    def test_workbook_csv_and_json_agree_and_tell_of_drafts_only_how_far_they_are(self, network):
        client = network.visitor()
        found = opened(client, ".json").json["cities"]
        lines = _lines(opened(client, ".csv").get_data())
        book = load_workbook(io.BytesIO(opened(client, ".xlsx").data))
        titles, *sheet = book["Scores"].iter_rows(values_only=True)
        cells = {row[0]: dict(zip(titles, row, strict=True)) for row in sheet}
        assert set(found) == set(lines)
        assert set(cells) == {slug for slug, city in found.items() if "overall" in city}
        for slug, city in found.items():
            written = lines[slug]["overall-score"]
            if city["state"] == "draft":
                assert "answers" not in city
                assert "overall" not in city
                assert written == lines[slug]["adult-literacy-value"] == ""
                assert lines[slug]["adult-literacy-state"] == ""
            else:
                assert float(written) == city["overall"]["score"] == cells[slug]["Overall: score"]
            assert int(lines[slug]["answered"]) == city["answered"]

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_large_file_is_written_by_another_process_and_is_the_same(
        self, network, monkeypatch, kind
    ):
        client = network.visitor()
        here = _content(opened(client, kind), kind)
        monkeypatch.setattr(exporting, "LARGE", 1)
        assert _content(opened(client, kind), kind) == here

    def test_only_one_large_file_at_a_time(self, network, monkeypatch):
        monkeypatch.setattr(exporting, "LARGE", 1)
        with exporting._alone():
            refused = network.visitor().get("/network.xlsx?round=2026")
        assert refused.status_code == 503
        assert opened(network.visitor(), ".xlsx")


def _lines(content):
    return {r["slug"]: r for r in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))}


def _content(response, kind):
    """Read a file as far as it does not depend on the minute it was made in."""
    if kind == ".json":
        return json.loads(response.data)
    if kind == ".csv":
        return response.get_data()
    book = load_workbook(io.BytesIO(response.data))
    return [[*sheet.iter_rows(values_only=True)] for sheet in book.worksheets[:-1]]
