"""Saving answers: nothing acknowledged is lost, nothing is overwritten unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lcassess.network.membership import Population, Role
from lcassess.services import answering, profiling
from lcassess.services.answering import open_focus_area
from lcassess.services.refusals import NotAllowedError, NotFoundError, NotNowError
from lcassess.services.saving import save_focus_area
from lcassess.storage import answers, figures, scores
from lcassess.storage.tables import AnswerHistoryRow
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW

pytestmark = both_databases
CODE = "1.1"
LITERACY = "adult-literacy"
TEXT = "empowerment-and-cohesion-next-steps"


@pytest.fixture
def report(session):
    return factories.report(session)


@pytest.fixture
def actor(session, report):
    return factories.coordinator(session, report.city)


def save(session, actor, report, language="en", **form):
    posted = {f"{LITERACY}-{part.replace('_', '-')}": text for part, text in form.items()}
    return save_focus_area(session, actor, report.id, CODE, posted, language, NOW)


def standing(session, report):
    return answers.of(session, report.id)[LITERACY]


def test_what_is_saved_is_read_back(session, actor, report):
    saved = save(session, actor, report, value="98,5", year="2024", source="census", language="fr")
    answer = standing(session, report)
    assert saved.written == (LITERACY,)
    assert (answer.entered, str(answer.value), answer.year) == ("98,5", "98.5", "2024")
    assert (answer.by, answer.at, answer.version) == (actor.name, NOW, 1)


def test_every_save_that_changes_something_is_one_row_of_history(session, actor, report):
    save(session, actor, report, value="80", version="0")
    save(session, actor, report, value="80", version="1")
    save(session, actor, report, value="81", version="1")
    assert session.scalar(select(func.count(AnswerHistoryRow.id))) == 2
    assert standing(session, report).version == 2


def test_two_colleagues_who_change_different_parts_are_merged(session, actor, report):
    colleague = factories.coordinator(session, report.city)
    save(session, actor, report, value="80", version="0")
    save(session, actor, report, value="80", year="2024", version="1")
    merged = save(session, colleague, report, value="80", year="", note="by Li", version="1")
    answer = standing(session, report)
    assert merged.complete
    assert (answer.year, answer.note, answer.version) == ("2024", "by Li", 3)


def test_two_colleagues_who_change_the_same_part_are_in_conflict(session, actor, report):
    colleague = factories.coordinator(session, report.city)
    save(session, actor, report, value="80", version="0")
    save(session, actor, report, value="82", version="1")
    saved = save(session, colleague, report, value="84", note="mine", version="1")
    conflict = saved.conflicts[LITERACY]
    assert (str(conflict.yours.value), str(conflict.theirs.value)) == ("84", "82")
    assert conflict.theirs.by == actor.name
    assert str(standing(session, report).value) == "82"
    assert standing(session, report).note == ""


def test_the_other_answers_of_the_page_are_saved_all_the_same(session, actor, report):
    save(session, actor, report, value="80", version="0")
    form = {f"{LITERACY}-value": "84", f"{LITERACY}-version": "0", "volunteering-value": "30"}
    saved = save_focus_area(session, actor, report.id, CODE, form, "en", NOW)
    assert saved.written == ("volunteering",)
    assert set(saved.conflicts) == {LITERACY}


def test_under_another_state_the_figure_stays_in_the_history_only(session, actor, report):
    save(session, actor, report, value="80", version="0")
    save(session, actor, report, state="no_data", value="80", version="1")
    answer = standing(session, report)
    then = answers.at_versions(session, report.id, [(LITERACY, 1)])[LITERACY]
    assert (answer.state.value, answer.entered, answer.value) == ("no_data", "", None)
    assert str(then.value) == "80"


def test_texts_follow_the_same_rule(session, actor, report):
    def write(value, version):
        form = {f"{TEXT}-value": value, f"{TEXT}-version": version}
        return save_focus_area(session, actor, report.id, CODE, form, "en", NOW)

    assert write("First", "0").written == (TEXT,)
    assert write("Second", "1").written == (TEXT,)
    assert write("Third", "1").text_conflicts[TEXT].theirs.value == "Second"
    assert write("Second", "1").complete
    assert answers.texts_of(session, report.id)[TEXT].version == 2


def test_the_counts_follow_each_save(session, actor, report):
    save(session, actor, report, value="80", version="0")
    assert scores.settled(session, report.id)[0] == 1
    save(session, actor, report, state="later", version="1")
    assert scores.settled(session, report.id)[0] == 0


def test_a_text_with_a_null_character_is_kept_without_it(session, actor, report):
    save(session, actor, report, note="a\x00b")
    assert standing(session, report).note == "ab"


def test_shares_keep_every_part(session, actor, report):
    parts = ("early-childhood", "primary", "secondary", "vocational", "tertiary")
    form = {f"spread-of-spending-value-{part}": "20" for part in parts}
    form |= {f"spread-of-spending-value-{part}": "0" for part in ("adult-and-community", "other")}
    save_focus_area(session, actor, report.id, "3.3", form, "en", NOW)
    answer = answers.of(session, report.id)["spread-of-spending"]
    assert {str(share) for share in answer.shares.values()} == {"20", "0"}
    assert len(answer.shares) == 7


@pytest.mark.parametrize("role", [None, Role.REVIEWER, Role.ADMINISTRATOR, Role.COMMISSION])
def test_for_anybody_else_there_is_no_such_report(session, report, role):
    country = {"country": "FR"} if role is Role.COMMISSION else {}
    stranger = factories.person(session, role, **country)
    with pytest.raises(NotFoundError):
        save(session, stranger, report, value="80")
    with pytest.raises(NotFoundError):
        open_focus_area(session, stranger, report.id, CODE, NOW)


def test_the_coordinator_of_another_city_is_a_stranger(session, report):
    stranger = factories.coordinator(session, factories.city(session))
    with pytest.raises(NotFoundError):
        save(session, stranger, report, value="80")


@pytest.mark.parametrize("role", [Role.READER, Role.CERTIFIER])
def test_who_only_reads_the_city_cannot_write(session, report, role):
    person = factories.person(session, role, report.city)
    assert not open_focus_area(session, person, report.id, CODE, NOW).may_write
    with pytest.raises(NotAllowedError):
        save(session, person, report, value="80")


def test_a_contributor_writes_the_focus_areas_given(session, report):
    person = factories.person(session, Role.CONTRIBUTOR, report.city, focus_areas=("2.3",))
    with pytest.raises(NotAllowedError):
        save(session, person, report, value="80")
    assert open_focus_area(session, person, report.id, "2.3", NOW).may_write


def test_after_the_round_nothing_can_be_written(session, actor, report):
    form = {f"{LITERACY}-value": "80"}
    late = report.round.closes_at + timedelta(seconds=1)
    with pytest.raises(NotNowError):
        save_focus_area(session, actor, report.id, CODE, form, "en", late)
    assert answers.of(session, report.id) == {}


def test_only_an_exact_figure_of_a_true_year_is_taken_over(session, actor, report):
    row = {"city_id": report.city.id, "indicator_id": LITERACY, "source": "Office", "note": ""}
    rows = [
        row | {"year": 2020, "value": "97.5", "match": "exact", "year_basis": "reference"},
        row | {"year": 2022, "value": "98", "match": "exact", "year_basis": "carried"},
        row | {"year": 2024, "value": "99", "match": "proxy", "year_basis": "reference"},
    ]
    figures.replace(session, [report.city.id], rows)
    session.commit()
    shown = open_focus_area(session, actor, report.id, CODE, NOW).figures[LITERACY]
    assert [(f.match, f.year) for f in shown] == [("exact", 2022), ("exact", 2020), ("proxy", 2024)]
    taken = [f for f in shown if answering.takes_over(f)]
    assert [f.year for f in taken] == [2020]
    form = answering.published_as_answer(session, actor, report.id, CODE, taken[0].id)
    save_focus_area(session, actor, report.id, CODE, form, "fr", NOW)
    answer = standing(session, report)
    assert (str(answer.value), answer.year, answer.source) == ("97.5", "2020", "Office")
    with pytest.raises(NotFoundError):
        answering.published_as_answer(session, actor, report.id, CODE, shown[2].id)


def test_the_inhabitants_are_offered_as_denominator(session, actor, report):
    profiling.save_profile(
        session, actor, report.id, Population("municipality", 2025, 412_000), NOW
    )
    profiling.save_profile(session, actor, report.id, Population("district", 2024, 90_000), NOW)
    form = answering.inhabitants_as_denominator(session, actor, report.id, "recorded-crime")
    assert form == {"recorded-crime-denominator": "90000"}
