"""Cities side by side: the form, the page and its files, which all come from one object."""

from __future__ import annotations

import csv
import io
import re

import pytest
from openpyxl import load_workbook

from lcassess.framework.catalogue import load
from lcassess.network.membership import Role
from lcassess.services import comparing
from lcassess.web.scores import exporting
from tests import factories
from tests.web.network import DRAFT, FULL, GAPPY, RETURNED, classed, rows, text
from tests.web.visiting import words


@pytest.fixture
def database_url(filled_url):
    return filled_url


@pytest.fixture
def slugs(network):
    return [network.report(name).city.slug for name in (FULL, GAPPY, RETURNED)]


def opened(client, kind="", **query):
    response = client.get(f"/compare{kind}", query_string={"round": "2026"} | query)
    assert response.status_code == 200
    return response


def percent(share):
    return f"{round(100 * share)}%"


class TestThePage:
    def test_up_to_three_cities_share_one_picture_and_every_value_stands_in_the_table(
        self, network, slugs
    ):
        client = network.visitor()
        html = opened(client, cities=slugs).text
        found = opened(client, ".json", cities=slugs).json["cities"]
        cities = sorted(found.values(), key=lambda city: names(network)[city["city"]])
        radar = classed(html, "radar")[0]
        marks = [e.get("class") for e in radar.iter()]
        for role, city in zip(("am", "bm", "pm"), cities, strict=True):
            published = sum(node["published"] for node in city["focus_areas"].values())
            assert marks.count(role) == published
        for focus_area in load().focus_areas:
            cells = rows(html)[f"{focus_area.code} {focus_area.name}"][1:]
            for cell, city in zip(cells, cities, strict=True):
                node = city["focus_areas"][focus_area.id]
                if node["score"] is not None:
                    assert cell.startswith(str(round(node["score"])))
                assert ("not published" in cell) != node["published"]
                assert cell.endswith(f"{percent(node['coverage'])} answered")

    def test_cities_may_be_named_in_one_argument_or_in_several(self, network, slugs):
        client = network.visitor()
        joined = opened(client, ".json", cities=",".join(slugs)).data
        assert opened(client, ".json", cities=slugs).data == joined

    def test_more_cities_make_a_table_in_order_of_name_with_coverage_beside_each_score(
        self, network
    ):
        client = network.visitor()
        html = opened(client, cities="all").text
        found = opened(client, ".json", cities="all").json["cities"]
        assert not classed(html, "radar")
        by_name = names(network)
        heads = [text(head) for head in classed(html, "heat")[0].iter("th")][19:]
        assert heads == sorted(by_name[slug] for slug in found)
        for slug, city in found.items():
            cells = rows(html)[by_name[slug]]
            assert cells[2] == percent(city["overall"]["coverage"])
            for cell, focus_area in zip(cells[3:], load().focus_areas, strict=True):
                node = city["focus_areas"][focus_area.id]
                score = "–" if node["score"] is None else str(round(node["score"]))
                score = score if node["published"] or score == "–" else f"({score})"
                assert cell == score + percent(node["coverage"])

    def test_a_hundred_cities_a_page(self, network, monkeypatch):
        monkeypatch.setattr(comparing, "PAGE", 5)
        client = network.visitor()
        seen = []
        for number in (1, 2):
            html = opened(client, cities="all", page=number).text
            seen += [text(head) for head in classed(html, "heat")[0].iter("th")][19:]
            assert len(seen) <= 5 * number
        assert seen == sorted(names(network).values())
        beyond = client.get("/compare", query_string={"cities": "all", "page": 3})
        assert beyond.status_code == 404

    def test_no_rank_and_no_order_by_score(self, network, slugs):
        client = network.visitor()
        for kind in ("", ".json", ".csv"):
            for cities in (slugs, "all"):
                said = opened(client, kind, cities=cities).text.lower()
                assert not re.search(r"\brank", said)


