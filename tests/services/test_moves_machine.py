"""Random play over the moves of a report, against the contract's table written out slowly.

People of every role try every move at any time, write, and wait. What happens, who is refused and
how, what stands in the history and what UIL sees are what the table says, and nothing else.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from functools import cache
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from lcassess.assessment.status import Status
from lcassess.network.membership import Role
from lcassess.services.refusals import NotAllowedError, NotFoundError, NotNowError
from lcassess.services.reports import submission
from lcassess.storage import answers, assessments
from lcassess.storage.engine import configure
from lcassess.storage.tables import Base
from tests.services.stage import Stage

DRAFT, SIGNING, SUBMITTED, ENDORSED, IN_REVIEW, RETURNED, ACCEPTED = Status
CITY = {Role.COORDINATOR, Role.CONTRIBUTOR, Role.CERTIFIER}
UIL = {Role.REVIEWER, Role.ADMINISTRATOR}
MAKER = {
    "submit": Role.COORDINATOR,
    "sign": Role.CERTIFIER,
    "decline": Role.CERTIFIER,
    "withdraw": Role.COORDINATOR,
    "endorse": Role.COMMISSION,
    "open": Role.REVIEWER,
    "send_back": Role.REVIEWER,
    "accept": Role.REVIEWER,
    "erratum": Role.ADMINISTRATOR,
}
AREA, QUESTION = "1.1", "adult-literacy"
OTHER_AREA = "1.2"


@cache
def template() -> Path:
    """An empty database, made once."""
    path = Path(tempfile.mkdtemp()) / "empty.db"
    engine = create_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    engine.dispose()
    return path


class Moves(RuleBasedStateMachine):
    """The model keeps little: the state, two dates, what was typed, and what UIL may see."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(template(), self.folder / "play.db")
        self.engine = create_engine(f"sqlite:///{self.folder / 'play.db'}")
        configure(self.engine)
        self.session = Session(self.engine)

    def teardown(self):
        self.session.close()
        self.engine.dispose()
        shutil.rmtree(self.folder)

    @initialize(signed=st.booleans())
    def begin(self, signed):
        self.stage = Stage(self.session, signed=signed)
        self.signed = signed
        self.closes = self.stage.report.round.closes_at
        self.state, self.was_returned, self.due = DRAFT, False, None
        self.typed, self.versions, self.made = 0, [], 0

    @property
    def now(self):
        return self.stage.now

    @property
    def deadline(self):
        if self.was_returned:
            return self.due
        return max(self.closes, self.due or self.closes)

    def writable(self, code=None):
        if self.state not in {DRAFT, RETURNED} or self.now > self.deadline:
            return False
        return self.state is DRAFT or code in {None, AREA}

    def where_to(self, move):
        """Give the state that a move leads to now, or None: the contract's table, line by line."""
        origin = RETURNED if self.was_returned else DRAFT
        endorsing = self.signed and not self.was_returned
        table = [
            ("submit", {DRAFT, RETURNED}, SIGNING if self.signed else SUBMITTED, self.writable()),
            ("sign", {SIGNING}, SUBMITTED, True),
            ("decline", {SIGNING}, origin, True),
            ("withdraw", {SIGNING, SUBMITTED, ENDORSED}, origin, self.now <= self.deadline),
            ("endorse", {SUBMITTED}, ENDORSED, endorsing),
            ("open", {ENDORSED if endorsing else SUBMITTED}, IN_REVIEW, True),
            ("send_back", {IN_REVIEW}, RETURNED, True),
            ("accept", {IN_REVIEW}, ACCEPTED, True),
            ("erratum", {ACCEPTED}, RETURNED, True),
        ]
        found = [
            to for name, states, to, now in table if name == move and self.state in states and now
        ]
        return found[0] if found else None

    def refusal(self, move, role):
        """Say how somebody is refused, or None where they are not."""
        maker = MAKER[move]
        if maker in CITY:
            known = role in CITY
        elif maker is Role.COMMISSION:
            known = role in CITY or (bool(self.versions) and role in UIL | {Role.COMMISSION})
        else:
            known = role in UIL
        if not known:
            return NotFoundError
        if role is not maker:
            return NotAllowedError
        return None if self.where_to(move) else NotNowError

    @rule(move=st.sampled_from(sorted(MAKER)), role=st.sampled_from(Role))
    def anybody_tries_any_move(self, move, role):
        self.attempt(move, role)

    @rule(move=st.sampled_from(sorted(MAKER)))
    def the_right_one_tries(self, move):
        self.attempt(move, MAKER[move])

    @precondition(lambda self: any(self.where_to(move) for move in MAKER))
    @rule(data=st.data(), times=st.integers(1, 2))
    def something_that_can_be_done_is_done(self, data, times):
        move = data.draw(st.sampled_from([m for m in sorted(MAKER) if self.where_to(m)]))
        for _time in range(times):
            self.attempt(move, MAKER[move])

    @rule(late=st.booleans())
    def the_coordinator_tries_to_take_it_back(self, late):
        if late:
            self.stage.now = max(self.now, self.deadline + timedelta(seconds=1))
        self.attempt("withdraw", Role.COORDINATOR)

    @rule(steps=st.integers(1, 6), back=st.booleans())
    def it_goes_its_way(self, steps, back):
        """Go on as most reports do; else play seldom comes to the end of the table."""
        ends = ["send_back", "erratum"] if back else ["accept", "erratum"]
        for _step in range(steps):
            way = ["submit", "sign", "endorse", "open", *ends]
            onward = [move for move in way if self.where_to(move)]
            if onward:
                self.attempt(onward[0], MAKER[onward[0]])

    def attempt(self, move, role):
        expected, to = self.refusal(move, role), self.where_to(move)
        found, right = None, self.stage[MAKER[move]]
        self.stage.people[MAKER[move]] = self.stage[role]
        try:
            getattr(self.stage, move)()
        except (NotFoundError, NotAllowedError, NotNowError) as refused:
            found = type(refused)
        finally:
            self.stage.people[MAKER[move]] = right
        assert found is expected, (move, role, self.state)
        if expected is None:
            self.follow(move, to)

    def follow(self, move, to):
        """Write down in the model what a move changes beside the state."""
        if move == "withdraw" and self.state is not SIGNING:
            self.versions.pop()
        if move == "decline":
            self.due = max(self.deadline, self.now + timedelta(days=7))
        self.state, self.made = to, self.made + 1
        if to is SUBMITTED:
            self.versions.append(self.typed)
        if to is RETURNED and move in {"send_back", "erratum"}:
            self.was_returned, self.due = True, self.now + timedelta(days=14)

    @rule(days=st.sampled_from([1, 8, 31]))
    def days_pass(self, days):
        self.stage.now += timedelta(days=days)

    @rule(code=st.sampled_from([AREA, OTHER_AREA]))
    def the_coordinator_writes(self, code):
        version = answers.of(self.session, self.stage.id, [QUESTION]).get(QUESTION)
        form = {"adult_literacy_value": str(50 + (self.typed + 1) % 50)}
        form["adult_literacy_version"] = str(version.version if version else 0)
        try:
            self.stage.save(code, **(form if code == AREA else {}))
            done = True
        except NotNowError:
            done = False
        assert done is self.writable(code)
        if done and code == AREA:
            self.typed += 1

    @invariant()
    def the_report_stands_where_the_model_does(self):
        report = self.stage.report
        assert (report.status, report.was_returned) == (self.state, self.was_returned)
        assert report.deadline == self.deadline
        assert report.writable(self.now) == self.writable()

    @invariant()
    def every_move_stands_in_the_history_once_and_they_follow_one_another(self):
        moves = assessments.moves(self.session, self.stage.id)
        assert len(moves) == self.made
        states = [DRAFT.value, *(move.to_status for move in moves)]
        assert [move.from_status for move in moves] == states[:-1]

    @invariant()
    def uil_sees_the_version_last_submitted_and_not_withdrawn(self):
        sent = submission(self.session, self.stage.id)
        assert (sent is not None) == bool(self.versions)
        if sent is not None:
            typed = self.versions[-1]
            expected = str(50 + typed % 50) if typed else ""
            assert sent.sheet[QUESTION].entered == expected


def test_random_play_follows_the_table():
    run_state_machine_as_test(
        Moves, settings=settings(max_examples=40, stateful_step_count=30, deadline=None)
    )
