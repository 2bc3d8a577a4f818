"""Evidence, groups, explanations and questions: written once, frozen and verified."""

from __future__ import annotations

import io
import threading

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lcassess.assessment import evidence as limits
from lcassess.assessment.evidence import EvidenceFault, EvidenceFaultError
from lcassess.network.membership import Role
from lcassess.services import asking, attached, evidencing, grouping, submitting, verifying
from lcassess.services.asking import Advice
from lcassess.services.evidence_files import EvidenceFiles, digest_of
from lcassess.services.evidencing import Given, Upload
from lcassess.services.refusals import NotAllowedError, NotFoundError, NotNowError
from lcassess.services.saving import save_focus_area
from lcassess.storage import assessments, questions
from tests import evidence_samples as samples
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW

pytestmark = both_databases
NAME = "adult-literacy"


@pytest.fixture
def report(session):
    return factories.report(session)


@pytest.fixture
def actor(session, report):
    return factories.coordinator(session, report.city)


@pytest.fixture
def files(tmp_path):
    return EvidenceFiles(tmp_path / "evidence")


@pytest.fixture
def add(session, actor, report, files):
    def give(content=None, link="", **said):
        upload = Upload(io.BytesIO(content), "a.pdf") if content else None
        given = Given(link, upload, **said)
        evidencing.add(session, actor, report.id, NAME, given, files, NOW)

    return give


def fill(session, actor, report, add):
    """Put one of everything beside the answers."""
    add(samples.pdf(), page="4", valid_until="2027-01-01", shareable=True)
    add(link="https://example.org/a")
    evidencing.explain(session, actor, report.id, NAME, "A new register", NOW)
    posted = {"sex": {"version": "0", "women-numerator": "1,5", "women-denominator": "3"}}
    grouping.save_breakdowns(session, actor, report.id, NAME, posted, "fr", NOW)
    said = {"prisoners": {"version": "0", "access": "partly", "source": "Board"}}
    grouping.save_groups(session, actor, report.id, said, NOW)


def findings(session):
    session.rollback()
    found = [f for city in verifying.verify(session, iter) for f in city.findings]
    session.rollback()
    return found


def test_what_is_handed_in_is_frozen_with_everything_beside_it(session, actor, report, add):
    fill(session, actor, report, add)
    before = attached.standing(session, report.id)
    submitting.submit(session, actor, report.id, NOW)
    sent = submitting.receipt(session, actor, report.id)[2]
    assert attached.of_version(sent).plain() == before.plain()
    assert set(before.plain()) == {"evidence", "explanations", "breakdowns", "groups"}
    assert findings(session) == []


def test_the_fingerprint_covers_what_is_beside(session, report, add, actor):
    submitting.submit(session, actor, report.id, NOW)
    first = submitting.receipt(session, actor, report.id)[2].fingerprint
    submitting.withdraw(session, actor, report.id, NOW)
    add(link="https://example.org/a")
    submitting.submit(session, actor, report.id, NOW)
    assert submitting.receipt(session, actor, report.id)[2].fingerprint != first
    assert findings(session) == []


def test_each_deed_is_a_row_of_the_citys_history(session, actor, report, add, files):
    fill(session, actor, report, add)
    evidencing.remove(session, actor, report.id, NAME, 1, files, NOW)
    asking.ask(session, actor, report.id, NAME, "Which age?", NOW)
    session.rollback()
    assert [city.rows for city in verifying.verify(session, iter)] == [7]
    assert findings(session) == []


def test_nothing_changes_once_it_is_handed_in(session, actor, report, add, files):
    fill(session, actor, report, add)
    submitting.submit(session, actor, report.id, NOW)
    before = attached.standing(session, report.id)
    posted = {"sex": {"version": "1", "women-numerator": "9"}}
    for change in (
        lambda: add(link="https://example.org/b"),
        lambda: evidencing.remove(session, actor, report.id, NAME, 1, files, NOW),
        lambda: evidencing.explain(session, actor, report.id, NAME, "No", NOW),
        lambda: grouping.save_breakdowns(session, actor, report.id, NAME, posted, "en", NOW),
        lambda: grouping.save_groups(session, actor, report.id, {}, NOW),
        lambda: asking.ask(session, actor, report.id, NAME, "Late?", NOW),
    ):
        with pytest.raises(NotNowError):
            change()
    assert attached.standing(session, report.id) == before