class TestTheForm:
    def test_without_cities_it_offers_those_that_have_submitted(self, network):
        html = opened(network.visitor()).text
        assert set(boxes_of(html)) == set(names(network))
        assert network.report(DRAFT).city.slug not in boxes_of(html)

    def test_the_latest_round_is_offered_first(self, network):
        client = network.visitor()
        assert boxes_of(client.get("/compare").text) == boxes_of(opened(client).text)

    def test_what_was_chosen_stays_ticked_while_others_are_looked_for(self, network, slugs):
        html = opened(network.visitor(), choose="1", find="sund", cities=slugs[1]).text
        assert [(e.get("value"), e.get("checked")) for e in boxes(html)] == [
            (slugs[1], ""),
            (slugs[0], None),
        ]

    def test_a_round_without_submissions_says_so(self, network):
        empty = factories.round_(network.session)
        said = words(opened(network.visitor(), round=empty.slug).text)
        assert "No city has submitted in this round yet." in said


class TestFiles:
    def test_page_workbook_csv_and_json_agree_to_the_last_digit(self, network, slugs):
        client = network.visitor()
        found = opened(client, ".json", cities=slugs).json["cities"]
        content = opened(client, ".csv", cities=slugs).get_data().decode("utf-8-sig")
        lines = {row["slug"]: row for row in csv.DictReader(io.StringIO(content))}
        book = load_workbook(io.BytesIO(opened(client, ".xlsx", cities=slugs).data))
        head, *sheet = book.worksheets[0].iter_rows(values_only=True)
        cells = {row[0]: dict(zip(head, row, strict=True)) for row in sheet}
        assert set(found) == set(lines) == set(cells) == set(slugs)
        for slug, city in found.items():
            assert cells[slug]["Overall: score"] == city["overall"]["score"]
            for focus_area in load().focus_areas:
                node = city["focus_areas"][focus_area.id]
                written = lines[slug][f"{focus_area.id}-score"]
                assert (float(written) if written else None) == node["score"]
                title = f"{focus_area.code} {focus_area.name}: score"
                assert cells[slug][title] == node["score"]

    def test_notes_stay_with_the_city(self, network, slugs):
        for city in opened(network.visitor(), ".json", cities=slugs).json["cities"].values():
            assert not any("note" in answer for answer in city["answers"])

    @pytest.mark.parametrize("kind", [".csv", ".json"])
    def test_a_large_file_is_written_by_another_process_and_is_the_same(
        self, network, monkeypatch, slugs, kind
    ):
        client = network.visitor()
        here = opened(client, kind, cities=slugs).data
        monkeypatch.setattr(exporting, "LARGE", 1)
        assert opened(client, kind, cities=slugs).data == here

    def test_a_file_of_nothing_is_refused(self, network):
        assert network.visitor().get("/compare.csv?round=2026").status_code == 400


class TestWhoSees:
    @pytest.mark.parametrize("kind", ["", ".xlsx", ".csv", ".json"])
    def test_uil_and_readers_of_the_network_alone(self, network, slugs, kind):
        asked = {"round": "2026", "cities": slugs}
        for role in (Role.REVIEWER, Role.ADMINISTRATOR, Role.READER):
            answer = network.visitor(role).get(f"/compare{kind}", query_string=asked)
            assert answer.status_code == 200
        for client in (
            network.coordinator(network.report(FULL)),
            network.visitor(Role.COMMISSION, country="NO"),
        ):
            assert client.get(f"/compare{kind}", query_string=asked).status_code == 403

    @pytest.mark.parametrize("kind", ["", ".csv"])
    def test_drafts_and_unknown_cities_and_rounds_do_not_exist(self, network, slugs, kind):
        client = network.visitor()
        draft = network.report(DRAFT).city.slug
        for query in (
            {"round": "2026", "cities": [*slugs, draft]},
            {"round": "2026", "cities": "nowhere"},
            {"round": "never", "cities": slugs},
        ):
            assert client.get(f"/compare{kind}", query_string=query).status_code == 404

    def test_a_reader_sees_no_partial_score(self, network, slugs):
        for cities in (slugs, "all"):
            html = opened(network.visitor(Role.READER), cities=cities).text
            assert not classed(html, "hm")
            assert not re.search(r">\(\d+\)<small>", html)


def names(network):
    reviewer = factories.person(network.session, Role.REVIEWER)
    return dict(comparing.choices(network.session, reviewer, "2026"))


def boxes(html):
    return [e for label in classed(html, "check") for e in label.iter("input")]


def boxes_of(html):
    return [box.get("value") for box in boxes(html)]
