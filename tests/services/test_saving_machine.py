"""People in several tabs, saving, retrying, failing, handing in: nothing is lost or unseen.

Hypothesis plays two people with two tabs each against the real services and a real database. A
tab knows what it loaded; a save is made as a page, or as one answer under a key that may be sent
again; a crash stops a deed half-way. What was acknowledged has to stand in the history, what a tab
had not seen must never be overwritten, and only one version may be with UIL.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from lcassess.assessment.sheet import Answer
from lcassess.services import answering, merging, saving, submitting
from lcassess.services.refusals import NotNowError
from lcassess.storage import answers, scores
from lcassess.storage.engine import configure
from lcassess.storage.tables import AnswerHistoryRow, SubmissionRow
from tests import factories
from tests.factories import NOW

NAMES = ("adult-literacy", "volunteering")
CODE = "1.1"
WHOLE = {"value": "", "year": "", "note": "", "source": ""}
TABS = st.integers(0, 3)
QUESTIONS = st.sampled_from(NAMES)
CHANGES = st.dictionaries(
    st.sampled_from(sorted(WHOLE)),
    st.sampled_from(["", "1", "2", "3"]),
    min_size=1,
    max_size=2,
)


class CrashError(Exception):
    """The power goes in the middle of a deed."""


@dataclass
class Tab:
    """What one person's tab shows: each answer as it was loaded, with its version."""

    person: object
    seen: dict[str, Answer] = field(default_factory=dict)
    sent: tuple[str, saving.Change] | None = None


def parts(answer):
    """Give the parts of an answer as its form shows them."""
    return {
        "value": answer.entered,
        "year": answer.year,
        "note": answer.note,
        "source": answer.source,
    }


