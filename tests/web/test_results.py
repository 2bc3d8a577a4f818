"""The pages of one city's results: what they show, what they hide, and that they agree."""

from __future__ import annotations

import csv
import gzip
import io
import itertools
from pathlib import Path
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from lcassess.assessment.sheet import Answer, AnswerSheet, State
from lcassess.framework.catalogue import load
from lcassess.network.membership import Role
from lcassess.scoring.profile import score
from lcassess.services.results import open_results
from lcassess.storage import answers
from lcassess.web.results import advice
from lcassess.web.results.sight import Sight
from tests import factories
from tests.web.network import DRAFT, EMPTY, FULL, GAPPY, RETURNED, address, classed, rows, text
from tests.web.visiting import words

STATIC = Path(__file__).parents[2] / "lcassess/web/static"
EVERY = ("", ".xlsx", ".csv", ".json", "/radar.json", "/ledger", "/2.3")
BUDGET = 100_000


@pytest.fixture
def database_url(filled_url):
    return filled_url


@pytest.fixture(params=[GAPPY, FULL, RETURNED])
def handed_in(request, network):
    return network.report(request.param)


def page(client, report, rest=""):
    response = client.get(address(report, rest))
    assert response.status_code == 200
    return response.text


def data(client, report):
    return client.get(address(report, ".json")).json


def codes():
    return {f.id: f"{f.code} {f.name}" for f in load().focus_areas}