def test_a_file_goes_with_its_last_item_but_never_once_it_was_handed_in(
    session, actor, report, add, files
):
    digest = digest_of(io.BytesIO(samples.pdf()))
    add(samples.pdf())
    evidencing.remove(session, actor, report.id, NAME, 1, files, NOW)
    assert files.open(digest) is None
    add(samples.pdf())
    submitting.submit(session, actor, report.id, NOW)
    submitting.withdraw(session, actor, report.id, NOW)
    evidencing.remove(session, actor, report.id, NAME, 2, files, NOW)
    with files.open(digest) as kept:
        assert kept.read() == samples.pdf()


def test_a_file_of_two_cities_stays_while_one_needs_it(session, actor, report, add, files):
    other = factories.report(session)
    colleague = factories.coordinator(session, other.city)
    given = Given(upload=Upload(io.BytesIO(samples.pdf()), "b.pdf"))
    evidencing.add(session, colleague, other.id, NAME, given, files, NOW)
    add(samples.pdf())
    evidencing.remove(session, actor, report.id, NAME, 1, files, NOW)
    _item, _kind, content = evidencing.open_file(session, colleague, other.id, NAME, 1, files, NOW)
    with content:
        assert content.read() == samples.pdf()
    with pytest.raises(NotFoundError):
        evidencing.open_file(session, actor, report.id, NAME, 1, files, NOW)


