"""The pages of the questionnaire: what a person opens, types, saves and reads."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from lcassess.framework.catalogue import load
from lcassess.network.membership import Population, Role
from lcassess.services import profiling, submitting
from lcassess.storage import answers, figures
from lcassess.storage.tables import AnswerHistoryRow, RoundRow
from tests import factories
from tests.web.visiting import Desk, fields, open_report, visit, words

LITERACY = "adult-literacy"
EARTH = "\N{EARTH GLOBE EUROPE-AFRICA}"
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "\N{RIGHT-TO-LEFT OVERRIDE}gnirts\N{RIGHT-TO-LEFT MARK}",
    f"{EARTH} family \N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}",
    "{{ 7 * 7 }} {% raw %}",
    "=cmd|' /C calc'!A0",
    "%(name)s %s",
]


@pytest.fixture
def report(session):
    return open_report(session)


@pytest.fixture
def actor(session, report):
    return factories.coordinator(session, report.city)


@pytest.fixture
def at(app, session, report, actor):
    """Sit a person down at the page of a focus area."""

    def sit(code="1.1", who=actor):
        return Desk(visit(app, session, who), f"/assessments/{report.id}/{code}")

    return sit


@pytest.fixture
def desk(at):
    return at()


@pytest.fixture
def kept(session, report):
    """Read an answer as it stands."""

    def read(name=LITERACY):
        session.rollback()
        return answers.of(session, report.id).get(name)

    return read


@pytest.fixture
def saves(session):
    """Count the saves that the history knows."""

    def count():
        session.rollback()
        return session.scalar(select(func.count(AnswerHistoryRow.id)))

    return count


def close(session, report):
    past = datetime.now(UTC) - timedelta(seconds=1)
    session.execute(update(RoundRow).where(RoundRow.id == report.round.id).values(closes_at=past))
    session.commit()


class TestOpening:
    @pytest.mark.parametrize("language", ["en", "fr"])
    @pytest.mark.parametrize("code", [f.code for f in load().focus_areas])
    def test_every_focus_area_opens_with_all_its_questions(self, at, code, language):
        page = at(code).open(lang=language)
        for indicator in load().by_code[code].indicators:
            assert f'id="{indicator.id}"' in page
            assert f'name="{indicator.id}-state"' in page

    def test_my_assessments_lists_the_reports_of_my_city_alone(self, at, session, report):
        other = open_report(session)
        page = at().client.get("/assessments").text
        assert f"/assessments/{report.id}" in page
        assert f"/assessments/{other.id}" not in page

    def test_the_task_list_counts_what_is_settled(self, at, report):
        desk = at()
        desk.save({f"{LITERACY}-value": "80", "volunteering-state": "no_data"})
        text = words(desk.client.get(f"/assessments/{report.id}").text)
        assert "2 of 64 questions are settled." in text
        assert "2 of 8 settled" in text
        assert text.count("Not started") == 11

    def test_a_focus_area_that_the_edition_does_not_have_is_not_found(self, at):
        for code in ("9.9", "1", "abc", "1.1.1"):
            assert at(code).client.get(at(code).address).status_code == 404


class TestInclusionOnly:
    def test_the_26_questions_and_no_others_are_asked(self, at, report):
        core = [i for i in load().indicators.values() if i.inclusion_core]
        assert len(core) == 26
        desk = at()
        listed = desk.client.get(f"/assessments/{report.id}?only=inclusion").text
        codes = re.findall(rf"/assessments/{report.id}/(\d\.\d)\?only=inclusion", listed)
        asked = set()
        for code in dict.fromkeys(codes):
            page = at(code).open(only="inclusion")
            asked |= set(re.findall(r'name="([a-z0-9-]+)-state"', page))
        assert asked == {i.id for i in core}

    def test_saving_leaves_the_other_questions_alone_and_stays_in_the_mode(self, at, kept):
        at().save({"election-turnout-value": "55"})
        desk = at()
        desk.open(only="inclusion")
        response = desk.save({f"{LITERACY}-value": "80"})
        assert response.location.endswith("/1.1?only=inclusion")
        assert str(kept("election-turnout").value) == "55"
        assert str(kept().value) == "80"


class TestSaving:
    def test_a_save_leads_on_and_is_read_back(self, desk, kept):
        response = desk.save({f"{LITERACY}-value": "80", f"{LITERACY}-year": "2024"})
        assert response.status_code == 303
        assert (str(kept().value), kept().year, kept().version) == ("80", "2024", 1)
        page = desk.open()
        assert f'name="{LITERACY}-value" inputmode="decimal" value="80"' in page
        assert "We read" in words(page)

    @pytest.mark.parametrize(
        ("pressed", "place"),
        [("1.2", "/1.2"), ("list", ""), ("1.1", "/1.1")],
    )
    def test_the_button_says_where_to_go_on(self, desk, report, pressed, place):
        response = desk.save({f"{LITERACY}-value": "80", "next": pressed})
        assert response.location == f"/assessments/{report.id}{place}"

    @pytest.mark.parametrize("pressed", ["//evil.example", "https://evil.example", "", "../x", "é"])
    def test_a_forged_button_leads_nowhere_else(self, desk, report, pressed):
        response = desk.save({"next": pressed})
        assert response.status_code == 303
        assert response.location.startswith(f"/assessments/{report.id}/")

    def test_a_page_posted_as_it_was_opened_saves_nothing(self, at, saves):
        for code in ("1.1", "2.3", "3.3"):
            assert at(code).save().status_code == 303
        assert saves() == 0

    def test_only_what_was_changed_is_saved(self, desk, saves):
        desk.save({f"{LITERACY}-value": "80"})
        desk.open()
        desk.save({"volunteering-note": "counted by hand"})
        assert saves() == 2

    def test_a_page_with_everything_filled_in_saves_nothing_when_posted_again(self, at, saves):
        desk = at()
        desk.save(
            {
                f"{LITERACY}-value": "80,5",
                f"{LITERACY}-source": "  census  ",
                f"{LITERACY}-note": "line one\r\nline two",
                f"{LITERACY}-grade": "official",
                f"{LITERACY}-territory": "wider",
                f"{LITERACY}-unsure": "yes",
                "volunteering-numerator": "20",
                "volunteering-denominator": "70",
                "election-turnout-state": "not_applicable",
                "election-turnout-reason": "no elections",
            }
        )
        before = saves()
        desk.open()
        desk.save()
        assert before == 3
        assert saves() == before

    def test_saving_twice_is_saving_once(self, desk, kept, saves):
        desk.open()
        page = desk.page
        for _time in range(2):
            desk.page = page
            assert desk.save({f"{LITERACY}-value": "80"}).status_code == 303
        assert (saves(), kept().version) == (1, 1)

    def test_two_people_who_change_different_parts_are_merged(self, at, kept):
        one, other = at(), at()
        one.open()
        other.open()
        one.save({f"{LITERACY}-value": "80"})
        assert other.save({f"{LITERACY}-note": "by the other"}).status_code == 303
        assert (str(kept().value), kept().note, kept().version) == ("80", "by the other", 2)

    def test_a_state_that_is_chosen_wins_over_the_figure(self, desk, kept):
        desk.save({f"{LITERACY}-value": "80"})
        desk.open()
        desk.save({f"{LITERACY}-state": "no_data"})
        assert (kept().state, kept().value) == ("no_data", None)

    def test_an_emptied_figure_is_unanswered_again(self, desk, kept):
        desk.save({f"{LITERACY}-value": "80"})
        desk.open()
        desk.save({f"{LITERACY}-value": ""})
        assert kept().state == "unanswered"

    def test_zero_is_an_answer(self, desk, kept):
        desk.save({f"{LITERACY}-value": "0"})
        assert (kept().state, str(kept().value)) == ("value", "0")
        assert 'value="0"' in desk.open()

    def test_unsure_is_kept_and_taken_back(self, desk, kept):
        desk.save({f"{LITERACY}-value": "80", f"{LITERACY}-unsure": "yes"})
        assert kept().unsure
        desk.open()
        desk.save({f"{LITERACY}-unsure": "no"})
        assert not kept().unsure

    def test_a_level_and_shares_are_saved_by_their_own_fields(self, at, kept):
        at("3.1").save({"leadership-value": "3"})
        assert str(kept("leadership").value) == "3"
        shares = {"early-childhood": "10", "primary": "30", "secondary": "60"}
        rest = ("vocational", "tertiary", "adult-and-community", "other")
        shares |= dict.fromkeys(rest, "0")
        desk = at("3.3")
        desk.save({f"spread-of-spending-value-{part}": text for part, text in shares.items()})
        found = kept("spread-of-spending").shares
        assert {part: str(share) for part, share in found.items()} == shares
        assert 'name="spread-of-spending-value-secondary" inputmode="decimal" value="60"' in (
            desk.open()
        )

    def test_a_text_keeps_its_lines_and_says_when_it_is_too_long(self, desk):
        name = "empowerment-and-cohesion-next-steps"
        desk.save({f"{name}-value": "First.\r\n\r\nSecond."})
        assert "First.\n\nSecond.</textarea>" in desk.open()
        assert "the limit is" not in desk.page
        long = " ".join(["word"] * 501)
        assert desk.save({f"{name}-value": long}).status_code == 303
        assert "501 words, the limit is" in words(desk.open())
        assert long in desk.page


class TestNumbers:
    def test_two_readings_are_asked_and_the_chosen_one_is_kept(self, at, kept):
        desk = at("1.3")
        response = desk.save({"domestic-waste-value": "1,234", "next": "list"})
        assert response.location.endswith("/1.3")
        page = desk.open()
        assert kept("domestic-waste").mark == "ask"
        assert "<title>Error:" in page
        assert "This can be read as two numbers." in words(page)
        assert re.search(r'name="domestic-waste-reading" value="decimal"> <bdi[^>]*>1.234<', page)
        assert re.search(r'name="domestic-waste-reading" value="grouping"> <bdi[^>]*>1,234<', page)
        desk.save({"domestic-waste-reading": "decimal"})
        assert str(kept("domestic-waste").value) == "1.234"
        assert kept("domestic-waste").mark is None

    def test_a_reading_is_dropped_when_the_text_changes(self, at, kept):
        desk = at("1.3")
        desk.save({"domestic-waste-value": "1,234"})
        desk.open()
        desk.save({"domestic-waste-reading": "decimal"})
        desk.open()
        desk.save({"domestic-waste-value": "1,235"})
        assert kept("domestic-waste").mark == "ask"

    def test_the_readings_of_a_part_are_asked_at_that_part(self, at, kept):
        desk = at()
        desk.open(lang="fr")
        desk.save({f"{LITERACY}-numerator": "1.234", f"{LITERACY}-denominator": "2000"})
        page = desk.open()
        assert f'name="{LITERACY}-numerator-reading" value="grouping"' in page
        desk.save({f"{LITERACY}-numerator-reading": "grouping"})
        assert str(kept().numerator) == "1234"

    def test_numbers_are_read_in_the_language_of_the_page_they_were_typed_on(self, desk, kept):
        desk.open(lang="fr")
        desk.client.get("/?lang=en")  # in another tab
        desk.save({f"{LITERACY}-numerator": "1,234", f"{LITERACY}-denominator": "2"})
        assert str(kept().numerator) == "1.234"

    def test_the_readings_of_one_share_can_be_chosen(self, at, kept):
        desk = at("3.3")
        desk.open(lang="fr")
        parts = [part.id for part in load().indicators["spread-of-spending"].parts]
        typed = dict.fromkeys(parts, "0") | {parts[0]: "12.345", parts[1]: "87,655"}
        desk.save({f"spread-of-spending-value-{part}": text for part, text in typed.items()})
        assert kept("spread-of-spending").mark == "ask"
        desk.open()
        desk.save({"spread-of-spending-reading": "decimal"})
        assert str(kept("spread-of-spending").shares[parts[0]]) == "12.345"

    def test_what_cannot_be_read_is_kept_as_typed_and_not_counted(self, desk, kept):
        desk.save({f"{LITERACY}-value": "about eighty"})
        assert (kept().entered, kept().value, kept().mark) == ("about eighty", None, "invalid")
        page = desk.open()
        assert 'value="about eighty"' in page
        assert "Not counted" in words(page)
        assert page.count("This is no number that we can read.") == 2  # summary and field

    def test_the_summary_links_to_the_field_and_the_field_names_its_mistake(self, desk):
        desk.save({f"{LITERACY}-value": "180"})
        page = desk.open()
        assert "<title>Error:" in page
        assert f'href="#{LITERACY}-value"' in page
        assert re.search(
            rf'id="{LITERACY}-value"[^>]*aria-describedby="{LITERACY}-value-said"[^>]*'
            r'aria-invalid="true"',
            page,
        )
        assert f'id="{LITERACY}-value-said"' in page

    def test_all_that_is_wrong_with_one_field_is_said_there(self, desk):
        typed = {"value": "80", "numerator": "400", "denominator": "200"}
        desk.save({f"{LITERACY}-{part}": text for part, text in typed.items()})
        text = words(desk.open())
        assert "The parts count." in text
        assert "Have the two numbers changed places?" in text

    def test_an_unusual_figure_is_a_warning_that_stops_nothing(self, desk, kept):
        assert desk.save({f"{LITERACY}-value": "12", "next": "list"}).location.count("/") == 2
        page = desk.open()
        assert kept().mark is None
        assert "<title>Error:" not in page
        assert "outside what is usual" in words(page)

    @pytest.mark.parametrize("year", ["20x4", "2999"])
    def test_an_odd_year_is_a_warning_at_its_field(self, desk, year):
        desk.save({f"{LITERACY}-value": "80", f"{LITERACY}-year": year})
        page = desk.open()
        assert f'value="{year}"' in page
        assert f'id="{LITERACY}-year-said"' in page

    @pytest.mark.parametrize(
        ("language", "typed", "echo"),
        [
            ("en", "1,234.5", "1,234.5\N{NO-BREAK SPACE}kg"),
            ("fr", "1234,5", "1\N{NARROW NO-BREAK SPACE}234,5\N{NO-BREAK SPACE}kg"),
            ("en", "١٢٣٤٫٥", "1,234.5\N{NO-BREAK SPACE}kg"),
        ],
    )
    def test_what_was_understood_is_said_in_the_persons_language(self, at, language, typed, echo):
        desk = at("1.3")
        desk.open(lang=language)
        desk.save({"domestic-waste-value": typed})
        assert f'<b><bdi dir="ltr">{echo}' in desk.open()

    def test_the_figure_is_computed_from_its_parts(self, desk, kept):
        desk.save(
            {
                f"{LITERACY}-value": "90",
                f"{LITERACY}-numerator": "200",
                f"{LITERACY}-denominator": "250",
            }
        )
        assert str(kept().value) == "80"
        text = words(desk.open())
        assert "200 of 250 = 80" in text
        assert "The parts count." in text

    @pytest.mark.parametrize(
        "typed",
        [
            "nan",
            "inf",
            "1e5",
            "0x10",
            "1_000",
            "9" * 200,
            "-",
            "½",
            "1" + "\N{COMBINING ACUTE ACCENT}",
        ],
    )
    def test_no_text_is_mistaken_for_a_number(self, desk, kept, typed):
        desk.save({f"{LITERACY}-value": typed})
        assert (kept().value, kept().mark, kept().entered) == (None, "invalid", typed)
        desk.open()


class TestButtons:
    @pytest.fixture
    def figure(self, session, report):
        """Publish a figure for literacy, and give its id."""

        def publish(**columns):
            row = {
                "city_id": report.city.id,
                "indicator_id": LITERACY,
                "source": "Office of Statistics",
                "note": "",
                "year": 2022,
                "value": "97.5",
                "unit": "%",
                "match": "exact",
                "year_basis": "reference",
            } | columns
            figures.replace(session, [report.city.id], [row])
            session.commit()
            return figures.of_city(session, report.city.id, [LITERACY])[0].id

        return publish

    def test_a_published_figure_is_shown_but_never_filled_in(self, desk, figure):
        figure()
        page = desk.open()
        assert "Published, 2022" in words(page)
        assert f'name="{LITERACY}-value" inputmode="decimal" value=""' in page

    def test_a_published_figure_is_taken_over_with_year_and_source(self, desk, figure, kept):
        number = figure()
        assert f'name="take-over" value="{number}"' in desk.open()
        desk.save({"take-over": str(number), "volunteering-value": "30"})
        assert (str(kept().value), kept().year, kept().source) == (
            "97.5", "2022", "Office of Statistics",
        )  # fmt: skip
        assert str(kept("volunteering").value) == "30"

    @pytest.mark.parametrize(
        "columns", [{"match": "proxy"}, {"year_basis": "carried"}, {"value": "102"}]
    )
    def test_any_other_figure_has_no_button(self, desk, figure, columns):
        figure(**columns)
        assert "take-over" not in desk.open()

    def test_a_figure_that_may_not_be_taken_over_is_refused(self, desk, figure, saves):
        number = figure(match="proxy")
        desk.open()
        assert desk.save({"take-over": str(number)}).status_code == 404
        assert saves() == 0

    def test_the_figure_of_another_city_is_not_found(self, desk, session, saves):
        other = factories.city(session)
        row = {
            "city_id": other.id, "indicator_id": LITERACY, "source": "x", "note": "",
            "year": 2022, "value": "97.5", "match": "exact", "year_basis": "reference",
        }  # fmt: skip
        figures.replace(session, [other.id], [row])
        session.commit()
        number = figures.of_city(session, other.id, [LITERACY])[0].id
        assert desk.save({"take-over": str(number)}).status_code == 404
        assert saves() == 0

    def test_the_inhabitants_become_the_denominator(self, desk, session, actor, report, kept):
        people = Population("municipality", 2025, 412_000)
        profiling.save_profile(session, actor, report.id, people, datetime.now(UTC))
        page = desk.open()
        assert "Inhabitants 2025: 412,000" in words(page)
        desk.save({"inhabitants": "recorded-crime", "recorded-crime-numerator": "4120"})
        assert str(kept("recorded-crime").value) == "1000"


class TestRefusals:
    def test_a_closed_report_saves_nothing_and_shows_what_was_typed(
        self, desk, session, report, saves
    ):
        desk.open()
        close(session, report)
        response = desk.save({f"{LITERACY}-value": "81,7", f"{LITERACY}-note": "not lost"})
        assert response.status_code == 409
        assert saves() == 0
        assert "Nothing was saved" in words(response.text)
        assert 'value="81,7"' in response.text
        assert "not lost" in response.text

    def test_a_report_that_was_handed_in_meanwhile_saves_nothing(
        self, desk, session, actor, report, saves
    ):
        desk.open()
        submitting.submit(session, actor, report.id, datetime.now(UTC))
        assert desk.save({f"{LITERACY}-value": "81"}).status_code == 409
        assert saves() == 0
        assert "<form" not in desk.open().split("<main", 1)[1].split("</main>")[0]

    @pytest.mark.parametrize(
        ("part", "text"),
        [
            ("state", "maybe"),
            ("state", "not_applicable"),  # literacy always applies
            ("grade", "gossip"),
            ("territory", "moon"),
            ("unsure", "perhaps"),
            ("reading", "backwards"),
        ],
    )
    def test_a_choice_that_no_page_offers_is_refused(self, desk, saves, part, text):
        response = desk.save({f"{LITERACY}-{part}": text, "volunteering-value": "30"})
        assert response.status_code == 400
        assert saves() == 0

    @pytest.mark.parametrize("version", ["-1", "x", "", "1.0", "9" * 30, "٣"])
    def test_a_forged_version_overwrites_nothing(self, at, kept, version):
        at().save({f"{LITERACY}-value": "80"})
        response = at().save({f"{LITERACY}-value": "81", f"{LITERACY}-version": version})
        assert response.status_code == 409
        assert str(kept().value) == "80"

    def test_fields_of_other_questions_are_not_read(self, desk, saves):
        response = desk.save(
            {"leadership-value": "4", "nonsense-value": "1", "take-over": "x", "inhabitants": "y"}
        )
        assert response.status_code in {303, 404}
        assert saves() == 0

    def test_without_the_token_nothing_is_saved(self, app, session, actor, report, saves):
        client = visit(app, session, actor)
        address = f"/assessments/{report.id}/1.1"
        response = client.post(address, data={f"{LITERACY}-value": "80"})
        assert response.status_code == 400
        assert saves() == 0

    def test_a_contributor_reads_all_and_writes_what_was_given(self, at, session, report, saves):
        colleague = factories.person(session, Role.CONTRIBUTOR, report.city, focus_areas=("2.3",))
        assert 'name="adult-literacy-state"' not in at("1.1", colleague).open()
        desk = at("2.3", colleague)
        assert desk.save({"employee-training-value": "40"}).status_code == 303
        form = fields(desk.open(), desk.address)
        form[f"{LITERACY}-value"] = "80"
        refused = desk.client.post(f"/assessments/{report.id}/1.1", data=form)
        assert refused.status_code in {303, 403}
        assert saves() == 1


class TestHostileText:
    @pytest.mark.parametrize("text", HOSTILE)
    def test_it_is_kept_and_shown_as_text(self, desk, kept, text):
        name = "empowerment-and-cohesion-good-practice"
        parts = ("value", "year", "source", "note", "reason")
        desk.save({f"{LITERACY}-{part}": text for part in parts} | {f"{name}-value": text})
        assert (kept().source, kept().note, kept().entered) == (text, text, text)
        desk.open()
        form = fields(desk.page, desk.address)
        assert form[f"{LITERACY}-note"] == text
        assert form[f"{name}-value"] == text

    def test_line_ends_are_those_of_a_text_and_null_is_dropped(self, desk, kept):
        desk.save({f"{LITERACY}-note": "a\r\nb\rc\x00"})
        assert kept().note == "a\nb\nc"

    def test_a_field_of_one_line_keeps_no_line_break_in_a_header(self, desk):
        response = desk.save({f"{LITERACY}-value": "80", "next": "1.1\r\nX-Evil: 1"})
        assert "X-Evil" not in response.headers

    def test_a_text_of_half_a_megabyte_is_kept(self, desk, kept):
        long = "\N{LATIN SMALL LETTER E WITH ACUTE}" * 100_000
        desk.save({f"{LITERACY}-note": long})
        assert kept().note == long


class TestLimits:
    def test_a_request_that_is_too_large_saves_nothing_and_says_so(self, desk, saves):
        response = desk.save({f"{LITERACY}-value": "80", f"{LITERACY}-note": "x" * 1_100_000})
        assert response.status_code == 413
        assert "nothing was saved" in words(response.text)
        assert saves() == 0

    def test_very_many_fields_are_refused(self, desk, saves):
        desk.open()
        form = fields(desk.page, desk.address).to_dict() | {f"f-{n}": "" for n in range(1_100)}
        response = desk.client.post(desk.address, data=form, content_type="multipart/form-data")
        assert response.status_code == 413
        assert saves() == 0

    def test_the_largest_page_is_far_from_the_limits(self, at):
        pages = [fields(at(f.code).open(), at(f.code).address) for f in load().focus_areas]
        assert max(len(form) for form in pages) < 500


class TestReadingOnly:
    def test_uil_reads_what_was_handed_in_and_not_what_is_written_now(
        self, at, session, actor, report
    ):
        at().save({f"{LITERACY}-value": "80", f"{LITERACY}-note": "handed in"})
        reviewer = factories.person(session, Role.REVIEWER)
        desk = at("1.1", reviewer)
        assert desk.client.get(desk.address).status_code == 404
        submitting.submit(session, actor, report.id, datetime.now(UTC))
        page = desk.open()
        assert "handed in" in page
        assert "<textarea" not in page
        assert 'name="next"' not in page
        submitting.withdraw(session, actor, report.id, datetime.now(UTC))
        assert desk.client.get(desk.address).status_code == 404

    def test_a_reader_of_the_city_sees_no_field(self, at, session, report):
        at().save({f"{LITERACY}-value": "80"})
        page = at("1.1", factories.person(session, Role.READER, report.city)).open()
        assert "<textarea" not in page
        assert "80" in words(page)
