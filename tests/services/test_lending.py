"""Loans and suggestions on both databases: kept in the history, decided on once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from lcassess.assessment.lending import OPEN_AFTER_DUE, Verdict
from lcassess.network.membership import Role
from lcassess.services import deciding, handing_over, lending, suggesting, tracing
from lcassess.services.lending import Link, LoanError, Wanted, Wrong
from lcassess.services.refusals import NotAllowedError, NotFoundError, NotNowError
from lcassess.services.saving import save_focus_area
from lcassess.services.suggesting import LinkClosedError
from lcassess.services.verifying import verify
from lcassess.storage import answers, assessments
from lcassess.storage import lending as loans
from lcassess.storage.tables import DecisionRow, LoanRow, SuggestionRow
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW

pytestmark = both_databases
LITERACY, VOLUNTEERING = "adult-literacy", "volunteering"
TEXT = "empowerment-and-cohesion-next-steps"
TOKEN = b"x" * 32
DUE = (NOW + timedelta(days=7)).date()
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def report(session):
    return factories.report(session)


@pytest.fixture
def amina(session, report):
    return factories.coordinator(session, report.city)


@pytest.fixture
def lend(session, report, amina):
    def happen(*names, token=TOKEN, actor=None, **changes):
        said = {"name": "Tomás", "department": "Statistics", "email": "", "language": "en"}
        said |= {"message": "", "due": DUE} | changes
        wanted = Wanted(names or (LITERACY, VOLUNTEERING, TEXT), **said)
        return lending.lend(session, actor or amina, report.id, wanted, Link(token, ""), NOW)

    return happen


@pytest.fixture
def send(session):
    def happen(token=TOKEN, by="Tomás", language="en", at=LATER, **form):
        posted = {name.replace("_", "-"): text for name, text in form.items()}
        return suggesting.suggest(session, token, posted, language, by, at)

    return happen


@pytest.fixture
def came(session, report):
    return lambda: {one.name: one for one in loans.suggestions(session, report.id)}


def accept(session, actor, report, one, seen=None):
    return deciding.accept(session, actor, report.id, one.id, seen, LATER)


def test_a_loan_is_read_back(session, report, amina, lend):
    lend(message="Bitte bis Freitag", language="fr")
    (loan,) = lending.open_lending(session, amina, report.id, NOW).loans
    assert loan.names == (LITERACY, VOLUNTEERING, TEXT)
    assert (loan.supplier, loan.language, loan.by) == ("Tomás, Statistics", "fr", amina.name)
    assert loan.due_at.date() == DUE
    assert loan.expires_at == loan.due_at + OPEN_AFTER_DUE


def test_it_is_overdue_only_when_nothing_came(session, report, amina, lend, send):
    lend(VOLUNTEERING)
    lend(LITERACY, token=b"y" * 32)
    send(volunteering_value="30")
    late = NOW + timedelta(days=9)
    found = lending.open_lending(session, amina, report.id, late).loans
    assert [loan.is_overdue(late) for loan in found] == [False, True]
    assert not any(loan.is_overdue(NOW) for loan in found)


@pytest.mark.parametrize("end", ["expired", "revoked"])
def test_a_link_that_has_ended_opens_nothing(session, report, amina, lend, send, end):
    loan_id = lend()
    at = NOW + timedelta(days=30)
    if end == "revoked":
        at = LATER
        lending.revoke(session, amina, report.id, loan_id, NOW)
    with pytest.raises(LinkClosedError):
        suggesting.open_lent(session, TOKEN, at)
    with pytest.raises(LinkClosedError):
        send(adult_literacy_value="80", at=at)


def test_what_was_lent_came_and_was_decided_on_can_never_be_changed(
    session, report, amina, lend, send, came
):
    lend()
    send(adult_literacy_value="80")
    accept(session, amina, report, came()[LITERACY])
    for table, change in ((LoanRow, "name"), (SuggestionRow, "name"), (DecisionRow, "verdict")):
        for statement in (update(table).values(**{change: "x"}), delete(table)):
            with pytest.raises(DatabaseError):
                session.execute(statement)
            session.rollback()
    assert [checked.findings for checked in verify(session, iter)] == [[]]


def test_accepted_the_history_says_from_whom(session, report, amina, lend, send, came):
    lend()
    send(adult_literacy_value="80", adult_literacy_year="2024", by="Tomás R.")
    assert accept(session, amina, report, came()[LITERACY])
    (step,) = tracing.trace(session, amina, report.id, LITERACY).steps
    assert (step.origin, step.suggestion.by, step.loan.department) == (
        *("suggestion", "Tomás R."),
        "Statistics",
    )
    assert (step.said.by, step.said.version) == (amina.name, 1)
    note = handing_over.hand_over(session, amina, report.id)
    loan, suggestion = note.supplied[LITERACY]
    assert (loan.supplier, suggestion.by) == ("Tomás, Statistics", "Tomás R.")


def test_the_language_of_the_form_is_kept_with_it(session, report, amina, lend, send, came):
    lend(language="fr")
    send(adult_literacy_value="80,5", language="fr")
    accept(session, amina, report, came()[LITERACY])
    assert str(answers.of(session, report.id)[LITERACY].value) == "80.5"


def test_what_says_the_same_as_the_answer_is_accepted_without_a_new_version(
    session, report, amina, lend, send, came
):
    lend()
    form = {f"{LITERACY}-value": "80"}
    save_focus_area(session, amina, report.id, "1.1", form, "en", NOW)
    send(adult_literacy_value="80.0")
    assert accept(session, amina, report, came()[LITERACY])
    assert came()[LITERACY].version is None
    assert answers.of(session, report.id)[LITERACY].version == 1


def test_a_conflict_is_found_with_texts_as_well(session, report, amina, lend, send, came):
    lend()
    form = {f"{TEXT}-value": "Ours."}
    save_focus_area(session, amina, report.id, "1.1", form, "en", NOW)
    send(empowerment_and_cohesion_next_steps_value="Theirs.")
    assert not accept(session, amina, report, came()[TEXT])
    (beside,) = deciding.open_suggestions(session, amina, report.id, LATER).waiting
    assert (beside.now.value, beside.then.value, beside.conflicts) == (
        *("Ours.", "Theirs."),
        ("value",),
    )
    assert accept(session, amina, report, came()[TEXT], seen=1)
    assert answers.texts_of(session, report.id)[TEXT].value == "Theirs."


def test_decided_on_once_it_stays_so(session, report, amina, lend, send, came):
    lend()
    send(adult_literacy_value="80", volunteering_value="30")
    accept(session, amina, report, came()[LITERACY])
    deciding.decline(session, amina, report.id, came()[VOLUNTEERING].id, LATER)
    with pytest.raises(NotNowError):
        deciding.decline(session, amina, report.id, came()[LITERACY].id, LATER)
    with pytest.raises(NotNowError):
        accept(session, amina, report, came()[VOLUNTEERING])
    assert len(session.scalars(select(DecisionRow.id)).all()) == 2


def test_sent_anew_after_a_decision_it_waits_again(session, report, amina, lend, send, came):
    lend()
    send(adult_literacy_value="80")
    deciding.decline(session, amina, report.id, came()[LITERACY].id, LATER)
    assert send(adult_literacy_value="80") == 0
    assert send(adult_literacy_value="82") == 1
    assert came()[LITERACY].waits
    assert came()[LITERACY].verdict is not Verdict.DECLINED


def test_what_a_later_sending_replaced_cannot_be_accepted(session, report, amina, lend, send, came):
    lend()
    send(adult_literacy_value="80")
    first = came()[LITERACY]
    send(adult_literacy_value="82")
    with pytest.raises(NotFoundError):
        accept(session, amina, report, first)


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.CERTIFIER, Role.READER])
def test_only_who_leads_lends_and_decides(session, report, lend, send, came, role):
    lend()
    send(adult_literacy_value="80")
    other = factories.person(session, role, report.city, focus_areas=("1.1",))
    with pytest.raises(NotAllowedError):
        lend(actor=other, token=b"z" * 32)
    with pytest.raises(NotAllowedError):
        accept(session, other, report, came()[LITERACY])
    with pytest.raises(NotAllowedError):
        deciding.open_suggestions(session, other, report.id, LATER)
    assert came()[LITERACY].waits


def test_in_a_returned_report_only_what_was_returned_is_lent_and_accepted(
    session, report, amina, lend, send, came
):
    lend()
    send(adult_literacy_value="80")
    due = NOW + timedelta(days=20)
    assessments.set_columns(
        session, report.id, status="returned", was_returned=True, returned_areas="2.3", due_at=due
    )
    session.commit()
    with pytest.raises(NotNowError):
        lend(token=b"y" * 32)
    with pytest.raises(NotNowError):
        accept(session, amina, report, came()[LITERACY])
    assert came()[LITERACY].waits
    assert lend("employee-training", token=b"z" * 32)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"name": "", "department": ""}, Wrong.NOBODY),
        ({"email": "x"}, Wrong.EMAIL),
        ({"due": (NOW - timedelta(days=2)).date()}, Wrong.DUE_OVER),
        ({"due": (NOW + timedelta(days=99)).date()}, Wrong.DUE_TOO_LATE),
    ],
)
def test_a_loan_that_makes_no_sense_is_refused(lend, changes, fault):
    with pytest.raises(LoanError) as refused:
        lend(**changes)
    assert refused.value.faults == [fault]


def test_one_holder_is_told_apart_from_two(session, report, amina):
    assert amina
    assert handing_over.has_one_holder(session, report)
    factories.coordinator(session, report.city)
    assert not handing_over.has_one_holder(session, report)


def test_a_note_names_everybody_and_what_is_open(session, report, amina, lend):
    lend()
    factories.person(session, Role.CONTRIBUTOR, report.city, focus_areas=("2.3",))
    note = handing_over.hand_over(session, amina, report.id)
    assert {(holder.role, holder.focus_areas) for holder in note.holders} == {
        (Role.COORDINATOR, ()),
        (Role.CONTRIBUTOR, ("2.3",)),
    }
    assert [loan.supplier for loan in note.loans] == ["Tomás, Statistics"]
