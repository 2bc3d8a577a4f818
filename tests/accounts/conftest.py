"""A small application: the pages of accounts, and one page of a city whose posts are kept."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from flask import request

from config import TestConfig
from lcassess.accounts import passwords
from lcassess.accounts.current import require_actor
from lcassess.accounts.pages import blueprint
from lcassess.accounts.sealing import author_token, posted_form, sealable
from lcassess.app import create_app
from lcassess.network.membership import Grant, Role
from lcassess.storage import people
from lcassess.storage.tables import CityRow
from tests.web.auditor import AuditingClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from uuid import UUID

    from flask import Flask
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

PASSWORD = "four quiet herons at noon"
CITY_PAGE = "/assessments/7b0c54b0-40d6-4c5d-8a2f-0d5a1d9c2f11/2.3"


class Visitor(AuditingClient):
    """A browser that fills in the forms of the pages it opens."""

    def fields(self, path: str) -> dict[str, str]:
        """Read the hidden fields and values of a page's forms."""
        return hidden(self.get(path))

    def send(self, path: str, page: str | None = None, **typed: str) -> TestResponse:
        """Open the page with the form, and post it with what is typed."""
        return self.post(path, data=self.fields(page or path) | typed)

    def sign_in(self, email: str, password: str = PASSWORD, **more: str) -> TestResponse:
        return self.send("/sign-in", email=email, password=password, **more)

    def is_signed_in(self) -> bool:
        return self.get("/account").status_code == 200


def hidden(response: TestResponse) -> dict[str, str]:
    inputs = re.findall(r"<input[^>]*>", response.get_data(as_text=True))
    found = (dict(re.findall(r'([a-z-]+)="([^"]*)"', field)) for field in inputs)
    return {
        field["name"]: unescape(field.get("value", ""))
        for field in found
        if field.get("type") == "hidden"
    }


@pytest.fixture
def saved() -> list[tuple[str, str]]:
    """What the city's page was asked to save: by whom, and what."""
    return []


@pytest.fixture
def app(
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    saved: list[tuple[str, str]],
) -> Iterator[Flask]:
    monkeypatch.setattr("lcassess.app.BLUEPRINTS", (blueprint,))
    app = create_app(TestConfig(tmp_path, database_url))
    app.test_client_class = Visitor

    @sealable
    def typing(assessment_id: UUID, code: str) -> Any:
        actor = require_actor()
        path = f"/assessments/{assessment_id}/{code}"
        if posted_form():
            assert (request.endpoint, request.view_args) == (
                "typing",
                {"assessment_id": assessment_id, "code": code},
            )
            saved.append((actor.email, posted_form()["typed"]))
            return "saved", 303, {"Location": "/next"}
        token = author_token(actor.person_id, path)
        return {"author": token, "fresh": True}

    app.add_url_rule(
        "/assessments/<uuid:assessment_id>/<code>", view_func=typing, methods=("GET", "POST")
    )
    yield app
    with app.app_context():
        for engine in app.extensions["sqlalchemy"].engines.values():
            engine.dispose()


@pytest.fixture
def new_visitor(app: Flask) -> Callable[[], Visitor]:
    """Give as many browsers as a test needs."""
    return app.test_client


@pytest.fixture
def visitor(new_visitor: Callable[[], Visitor]) -> Visitor:
    return new_visitor()


@pytest.fixture
def city(session: Session) -> int:
    row = CityRow(slug="almada", name="Almada", country="PT")
    session.add(row)
    session.commit()
    return row.id


@pytest.fixture
def new_person(session: Session, city: int) -> Callable[..., int]:
    """Add people who can sign in with PASSWORD."""
    made = passwords.make_hash(PASSWORD)

    def add(email: str, role: Role = Role.COORDINATOR) -> int:
        now = datetime.now(UTC)
        person_id = people.add(session, email, email.partition("@")[0].title(), now)
        people.give(session, person_id, Grant(role, city_id=city))
        passwords.keep_hash(session, made, now, person_id)
        session.commit()
        return person_id

    return add


@pytest.fixture
def ana(new_person: Callable[..., int]) -> int:
    return new_person("ana@almada.example")


@pytest.fixture
def messages(app: Flask) -> Callable[[], list[str]]:
    """Read the messages sent so far, oldest first."""

    def read() -> list[str]:
        outbox = sorted((app_folder(app) / "outbox").glob("*.txt"))
        return [path.read_text(encoding="utf-8") for path in outbox]

    return read


def app_folder(app: Flask) -> Path:
    return app.config["INSTANCE_PATH"]