def test_added_and_taken_away_at_once_a_file_that_is_needed_is_there(
    engine, session, actor, report, files
):
    """Two cities add and remove the same file over and over; what refers to it can open it."""
    other = factories.report(session)
    people = [(report, actor), (other, factories.coordinator(session, other.city))]
    faults = []

    def play(of, who):
        with Session(engine) as own:
            for number in range(1, 9):
                upload = Upload(io.BytesIO(samples.pdf()), "a.pdf")
                try:
                    evidencing.add(own, who, of.id, NAME, Given(upload=upload), files, NOW)
                    _i, _k, content = evidencing.open_file(
                        own, who, of.id, NAME, number, files, NOW
                    )
                    content.close()
                    own.rollback()
                    evidencing.remove(own, who, of.id, NAME, number, files, NOW)
                except Exception as fault:  # noqa: BLE001  # told by the thread that waits
                    faults.append(fault)
                    return

    threads = [threading.Thread(target=play, args=one) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert list(files.folder.rglob("*/*")) == []


def test_a_fault_while_writing_leaves_neither_row_nor_file(
    session, report, add, files, monkeypatch
):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lcassess.services.evidence_files.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        add(samples.pdf())
    monkeypatch.undo()
    assert attached.standing(session, report.id).evidence == ()
    assert list(files.folder.parent.rglob(".evidence-*")) == []
    assert [path for path in files.folder.rglob("*") if path.is_file()] == []


def test_there_is_a_quota_for_a_report_and_a_most_for_an_answer(
    session, actor, report, add, files, monkeypatch
):
    monkeypatch.setattr(limits, "QUOTA", 2 * len(samples.pdf()) - 1)
    add(samples.pdf())
    with pytest.raises(EvidenceFaultError) as refusal:
        add(samples.pdf(b" "))
    assert refusal.value.fault is EvidenceFault.QUOTA
    add(samples.pdf(), page="the same file again takes no more room")
    for number in range(limits.MOST_ITEMS - 2):
        add(link=f"https://example.org/{number}")
    with pytest.raises(EvidenceFaultError) as refusal:
        add(link="https://example.org/more")
    assert refusal.value.fault is EvidenceFault.TOO_MANY
    evidencing.remove(session, actor, report.id, NAME, 3, files, NOW)
    add(link="https://example.org/more")


def test_another_citys_answers_are_not_there(session, report, files):
    stranger = factories.coordinator(session, factories.city(session))
    for deed in (
        lambda: evidencing.open_evidence(session, stranger, report.id, NAME, NOW),
        lambda: evidencing.add(
            session, stranger, report.id, NAME, Given("https://a.b"), files, NOW
        ),
        lambda: evidencing.add(session, stranger, report.id, NAME, Given("nothing"), files, NOW),
        lambda: grouping.open_groups(session, stranger, report.id, NOW),
        lambda: grouping.save_groups(session, stranger, report.id, {}, NOW),
        lambda: asking.ask(session, stranger, report.id, NAME, "?", NOW),
    ):
        with pytest.raises(NotFoundError):
            deed()


@pytest.mark.parametrize("role", [Role.CERTIFIER, Role.READER])
def test_who_only_reads_adds_nothing(session, report, files, role):
    person = factories.person(session, role, report.city)
    with pytest.raises(NotAllowedError):
        evidencing.add(session, person, report.id, NAME, Given("https://a.b"), files, NOW)


def test_who_may_read_the_answers_sees_who_is_reached(session, actor, report):
    said = {"women": {"version": "0", "access": "yes"}}
    grouping.save_groups(session, actor, report.id, said, NOW)
    reader = factories.person(session, Role.READER)
    reviewer = factories.person(session, Role.REVIEWER)
    submitting.submit(session, actor, report.id, NOW)
    assert [one.group_id for one in grouping.reached(session, reviewer, report)] == ["women"]
    assert grouping.reached(session, reader, report) == ()


def test_groups_belong_to_no_focus_area_and_are_never_sent_back(session, actor, report):
    assert grouping.open_groups(session, actor, report.id, NOW).may_write
    session.rollback()
    back = {"status": "returned", "was_returned": True, "returned_areas": "1.1"}
    assessments.set_columns(session, report.id, **back)
    session.commit()
    assert not grouping.open_groups(session, actor, report.id, NOW).may_write
    session.rollback()
    with pytest.raises(NotNowError):
        grouping.save_groups(session, actor, report.id, {}, NOW)
    evidencing.explain(session, actor, report.id, NAME, "1.1 may be written", NOW)
    with pytest.raises(NotNowError):
        evidencing.explain(session, actor, report.id, "employee-training", "2.3 may not", NOW)


def test_a_question_is_answered_by_the_database_only_once(session, actor, report):
    reviewer = factories.person(session, Role.REVIEWER)
    asking.ask(session, actor, report.id, NAME, "Which age?", NOW)
    waiting = questions.unanswered(session, NAME)
    given = Advice("Which age?", "15", (waiting[0].id,))
    session.rollback()
    asking.answer(session, reviewer, NAME, given, NOW)
    assert list(questions.unanswered(session)) == []
    session.rollback()
    with pytest.raises(NotNowError):
        asking.answer(session, reviewer, NAME, given, NOW)
    with pytest.raises(IntegrityError):
        questions.advise(session, NAME, "a", "b", given.question_ids, None, NOW)


def test_the_cards_count_what_is_there(session, actor, report, add, files):
    fill(session, actor, report, add)
    found = attached.here(session, actor, report, [NAME, "election-turnout"], NOW.date())
    assert (found[NAME].evidence, found[NAME].old, found[NAME].groups) == (2, 0, 1)
    later = NOW.date().replace(year=2028)
    assert attached.here(session, actor, report, [NAME], later)[NAME].old == 1
    evidencing.remove(session, actor, report.id, NAME, 1, files, NOW)
    assert attached.here(session, actor, report, [NAME], later)[NAME].evidence == 1
    assert found["election-turnout"] == attached.Here()
    save_focus_area(session, actor, report.id, "1.1", {}, "en", NOW)
    submitting.submit(session, actor, report.id, NOW)
    reviewer = factories.person(session, Role.REVIEWER)
    assert attached.here(session, reviewer, report, [NAME], NOW.date())[NAME].evidence == 1