class TestThePage:
    def test_every_published_score_stands_in_its_row_as_the_json_has_it(self, network, handed_in):
        client = network.visitor()
        shown, found = rows(page(client, handed_in)), data(client, handed_in)["focus_areas"]
        assert len(found) == 12
        for name, title in codes().items():
            node, cells = found[name], shown[title]
            expected = "" if node["score"] is None else f"{round(node['score'])} "
            chip = "" if node["published"] else "partial, not published"
            assert cells[0] == (f"{expected}{chip}".strip() if expected else "not published")
            assert f"{round(100 * node['coverage'])}%" in cells
            if node["lower_bound"] != node["upper_bound"]:
                low, high = round(node["lower_bound"]), round(node["upper_bound"])
                assert f"{low}–{high}" in cells

    def test_a_spoke_without_a_published_score_is_a_gap_and_never_a_zero(self, network):
        report = network.report(GAPPY)
        client = network.visitor()
        nodes = data(client, report)["focus_areas"].values()
        radar = classed(page(client, report), "radar")[0]
        own = [e for e in radar.iter() if e.get("class") in {"am", "hm"}]
        published = sum(node["published"] for node in nodes)
        partial = sum(node["score"] is not None and not node["published"] for node in nodes)
        assert 0 < published < 12
        assert [e.get("class") for e in own].count("am") == published
        assert [e.get("class") for e in own].count("hm") == partial
        assert sum(e.get("class") == "void" for e in radar.iter()) == 12 - published
        centred = [e for e in own if (e.get("cx"), e.get("cy")) == ("360", "278")]
        assert len(centred) == sum(node["score"] == 0 for node in nodes)

    def test_the_round_before_is_drawn_and_stands_beside(self, network):
        report = network.report(GAPPY)
        html = page(network.visitor(), report)
        own = open_results(
            network.session, factories.coordinator(network.session, report.city), report.id
        )
        for focus_area in own.framework.focus_areas:
            before = own.earlier.profile.focus_areas[focus_area.id]
            assert rows(html)[f"{focus_area.code} {focus_area.name}"][2].startswith(
                str(round(before.score))
            )

    def test_a_city_without_any_answer_gets_a_useful_page(self, network):
        report = network.report(EMPTY)
        html = page(network.coordinator(report), report)
        said = words(html)
        assert "No focus area can be shown yet: 0 of 56 scored questions are answered." in said
        assert "0–100" in said
        assert "To have it published it is enough to answer" in said
        radar = classed(html, "radar")[0]
        assert not [e for e in radar.iter() if e.get("class") in {"a", "am", "hm"}]

    def test_the_lede_names_highest_and_lowest_and_what_cannot_be_shown(self, network, handed_in):
        client = network.visitor()
        nodes = data(client, handed_in)["focus_areas"]
        scores = {n: node["score"] for n, node in nodes.items() if node["published"]}
        lede = text(classed(page(client, handed_in), "lede")[0])
        names = {f.id: f.name for f in load().focus_areas}
        high, low = max(scores, key=scores.get), min(scores, key=scores.get)
        assert lede.index(names[high]) < lede.index("Lowest") < lede.rindex(names[low])
        assert ("cannot be shown yet" in lede) == (len(scores) < 12)

    def test_context_figures_are_shown_and_not_scored(self, network):
        client, report = network.visitor(), network.report(FULL)
        shown, leaves = rows(page(client, report)), data(client, report)["indicators"]
        for indicator in load().indicators.values():
            if not indicator.takes_part:
                assert shown[f"{indicator.code} {indicator.name}"][0]
                assert indicator.id not in leaves

    def test_the_inclusion_scores_stand_beside_all_questions(self, network):
        client, report = network.visitor(), network.report(FULL)
        html, found = page(client, report), data(client, report)
        section = html[html.index('id="inclusion"') :]
        for name, node in found["inclusion"]["focus_areas"].items():
            cells = rows(section)[codes()[name]]
            assert cells[0].startswith(str(round(node["score"])))
            assert cells[2].startswith(str(round(found["focus_areas"][name]["score"])))

    def test_it_says_whether_the_overall_score_is_published(self, network):
        client = network.visitor()
        for name in (FULL, GAPPY):
            report = network.report(name)
            said = words(page(client, report))
            published = data(client, report)["overall"]["published"]
            assert ("Published." in said) == published
            assert ("Not published" in said) != published
            assert "Balance:" in said

    def test_no_rank_anywhere(self, network, handed_in):
        client = network.visitor()
        for rest in ("", "/ledger", "/2.3", ".json", ".csv"):
            said = page(client, handed_in, rest).lower()
            assert '"rank' not in said
            assert " rank" not in said

    def test_a_first_visit_stays_light(self, network):
        html = page(network.visitor(), network.report(GAPPY))
        files = [(STATIC / name).read_bytes() for name in ("app.css", "radar.js", "mark.svg")]
        assert sum(len(gzip.compress(part)) for part in (html.encode(), *files)) < BUDGET

    @pytest.mark.parametrize("rest", ["", "/ledger", "/1.1"])
    def test_in_french(self, network, rest):
        client, report = network.visitor(), network.report(GAPPY)
        response = client.get(address(report, rest), query_string={"lang": "fr"})
        assert 'lang="fr"' in response.text
        assert load().focus_areas[0].name not in response.text