class Reporting(RuleBasedStateMachine):
    """Two people, two tabs each, one report."""

    empty_file: Path

    def __init__(self):
        super().__init__()
        self.folder = Path(mkdtemp(prefix="reporting-"))
        shutil.copy(self.empty_file, self.folder / "test.db")
        self.engine = create_engine(f"sqlite:///{self.folder / 'test.db'}")
        configure(self.engine)
        self.session = Session(self.engine)
        self.report = factories.report(self.session)
        people = [factories.coordinator(self.session, self.report.city) for _person in range(2)]
        self.session.commit()
        self.tabs = [Tab(people[number % 2]) for number in range(4)]
        self.acknowledged = []
        self.now = NOW
        self.keys = count()
        for number in range(4):
            self.load(number)

    def teardown(self):
        self.session.close()
        self.engine.dispose()
        shutil.rmtree(self.folder)

    @rule(tab=TABS)
    def load(self, tab):
        page = answering.open_focus_area(
            self.session, self.tabs[tab].person, self.report.id, CODE, self.now
        )
        self.tabs[tab].seen = {n: page.answers.get(n) or Answer(n) for n in NAMES}
        self.session.rollback()

    @rule(tab=TABS, name=QUESTIONS, changes=CHANGES)
    def save_one(self, tab, name, changes):
        seen = self.tabs[tab].seen[name]
        change = saving.Change(changes, seen.version, "en", f"key {next(self.keys)}")
        self.tabs[tab].sent = (name, change)
        self._send(self.tabs[tab], name, change)

    @rule(tab=TABS)
    def retry(self, tab):
        sent = self.tabs[tab].sent
        if sent is None:
            return
        before = self._history()
        known = (sent[0], sent[1].key) in {(name, key) for name, key, _answer in self.acknowledged}
        self._send(self.tabs[tab], *sent)
        if known:
            assert self._history() == before

    @rule(tab=TABS, changes=st.dictionaries(QUESTIONS, CHANGES, min_size=1))
    def save_page(self, tab, changes):
        one = self.tabs[tab]
        form = {}
        for name, seen in one.seen.items():
            shown = parts(seen) | changes.get(name, {})
            form |= {f"{name}-{part}": text for part, text in shown.items()}
            form |= {f"{name}-version": str(seen.version), f"{name}-state": seen.state.value}
        before = self._standing()
        try:
            saved = saving.save_focus_area(
                self.session, one.person, self.report.id, CODE, form, "en", self.now
            )
        except NotNowError:
            assert not self._writable()
            return
        after = self._standing()
        for name in NAMES:
            touched = {
                p for p, text in changes.get(name, {}).items() if text != parts(one.seen[name])[p]
            }
            self._judge(before[name], after[name], one.seen[name], touched)
            if name in saved.written:
                self.acknowledged.append((name, None, after[name]))
            if name in saved.conflicts:
                assert after[name] == before[name]
        one.seen = after

    @rule(tab=TABS, name=QUESTIONS, changes=CHANGES)
    def crash(self, tab, name, changes):
        before, standing = self._history(), self._standing()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(scores, "set_settled", self._no_power)
            patch.setattr(scores, "settled", self._no_power)
            patch.setattr(self.session, "commit", self._no_power)
            change = saving.Change(changes, standing[name].version, "en", "lost")
            with pytest.raises((CrashError, NotNowError)):
                saving.save_answer(
                    self.session, self.tabs[tab].person, self.report.id, name, change, self.now
                )
        assert (self._history(), self._standing()) == (before, standing)

    @rule(tab=TABS)
    def submit(self, tab):
        try:
            submitting.submit(self.session, self.tabs[tab].person, self.report.id, self.now)
        except NotNowError:
            self.session.rollback()

    @rule(tab=TABS)
    def withdraw(self, tab):
        try:
            submitting.withdraw(self.session, self.tabs[tab].person, self.report.id, self.now)
        except NotNowError:
            self.session.rollback()

    @rule()
    def time_passes(self):
        self.now += timedelta(hours=7)

    @invariant()
    def what_was_acknowledged_stands_in_the_history(self):
        rows = {(row.indicator_id, row.version): row for row in self._history()}
        for name, _key, answer in self.acknowledged:
            row = rows[name, answer.version]
            kept = {
                "value": row.entered,
                "year": row.year,
                "note": row.note,
                "source": row.source,
            }
            assert kept == parts(answer)

    @invariant()
    def one_version_at_most_is_with_uil(self):
        query = select(func.count(SubmissionRow.id)).where(SubmissionRow.withdrawn_at.is_(None))
        assert (self.session.scalar(query) or 0) <= 1
        self.session.rollback()

    def _send(self, tab, name, change):
        before = self._standing()[name]
        try:
            _asked, found = saving.save_answer(
                self.session, tab.person, self.report.id, name, change, self.now
            )
        except NotNowError:
            assert not self._writable()
            return
        after = self._standing()[name]
        if isinstance(found, merging.Conflict):
            assert after == before
            return
        seen = tab.seen[name]
        if change.version == seen.version:
            touched = {p for p, text in change.parts.items() if text != parts(seen)[p]}
            self._judge(before, after, seen, touched)
        if found.version:  # there was something to save
            self.acknowledged.append((name, change.key, found))
        if found == after:
            tab.seen[name] = after

    def _judge(self, before, after, seen, touched):
        """A part may change only where the tab changed it, from what the tab had seen."""
        for part, now in parts(after).items():
            was = parts(before)[part]
            if now != was:
                assert part in touched
                assert was == parts(seen)[part]

    def _no_power(self, *_arguments):
        raise CrashError

    def _writable(self):
        found = answering.open_task_list(self.session, self.tabs[0].person, self.report.id)[0]
        self.session.rollback()
        return found.writable(self.now)

    def _standing(self):
        found = answers.of(self.session, self.report.id, NAMES)
        self.session.rollback()
        return {name: replace(found.get(name) or Answer(name)) for name in NAMES}

    def _history(self):
        rows = self.session.execute(
            select(AnswerHistoryRow.__table__).order_by(AnswerHistoryRow.id)
        ).all()
        self.session.rollback()
        return rows


def test_nothing_is_lost_or_overwritten_unseen(empty_file):
    Reporting.empty_file = empty_file
    run_state_machine_as_test(Reporting, settings=settings(max_examples=40, stateful_step_count=30))
