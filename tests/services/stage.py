"""A report with everybody who acts on it, and a way to bring it into any state."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from lcassess.assessment.status import Status
from lcassess.network.membership import Role
from lcassess.services import assigning, endorsing, reviewing, signing, submitting
from lcassess.services.saving import save_focus_area
from lcassess.storage.tables import MessageRow, MoveRow
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.network.membership import Actor


@dataclass
class Stage:
    """One report of a city in France; `signed` rounds ask for signature and endorsement."""

    session: Session
    signed: bool = True
    people: dict[Role, Actor] = field(default_factory=dict)
    now: datetime = NOW

    def __post_init__(self) -> None:
        month = timedelta(days=30)
        columns = {"opens_at": self.now - month, "closes_at": self.now + month}
        columns |= {"asks_signature": self.signed, "asks_endorsement": self.signed}
        self.id = factories.report(self.session, in_=factories.round_(self.session, **columns)).id
        city = self.report.city
        for role in (Role.COORDINATOR, Role.CONTRIBUTOR, Role.CERTIFIER):
            self.people[role] = factories.person(self.session, role, city)
        self.people[Role.COMMISSION] = factories.person(
            self.session, Role.COMMISSION, country=city.country
        )
        for role in (Role.REVIEWER, Role.ADMINISTRATOR, Role.READER):
            self.people[role] = factories.person(self.session, role)
        self.give(self[Role.REVIEWER])

    def __getitem__(self, role: Role) -> Actor:
        return self.people[role]

    @property
    def report(self) -> Report:
        self.session.rollback()
        return factories.found(self.session, self.id)

    @property
    def status(self) -> Status:
        return self.report.status

    def give(self, *reviewers: Actor) -> None:
        ids = [reviewer.person_id for reviewer in reviewers]
        assigning.assign(self.session, self[Role.ADMINISTRATOR], self.id, ids, self.now)

    def save(self, code: str = "1.1", **typed: str) -> None:
        """Save fields by their names, with `_` for `-`; versions are looked up."""
        form = {name.replace("_", "-"): text for name, text in typed.items()}
        save_focus_area(self.session, self[Role.COORDINATOR], self.id, code, form, "en", self.now)

    def submit(self) -> None:
        submitting.submit(self.session, self[Role.COORDINATOR], self.id, self.now)

    def withdraw(self) -> None:
        submitting.withdraw(self.session, self[Role.COORDINATOR], self.id, self.now)

    def sign(self) -> None:
        actor = self[Role.CERTIFIER]
        signing.sign(self.session, actor, self.id, actor.name, "Mayor", self.now)

    def decline(self) -> None:
        signing.decline(self.session, self[Role.CERTIFIER], self.id, "Not yet", self.now)

    def endorse(self) -> None:
        endorsing.endorse(self.session, self[Role.COMMISSION], self.id, "", self.now)

    def open(self) -> None:
        reviewing.open_review(self.session, self[Role.REVIEWER], self.id, self.now)

    def send_back(self, *codes: str) -> None:
        self._send_back(Role.REVIEWER, codes or ("1.1",))

    def erratum(self, *codes: str) -> None:
        self._send_back(Role.ADMINISTRATOR, codes or ("1.1",))

    def _send_back(self, role: Role, codes: tuple[str, ...]) -> None:
        areas = dict.fromkeys(codes, "Please check the year")
        due = self.now + timedelta(days=14)
        reviewing.send_back(self.session, self[role], self.id, role, areas, due, self.now)

    def accept(self) -> None:
        reviewing.accept(self.session, self[Role.REVIEWER], self.id, self.now)

    def hand_in(self) -> None:
        """Bring a draft, or what was returned, to UIL."""
        self.submit()
        if self.signed:
            self.sign()

    def bring_to(self, status: Status) -> None:
        """Bring a draft into a state by legal moves."""
        way = {
            Status.SUBMITTED: [self.hand_in],
            Status.ENDORSED: [self.hand_in, self.endorse],
            Status.IN_REVIEW: [self.hand_in, *([self.endorse] if self.signed else []), self.open],
        }
        way[Status.RETURNED] = [*way[Status.IN_REVIEW], self.send_back]
        way[Status.ACCEPTED] = [*way[Status.IN_REVIEW], self.accept]
        way |= {Status.DRAFT: [], Status.SIGNING: [self.submit]}
        for move in way[status]:
            move()
        assert self.status is status

    def moves(self) -> list[tuple[str, str, str]]:
        """List the moves in the history: what, from where, to where."""
        query = select(MoveRow).where(MoveRow.assessment_id == self.id).order_by(MoveRow.number)
        rows = self.session.scalars(query)
        return [(row.move, row.from_status, row.to_status) for row in rows]

    def told(self, actor: Actor) -> list[str]:
        """List the kinds of messages to a person, the first one first."""
        query = select(MessageRow.kind).where(MessageRow.person_id == actor.person_id)
        return list(self.session.scalars(query.order_by(MessageRow.id)))