class TestWhoSees:
    def test_a_draft_is_closed_to_everybody_else(self, network):
        report = network.report(DRAFT)
        outsiders = [
            network.visitor(Role.REVIEWER),
            network.visitor(Role.ADMINISTRATOR),
            network.visitor(Role.READER),
            network.visitor(Role.COMMISSION, country=report.city.country),
            network.coordinator(network.report(FULL)),
        ]
        for client, rest in itertools.product(outsiders, EVERY):
            assert client.get(address(report, rest)).status_code == 404

    def test_what_is_submitted_is_open_to_uil_readers_and_its_commission(self, network):
        report = network.report(FULL)
        for client in (
            network.coordinator(report),
            network.visitor(Role.REVIEWER),
            network.visitor(Role.READER),
            network.visitor(Role.COMMISSION, country=report.city.country),
            network.browser(factories.person(network.session, Role.READER, report.city)),
        ):
            assert {client.get(address(report, rest)).status_code for rest in EVERY} == {200}

    def test_others_get_the_page_that_does_not_exist(self, network):
        report, other = network.report(FULL), network.report(GAPPY)
        for client in (
            network.coordinator(other),
            network.visitor(Role.COMMISSION, country="XX"),
            network.browser(factories.person(network.session, Role.READER, other.city)),
        ):
            refused = client.get(address(report))
            nowhere = client.get(f"/assessments/{uuid4()}/results")
            assert refused.status_code == nowhere.status_code == 404
            assert refused.text == nowhere.text

    def test_a_signed_out_visitor_is_sent_to_sign_in(self, network):
        response = network.app.test_client().get(address(network.report(FULL)))
        assert response.status_code == 303
        assert "/sign-in" in response.location

    def test_partial_scores_are_for_the_city_and_uil_alone(self, network):
        report = network.report(GAPPY)
        for client in (network.coordinator(report), network.visitor()):
            html = page(client, report)
            assert "partial, not published" in html
            assert len(classed(html, "hm")) > 1
        for client in (
            network.visitor(Role.READER),
            network.visitor(Role.COMMISSION, country=report.city.country),
        ):
            html = page(client, report)
            assert "partial, not published" not in html
            assert "not published" in html
            assert not classed(html, "hm")
            for row in rows(html).values():
                assert not (row and row[0] == "not published" and "–" in "".join(row))

    def test_uil_sees_what_was_handed_in_and_the_city_what_stands(self, network):
        report = network.report(RETURNED)
        before = data(network.visitor(), report)["answers"]
        changed = Answer("adult-literacy", State.NO_DATA, version=99)
        answers.write(network.session, report.id, [changed], None, factories.NOW, name="Somebody")
        network.session.commit()
        assert data(network.visitor(), report)["answers"] == before
        own = {a["indicator"]: a for a in data(network.coordinator(report), report)["answers"]}
        assert own["adult-literacy"]["state"] == "no_data"


class TestFiles:
    def test_workbook_csv_and_json_agree_to_the_last_digit(self, network, handed_in):
        client = network.visitor()
        found = data(client, handed_in)
        content = client.get(address(handed_in, ".csv")).get_data().decode("utf-8-sig")
        lines = {(r["level"], r["id"]): r for r in csv.DictReader(io.StringIO(content))}
        book = load_workbook(io.BytesIO(client.get(address(handed_in, ".xlsx")).data))
        head, *sheet = book.worksheets[0].iter_rows(values_only=True)
        at = head.index("Score, 0 to 100")
        cells = {(row[2], row[3]): row[at] for row in sheet}
        for level, nodes in (
            ("focus_area", found["focus_areas"]),
            ("area", found["areas"]),
            ("feature", found["features"]),
            ("overall", {"overall": found["overall"]}),
        ):
            for name, node in nodes.items():
                written = lines[level, name]["score"]
                assert (float(written) if written else None) == node["score"]
                assert cells[level, name] == node["score"]

    def test_the_json_says_whose_it_is_and_holds_no_rank(self, network):
        report = network.report(FULL)
        found = data(network.visitor(), report)
        assert (found["city"], found["round"], found["edition"]) == (
            report.city.slug,
            "2026",
            "2026",
        )
        assert found["fictional"] is True
        assert found["state"] == report.status
        assert set(found["overall"]) == {
            *("score", "coverage", "published", "lower_bound", "upper_bound"),
            *("na_share", "self_rated"),
        }
        assert [a["indicator"] for a in found["answers"]] == list(load().indicators)

    def test_a_file_is_an_attachment_that_nobody_keeps(self, network):
        report = network.report(FULL)
        response = network.visitor().get(address(report, ".xlsx"))
        assert f"{report.city.slug}-2026.xlsx" in response.headers["Content-Disposition"]
        assert response.headers["Cache-Control"] == "no-store"

    def test_the_interactive_picture_has_the_same_values_and_sends_nothing_away(self, network):
        report = network.report(GAPPY)
        client = network.visitor()
        nodes = data(client, report)["focus_areas"]
        figure = client.get(address(report, "/radar.json")).json
        expected = [nodes[f]["score"] if nodes[f]["published"] else None for f in codes()]
        assert figure["data"][0]["r"][:12] == expected
        assert figure["config"]["showSendToCloud"] is False


