"""Figures by group and groups by stage: read like every number, saved by the one rule."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lcassess.network.membership import Role
from lcassess.services import grouping, submitting
from lcassess.services.refusals import NotAllowedError
from lcassess.services.saving import save_focus_area
from tests import factories
from tests.web.network import rows
from tests.web.visiting import Desk, open_report, visit, words

NAME = "adult-literacy"


@pytest.fixture
def report(session):
    return open_report(session)


@pytest.fixture
def actor(session, report):
    return factories.coordinator(session, report.city)


@pytest.fixture
def desk(app, session, report, actor):
    return Desk(visit(app, session, actor), f"/assessments/{report.id}/answers/{NAME}/groups")


@pytest.fixture
def grid(app, session, report, actor):
    return Desk(visit(app, session, actor), f"/assessments/{report.id}/groups")


def answer(session, actor, report, **parts):
    form = {f"{NAME}-{part}": text for part, text in parts.items()}
    save_focus_area(session, actor, report.id, "1.1", form, "en", datetime.now(UTC))


class TestBreakdowns:
    def test_the_share_of_each_group_is_computed(self, desk):
        saved = desk.save({"sex-women-numerator": "4,312", "sex-women-denominator": "6,208"})
        assert saved.status_code == 303
        assert rows(desk.open())["women"][-1] == "69.46 %"

    def test_numbers_are_read_in_the_language_of_the_page(self, desk):
        desk.open(lang="fr")
        desk.save({"sex-women-numerator": "1500,5", "sex-women-denominator": "3001"}, lang="fr")
        assert rows(desk.open(lang="en"))["women"][-1] == "50 %"

    def test_a_number_with_two_readings_is_asked_about(self, desk):
        desk.open(lang="fr")
        desk.save({"sex-women-numerator": "1.500", "sex-women-denominator": "3 000"}, lang="fr")
        page = desk.open(lang="en")
        assert "Which one do you mean?" in words(page)
        desk.save({"sex-women-numerator-reading": "grouping"})
        assert rows(desk.open())["women"][-1] == "50 %"

    def test_only_the_breakdowns_that_a_question_offers_are_there(self, desk, report):
        assert "education-low-education-numerator" not in desk.open()
        other = f"/assessments/{report.id}/answers/support-for-disadvantaged-learners/groups"
        assert desk.client.get(other).status_code == 404

    def test_few_people_are_marked_with_the_next_group_and_hidden_from_others(
        self, app, session, desk, actor, report
    ):
        figures = {
            "sex-women-numerator": "4", "sex-women-denominator": "700",
            "sex-men-numerator": "90", "sex-men-denominator": "800",
            "sex-other-sex-numerator": "300", "sex-other-sex-denominator": "600",
        }  # fmt: skip
        desk.save(figures)
        marked = [name for name in rows(desk.open()) if "few people" in name]
        assert [name.partition(" (few")[0] for name in marked] == ["women", "men"]
        submitting.submit(session, actor, report.id, datetime.now(UTC))
        reviewer = visit(app, session, factories.person(session, Role.REVIEWER))
        seen = rows(reviewer.get(desk.address).text)
        assert seen["other, or not said"] == ["300", "600", "50 %"]
        for name in marked:
            assert seen[name] == ["–", "–", "–"]

    @pytest.mark.parametrize(
        ("figures", "sentence"),
        [
            ({"sex-women-numerator": "80", "sex-men-numerator": "40"}, "count 120, the answer 100"),
            ({"sex-women-denominator": "900", "sex-men-denominator": "300"}, "are 1,200, in the"),
            ({"sex-women-numerator": "8", "sex-women-denominator": "4"}, "8 is more than the 4"),
            ({"sex-women-numerator": "8"}, "belong together is missing"),
            ({"sex-women-numerator": "-8", "sex-women-denominator": "4"}, "below zero"),
            ({"sex-women-numerator": "8", "sex-women-denominator": "0"}, "a share of zero"),
            ({"sex-women-numerator": "eight"}, "no number that we can read"),
        ],
    )
    def test_what_does_not_fit_is_asked_and_kept(
        self, session, desk, actor, report, figures, sentence
    ):
        answer(session, actor, report, numerator="100", denominator="1000")
        assert desk.save(figures).status_code == 303
        page = desk.open()
        assert sentence in words(page)
        for name, text in figures.items():
            assert f'name="{name}" inputmode="decimal" value="{text}"' in page

    def test_where_the_law_forbids_counting_the_city_says_so(self, desk):
        desk.save({"minority-forbidden": "yes", "minority-reason": "Act 78-17"})
        page = desk.open()
        assert 'name="minority-forbidden" value="yes" checked' in page
        assert 'value="Act 78-17"' in page

    def test_two_people_at_different_groups_both_stand(self, app, session, report, desk):
        second = Desk(
            visit(app, session, factories.coordinator(session, report.city)), desk.address
        )
        desk.open(), second.open()
        assert desk.save({"sex-women-numerator": "1"}).status_code == 303
        assert second.save({"sex-men-numerator": "2"}).status_code == 303
        assert {'value="1"', 'value="2"'} <= set(desk.open().split())

    @pytest.mark.parametrize(("choice", "stands"), [("yours", "2"), ("theirs", "1")])
    def test_two_people_at_one_group_are_asked_which_stays(
        self, app, session, report, desk, choice, stands
    ):
        second = Desk(
            visit(app, session, factories.coordinator(session, report.city)), desk.address
        )
        desk.open(), second.open()
        desk.save({"sex-women-numerator": "1", "sex-women-denominator": "50"})
        typed = {"sex-women-numerator": "2", "age-15-24-numerator": "7"}
        assert second.save(typed).status_code == 409
        assert "which one stays?" in words(second.page)
        assert second.save().status_code == 409
        assert second.save({"sex-choice": choice}).status_code == 303
        page = desk.open()
        assert f'name="sex-women-numerator" inputmode="decimal" value="{stands}"' in page
        assert 'name="age-15-24-numerator" inputmode="decimal" value="7"' in page


class TestReach:
    def test_ten_groups_and_another_one_each_with_where_it_is_named(self, grid):
        page = grid.open()
        assert page.count("-version") == 11
        assert words(page).count("Medellín Manifesto 2019") == 5
        assert words(page).count("themes of the conference") == 7
        assert words(page).count("reports from it") == 5

    def test_what_is_said_stands_with_its_history(self, grid):
        said = {"prisoners-access": "partly", "prisoners-source": "Prison board <2025>"}
        assert grid.save(said).status_code == 303
        assert (
            grid.save({"other-name": "Seasonal workers", "other-access": "no"}).status_code == 303
        )
        page = grid.open()
        assert '<option value="partly" selected>' in page
        assert "Prison board &lt;2025&gt;" in page
        assert "Seasonal workers" in words(page)

    def test_a_reach_that_is_none_is_not_kept(self, grid):
        grid.save({"women-access": "always"})
        assert "selected" not in grid.open()

    @pytest.mark.parametrize(("choice", "stands"), [("yours", "no"), ("theirs", "yes")])
    def test_two_people_are_asked_which_stays(self, app, session, report, grid, choice, stands):
        second = Desk(
            visit(app, session, factories.coordinator(session, report.city)), grid.address
        )
        grid.open(), second.open()
        grid.save({"women-access": "yes"})
        response = second.save({"women-access": "no", "women-source": "Survey"})
        assert response.status_code == 409
        assert second.save({"women-choice": choice}).status_code == 303
        page = grid.open()
        assert page.count(" selected") == 1
        assert f'<option value="{stands}" selected>' in page
        assert 'name="women-source" value="Survey"' in page

    def test_uil_reads_what_was_handed_in(self, app, session, grid, actor, report):
        grid.save({"women-access": "yes"})
        page = grid.open()
        reviewer = visit(app, session, factories.person(session, Role.REVIEWER))
        assert reviewer.get(grid.address).status_code == 404
        submitting.submit(session, actor, report.id, datetime.now(UTC))
        seen = rows(reviewer.get(grid.address).text)
        assert seen["Women Medellín Manifesto 2019"] == ["yes", "Not said", "Not said", ""]
        assert Desk(grid.client, grid.address, page).save({"women-access": "no"}).status_code == 409

    def test_only_who_leads_the_city_writes(self, app, session, report, grid):
        grant = {"focus_areas": ("1.1",)}
        colleague = factories.person(session, Role.CONTRIBUTOR, report.city, **grant)
        page = visit(app, session, colleague).get(grid.address).text
        assert "women-access" not in page
        said = {"women": {"version": "0", "access": "no"}}
        with pytest.raises(NotAllowedError):
            grouping.save_groups(session, colleague, report.id, said, datetime.now(UTC))
