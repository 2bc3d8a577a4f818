"""Answers come back exactly as they were given, and their history keeps every save."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lcassess.assessment.sheet import Answer, Grade, Mark, State, Territory, Text
from lcassess.storage import answers
from lcassess.storage.tables import AnswerHistoryRow, TextHistoryRow
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW

pytestmark = both_databases
ONE = "adult-literacy"
TWO = "schooling-of-adults"
FULL = Answer(
    ONE,
    State.VALUE,
    entered="98,5 %",
    value=Decimal("98.5"),
    numerator_entered="985",
    numerator=Decimal(985),
    denominator_entered="1 000",
    denominator=Decimal(1000),
    reading="decimal",
    numerator_reading="decimal",
    denominator_reading="grouping",
    mark=Mark.INVALID,
    year="2024",
    source="Recensement «2024» – ٢٠٢٤",
    grade=Grade.REGISTER,
    territory=Territory.WIDER,
    note="two\r\nlines",
    reason="",
    unsure=True,
    version=1,
)

figures = st.tuples(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(-12, 3)).map(
    lambda pair: Decimal(pair[0]).scaleb(pair[1])
)


@pytest.fixture
def report(session):
    return factories.report(session)


@pytest.fixture
def actor(session, report):
    return factories.coordinator(session, report.city)


def write(session, report, *given, actor=None):
    answers.write(session, report.id, given, actor, NOW)
    session.commit()


def history(session):
    query = select(AnswerHistoryRow.version, AnswerHistoryRow.state, AnswerHistoryRow.entered)
    return [tuple(row) for row in session.execute(query.order_by(AnswerHistoryRow.version))]


def test_every_part_comes_back_with_who_and_when(session, report, actor):
    write(session, report, FULL, actor=actor)
    read = answers.of(session, report.id)[ONE]
    assert read == FULL
    assert (read.by, read.at) == (actor.name, NOW)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(figures, min_size=1, max_size=8))
def test_a_figure_of_fifteen_digits_comes_back_exactly(session, report, values):
    given_ = [
        Answer(f"n{n}", State.VALUE, value=value, numerator=value, denominator=value, version=1)
        for n, value in enumerate(values)
    ]
    given_ += [Answer("shares", State.VALUE, shares=dict(enumerate_as_parts(values)), version=1)]
    answers.write(session, report.id, given_, None, NOW)
    read = answers.of(session, report.id)
    session.rollback()
    assert read == {answer.indicator_id: answer for answer in given_}


def enumerate_as_parts(values):
    return ((f"part-{n}", value) for n, value in enumerate(values))


def test_every_save_adds_a_row_of_history_and_one_row_stands(session, report):
    write(session, report, FULL)
    write(session, report, replace(FULL, entered="99", value=Decimal(99), version=2))
    write(session, report, replace(FULL, entered="97", value=Decimal(97), version=3))
    assert history(session) == [(1, "value", "98,5 %"), (2, "value", "99"), (3, "value", "97")]
    assert answers.of(session, report.id)[ONE].value == 97


def test_a_version_is_written_once(session, report):
    write(session, report, FULL)
    with pytest.raises(IntegrityError):
        write(session, report, FULL)


def test_under_another_state_the_figure_stays_in_the_history_only(session, report):
    write(session, report, FULL)
    write(session, report, replace(FULL, state=State.NO_DATA, version=2))
    read = answers.of(session, report.id)[ONE]
    assert (read.state, read.entered, read.value) == (State.NO_DATA, "", None)
    assert history(session)[-1] == (2, "no_data", "98,5 %")


def test_earlier_versions_are_read_and_those_that_never_were_are_left_out(session, report):
    second = replace(FULL, entered="99", value=Decimal(99), version=2)
    write(session, report, FULL, Answer(TWO, State.LATER, version=1))
    write(session, report, second)
    wanted = [(ONE, 1), (TWO, 1), (TWO, 2), ("never", 1)]
    found = answers.at_versions(session, report.id, wanted)
    assert found == {ONE: FULL, TWO: Answer(TWO, State.LATER, version=1)}
    assert answers.at_versions(session, report.id, [(ONE, 2)]) == {ONE: second}
    assert answers.at_versions(session, report.id, []) == {}


def test_versions_of_one_answer_do_not_stand_for_another(session, report):
    write(session, report, FULL, Answer(TWO, State.LATER, version=1))
    write(session, report, replace(FULL, version=2))
    found = answers.at_versions(session, report.id, [(TWO, 2), (ONE, 1)])
    assert list(found) == [ONE]


def test_reports_do_not_see_each_others_answers(session, report):
    other = factories.report(session)
    write(session, report, FULL)
    assert answers.of(session, other.id) == {}
    assert answers.at_versions(session, other.id, [(ONE, 1)]) == {}


def test_only_some_answers_are_read_where_only_some_are_asked_for(session, report):
    write(session, report, FULL, Answer(TWO, State.LATER, version=1))
    assert list(answers.of(session, report.id, [TWO])) == [TWO]
    assert answers.of(session, report.id, []) == {}


def test_the_first_answers_of_many_reports_are_as_if_written_one_by_one(session, report):
    other = factories.report(session)
    given_ = [FULL, Answer(TWO, State.NO_DATA, reason="no survey", version=1)]
    answers.write_first(session, [(report.id, given_, "Ana", NOW), (other.id, [FULL], "Li", NOW)])
    session.commit()
    assert answers.of(session, report.id) == {ONE: FULL, TWO: given_[1]}
    assert answers.of(session, other.id)[ONE].by == "Li"
    assert answers.at_versions(session, other.id, [(ONE, 1)]) == {ONE: FULL}
    answers.write_first(session, [])


def test_states_alone_tell_what_is_settled(session, report):
    other = factories.report(session)
    write(session, report, FULL, Answer(TWO, State.LATER, version=1))
    found = answers.states(session, [report.id, other.id])
    assert (found[report.id][ONE].given, found[report.id][TWO].given) == (True, False)
    assert found[other.id].answers == {}


def test_texts_are_kept_with_every_version(session, report, actor):
    first, second = Text("next-steps", "Ouvrir – 开放", 1), Text("next-steps", "", 2)
    for text in (first, second):
        answers.write_texts(session, report.id, [text], actor, NOW)
    answers.write_texts(session, report.id, [], actor, NOW)
    session.commit()
    assert answers.texts_of(session, report.id) == {"next-steps": second}
    assert answers.texts_of(session, report.id, ["another"]) == {}
    then = answers.texts_at_versions(session, report.id, [("next-steps", 1), ("next-steps", 9)])
    assert then == {"next-steps": first}
    assert (then["next-steps"].by, then["next-steps"].at) == (actor.name, NOW)
    assert answers.texts_at_versions(session, report.id, []) == {}
    assert session.scalars(select(TextHistoryRow.version)).all() == [1, 2]


def test_answers_and_texts_of_a_page_are_read_together(session, report, actor):
    other, text = factories.report(session), Text("next-steps", "Ouvrir – 开放", 1)
    write(session, report, FULL, Answer(TWO, State.LATER, version=1))
    answers.write_texts(session, report.id, [text, Text("another", "x", 1)], actor, NOW)
    names = [ONE, "next-steps", "unwritten"]
    found, texts = answers.of_page(session, report.id, names)
    assert (found, texts) == ({ONE: FULL}, {"next-steps": text})
    assert found[ONE].at == texts["next-steps"].at == NOW
    assert texts["next-steps"].by == actor.name
    assert answers.of_page(session, other.id, names) == ({}, {})