class TestTheLedger:
    @pytest.mark.parametrize("focus_area", load().focus_areas, ids=lambda f: f.code)
    def test_what_the_answers_add_makes_the_score(self, network, focus_area):
        client, report = network.visitor(), network.report(GAPPY)
        html = page(client, report, f"/{focus_area.code}")
        node = data(client, report)["focus_areas"][focus_area.id]
        shown = rows(html)
        asked = [i for i in focus_area.indicators if i.takes_part]
        adds = [float(next(c for h, c in shown.items() if h.startswith(i.code))[4]) for i in asked]
        assert sum(adds) == pytest.approx(node["score"] or 0, abs=0.05 * len(asked))
        if node["score"] is not None:
            assert float(shown["Sum of what the answers add"][4]) == pytest.approx(
                node["score"], abs=0.05
            )

    def test_every_answer_that_is_not_counted_says_why(self, network):
        client, report = network.visitor(), network.report(GAPPY)
        leaves = data(client, report)["indicators"]
        shown = rows(page(client, report, "/ledger"))
        for indicator in load().indicators.values():
            cells = next(c for h, c in shown.items() if h.startswith(indicator.code + " "))
            counted = leaves.get(indicator.id, {}).get("points") is not None
            reasons = (
                *("no data", "does not apply", "later", "not answered", "possible"),
                *("two ways", "whole country", "context"),
            )
            assert any(reason in cells[0] for reason in reasons) != counted

    def test_unknown_codes_do_not_exist(self, network):
        report = network.report(FULL)
        assert network.visitor().get(address(report, "/9.9")).status_code == 404

    def test_what_a_city_wrote_stays_text(self, network):
        report = network.report(DRAFT)
        hostile = '<script>alert(1)</script>"&{{ 7 * 7 }}'
        changed = Answer("adult-literacy", State.NO_DATA, reason=hostile, version=99)
        answers.write(network.session, report.id, [changed], None, factories.NOW, name="Somebody")
        network.session.commit()
        html = page(network.coordinator(report), report, "/1.1")
        assert hostile in words(html)
        assert "<script>alert" not in html


class TestAdvice:
    @pytest.mark.parametrize("name", [EMPTY, DRAFT, GAPPY])
    def test_the_answers_that_are_enough_are_enough_and_none_too_many(self, network, name):
        report = network.report(name)
        actor = factories.coordinator(network.session, report.city)
        found = open_results(network.session, actor, report.id)
        sight = Sight.of(found, "en", uil=False)
        gaps = advice.gaps(sight)
        assert gaps
        for gap in gaps:
            assert gap.published == (not gap.enough)
            if gap.enough:
                assert _published(found, gap.focus_area, gap.enough)
                assert not _published(found, gap.focus_area, gap.enough[:-1])

    def test_every_question_without_points_is_named_once(self, network):
        report = network.report(GAPPY)
        actor = factories.coordinator(network.session, report.city)
        found = open_results(network.session, actor, report.id)
        named = [
            item.indicator.id
            for gap in advice.gaps(Sight.of(found, "en", uil=False))
            for item in gap.missing
        ]
        missing = [
            name
            for name, leaf in found.result.profile.indicators.items()
            if leaf.points is None and found.result.sheet[name].state is not State.NOT_APPLICABLE
        ]
        assert sorted(named) == sorted(missing)


def _published(found, focus_area, indicators):
    given = {
        i.id: Answer(i.id, State.VALUE, value=i.expected.low if i.expected else i.bounds.high)
        for i in indicators
    }
    sheet = AnswerSheet({**found.result.sheet.answers, **given})
    return score(found.framework, sheet).focus_areas[focus_area.id].published
