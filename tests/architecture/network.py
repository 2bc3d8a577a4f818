"""The people and reports that the access table speaks of, and a way to put all back as it was."""

from __future__ import annotations

import hashlib
import io
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import create_engine, select, update
from sqlalchemy.orm import Session

from config import TestConfig
from lcassess.accounts import invitations, passwords, resets, sign_ins
from lcassess.accounts.current import TOKEN
from lcassess.accounts.tables import Base
from lcassess.accounts.tokens import digest
from lcassess.app import create_app
from lcassess.assessment.evidence import Evidence
from lcassess.network.membership import Grant, Role
from lcassess.services import suggesting
from lcassess.services.evidence_files import EvidenceFiles
from lcassess.services.lending import Link, Wanted, lend
from lcassess.services.submitting import submit
from lcassess.storage import evidence, lending, people, questions, reviews
from lcassess.storage.tables import PersonRow
from tests import factories

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy import Select, Table
    from werkzeug.test import TestResponse

    from lcassess.assessment.report import Report

PERSONAS = {
    "visitor": None,
    "coordinator": (Role.COORDINATOR, "own", {}),
    "other coordinator": (Role.COORDINATOR, "other", {}),
    "contributor 2.3": (Role.CONTRIBUTOR, "own", {"focus_areas": ("2.3",)}),
    "certifier": (Role.CERTIFIER, "own", {}),
    "city reader": (Role.READER, "own", {}),
    "commission": (Role.COMMISSION, None, {"country": "FR"}),
    "other commission": (Role.COMMISSION, None, {"country": "SN"}),
    "reviewer": (Role.REVIEWER, None, {}),
    "administrator": (Role.ADMINISTRATOR, None, {}),
    "network reader": (Role.READER, None, {}),
    "removed": (Role.COORDINATOR, "own", {}),
    "without role": (None, None, {}),
}
FILE = Evidence(
    *("adult-literacy", 1, 1),
    digest=hashlib.sha256(b"a").hexdigest(),
    file_name="a.txt",
    file_kind="text",
    size=1,
)
CSRF = "the secret of the form"
SENDS = {"POST": "application/x-www-form-urlencoded", "PATCH": "application/json"}


@dataclass
class Network:
    """An application over one file; `names` fills in the addresses of the table."""

    folder: Path
    empty: Path
    names: dict[str, object] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.file, self.kept = self.folder / "access.db", self.folder / "kept.db"
        shutil.copy(self.empty, self.file)
        engine = create_engine(f"sqlite:///{self.file}")
        with Session(engine) as session:
            self._fill(session)
        engine.dispose()
        shutil.copy(self.file, self.kept)
        self.app: Flask = create_app(TestConfig(self.folder, f"sqlite:///{self.file}"))
        self.clients = {persona: self._client(persona) for persona in PERSONAS}

    def _fill(self, session: Session) -> None:
        now = datetime.now(UTC)
        dates = {"opens_at": now - timedelta(days=9), "closes_at": now + timedelta(days=9)}
        cities = {
            "own": factories.city(session, slug="own", country="FR"),
            "other": factories.city(session, slug="other", country="SN"),
        }
        written = factories.round_(session, slug="written", **dates)
        sent = factories.round_(session, slug="sent", **dates)
        reports = {
            "draft": factories.report(session, cities["own"], written),
            "submitted": factories.report(session, cities["own"], sent),
            "other-draft": factories.report(session, cities["other"], written),
            "other": factories.report(session, cities["other"], sent),
        }
        factories.report(session, cities["other"], factories.round_(session, slug="fresh", **dates))
        for persona, given in PERSONAS.items():
            if given:
                role, city, grant = given
                actor = factories.person(session, role, cities.get(city), **grant)
                self.tokens[persona] = sign_ins.start(session, actor.person_id, now)
                if persona == "removed":
                    session.execute(
                        update(PersonRow)
                        .where(PersonRow.id == actor.person_id)
                        .values(removed_at=now)
                    )
            if persona == "reviewer":
                reviews.give(session, reports["submitted"].id, [actor.person_id], now)
        for report in reports.values():
            evidence.add(session, report.id, FILE, None, now)
        questions.ask(session, reports["draft"].id, FILE.indicator_id, "Why?", None, now)
        session.commit()
        EvidenceFiles(self.folder / "evidence").keep(io.BytesIO(b"a"), FILE.digest)
        for name in ("submitted", "other"):
            leader = factories.coordinator(session, reports[name].city)
            submit(session, leader, reports[name].id, now)
        person = factories.coordinator(session, cities["own"])
        hashed = passwords.make_hash("four quiet herons at noon")
        passwords.keep_hash(session, hashed, now, person.person_id)
        session.commit()
        token = invitations.invite(session, "new@example.org", Grant(Role.REVIEWER), now)
        self.names = {name: report.id for name, report in reports.items()} | {
            "nowhere": UUID(int=7),
            "person": person.person_id,
            "grant": people.grants(session, [person.person_id])[person.person_id][0][0],
            "invitation": token,
            **_lent(session, reports["draft"], now),
            "reset": resets.ask(session, person.email, now),
        }
        session.commit()

    def _client(self, persona: str) -> FlaskClient:
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie["csrf_token"] = CSRF
            if persona in self.tokens:
                cookie[TOKEN] = self.tokens[persona]
        return client

    def open(self, persona: str, method: str, address: str, form: str = "") -> TestResponse:
        token = URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token").dumps(CSRF)
        return self.clients[persona].open(
            address.format(**self.names),
            method=method,
            data=form if method in SENDS else None,
            headers={"X-CSRFToken": token, "If-Match": '"0"'},
            content_type=SENDS.get(method),
            buffered=True,
        )

    def put_back(self) -> None:
        """Put the database back as it was, and the sign-ins of everybody with it."""
        self.close()
        for rest in ("-wal", "-shm"):
            Path(f"{self.file}{rest}").unlink(missing_ok=True)
        shutil.copy(self.kept, self.file)
        self.clients = {persona: self._client(persona) for persona in PERSONAS}

    def close(self) -> None:
        with self.app.app_context():
            for engine in self.app.extensions["sqlalchemy"].engines.values():
                engine.dispose()

    def content(self) -> dict[str, list[tuple[object, ...]]]:
        """Read every row of every table, but for when a sign-in was last seen.

        That somebody at UIL looked is written down as well; nothing else is written by reading.
        """
        engine = create_engine(f"sqlite:///{self.file}")
        with engine.connect() as connection:
            found = {
                name: sorted(map(tuple, connection.execute(_lasting(table))), key=repr)
                for name, table in Base.metadata.tables.items()
                if name != "looks"
            }
        engine.dispose()
        return found


def _lent(session: Session, report: Report, now: datetime) -> dict[str, object]:
    """Lend a question, with a suggestion for it that waits."""
    wanted = Wanted(("adult-literacy",), "Somebody", "", "", "en", "", now.date())
    leader = factories.coordinator(session, report.city)
    loan = lend(session, leader, report.id, wanted, Link(digest("lent"), ""), now)
    form = {"adult-literacy-value": "81"}
    suggesting.suggest(session, digest("lent"), form, "en", "Somebody", now)
    (suggestion,) = lending.suggestions(session, report.id)
    return {"lent": "lent", "loan": loan, "suggestion": suggestion.id}


def _lasting(table: Table) -> Select[tuple[object, ...]]:
    """Ask for the columns that nobody changes by reading."""
    return select(*(column for column in table.columns if column.name != "last_seen"))
