"""Scores are derived: made again from the answers they are the same, byte for byte."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, update

from lcassess.framework import catalogue
from lcassess.framework.model import Kind
from lcassess.services import saving, submitting
from lcassess.services.rebuilding import BATCH, rebuild_scores
from lcassess.storage.tables import ScoreRow
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW

pytestmark = both_databases


@pytest.fixture
def report(session):
    return factories.report(session)


@pytest.fixture
def actor(session, report):
    return factories.coordinator(session, report.city)


def table(session):
    session.rollback()
    query = (
        select(ScoreRow).order_by(ScoreRow.assessment_id).execution_options(populate_existing=True)
    )
    rows = session.scalars(query)
    return [(row.assessment_id, row.settled, row.recipe, row.profile) for row in rows]


def spoil(session):
    session.execute(update(ScoreRow).values(settled=b"x", recipe="x", profile=b"x"))
    session.commit()


def answer_everything(session, report, actor):
    """Save every page with answers of all kinds and states."""
    for focus_area in catalogue.load().focus_areas:
        posted = {}
        for number, indicator in enumerate(focus_area.indicators):
            posted |= fields_of(indicator, no_data=number % 5 == 4)
        saved = saving.save_focus_area(
            session, actor, report.id, focus_area.code, posted, "en", NOW
        )
        assert saved.complete


def fields_of(indicator, *, no_data):
    if no_data or indicator.kind is Kind.SHARES:
        return {f"{indicator.id}-state": "no_data", f"{indicator.id}-reason": "no survey"}
    low, high = indicator.bounds.low, indicator.bounds.high
    middle = 3 if indicator.kind is Kind.LEVEL else int((low + high) / 3)
    return {f"{indicator.id}-value": str(middle)}


def test_a_submitted_report_gets_the_scores_that_submitting_gave_it(session, report, actor):
    answer_everything(session, report, actor)
    submitting.submit(session, actor, report.id, NOW)
    before = table(session)
    assert before[0][3]
    spoil(session)
    assert rebuild_scores(session, iter) == 1
    assert table(session) == before


def test_the_last_version_counts_not_what_was_changed_or_taken_back_since(session, report, actor):
    answer_everything(session, report, actor)
    submitting.submit(session, actor, report.id, NOW)
    submitting.withdraw(session, actor, report.id, NOW)
    before = table(session)
    assert before[0][3] is None
    spoil(session)
    rebuild_scores(session, iter)
    assert table(session) == before


def test_drafts_get_counts_and_no_scores(session, report, actor):
    answer_everything(session, report, actor)
    before = table(session)
    assert sum(before[0][1]) == len(catalogue.load().indicators)
    assert before[0][3] is None
    spoil(session)
    rebuild_scores(session, iter)
    assert table(session) == before


def test_a_row_that_is_lost_comes_back(session, report):
    before = table(session)
    session.execute(delete(ScoreRow).where(ScoreRow.assessment_id == report.id))
    session.commit()
    rebuild_scores(session, iter)
    assert table(session) == before


def test_nothing_to_score_is_no_fault(session):
    assert rebuild_scores(session, iter) == 0


def test_a_long_round_is_scored_batch_by_batch(session, monkeypatch):
    found = factories.round_(session)
    reports = [factories.report(session, in_=found) for _number in range(5)]
    monkeypatch.setattr("lcassess.services.rebuilding.BATCH", 2)
    seen = []

    def progress(batches):
        for batch in batches:
            seen.append(len(batch.assessment_ids))
            yield batch

    assert rebuild_scores(session, progress) == len(reports)
    assert seen == [2, 2, 1]
    assert BATCH > 2
