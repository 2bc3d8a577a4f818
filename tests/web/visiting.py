"""People in front of a browser: signed in, opening pages, posting what a page's form holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import html5lib
from werkzeug.datastructures import MultiDict

from lcassess.accounts import sign_ins
from lcassess.accounts.current import TOKEN
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

    from flask import Flask
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from lcassess.assessment.report import Report
    from lcassess.network.membership import Actor
    from tests.web.auditor import AuditingClient


def visit(app: Flask, session: Session, actor: Actor) -> AuditingClient:
    """Give a browser whose cookie holds a sign-in of this person."""
    client = app.test_client()
    token = sign_ins.start(session, actor.person_id, datetime.now(UTC))
    session.commit()
    with client.session_transaction() as cookie:
        cookie[TOKEN] = token
    return client


def open_report(session: Session, **round_columns: object) -> Report:
    """Make a report that can be written while the test runs, whatever day it is."""
    now = datetime.now(UTC)
    dates = {"opens_at": now - timedelta(days=30), "closes_at": now + timedelta(days=30)}
    return factories.report(session, in_=factories.round_(session, **dates | round_columns))


def fields(page: str, action: str) -> MultiDict[str, str]:
    """Give what a browser posts of the form with this address when no named button is pressed."""
    for form in _parsed(page).iter("form"):
        if form.get("action") == action:
            return MultiDict(field for control in form.iter() for field in _posted(control))
    message = f"no form for {action}"
    raise AssertionError(message)


def words(page: str) -> str:
    """Give the text of a page's main part, with single spaces."""
    main = next(_parsed(page).iter("main"))
    return " ".join(" ".join(main.itertext()).split())


def _parsed(page: str) -> Element:
    return html5lib.parse(page, namespaceHTMLElements=False)


def _posted(control: Element) -> Iterator[tuple[str, str]]:
    name, kind = control.get("name"), control.get("type", "text")
    if not name:
        return
    match control.tag:
        case "textarea":
            yield name, (control.text or "").replace("\n", "\r\n")
        case "select":
            yield name, _selected(control)
        case "input" if kind not in {"radio", "checkbox"} or control.get("checked") is not None:
            yield name, control.get("value", "on" if kind in {"radio", "checkbox"} else "")


def _selected(control: Element) -> str:
    options = list(control.iter("option"))
    chosen = next((option for option in options if option.get("selected") is not None), options[0])
    return chosen.get("value", "")


@dataclass
class Desk:
    """One person at one page with a form; `page` is what was opened last."""

    client: AuditingClient
    address: str
    page: str = ""

    def open(self, **query: str) -> str:
        """Open the page."""
        response = self.client.get(self.address, query_string=query)
        assert response.status_code == 200, response.status
        self.page = response.text
        return self.page

    def save(self, changes: Mapping[str, str] | None = None, **query: str) -> TestResponse:
        """Post the form of the page that is open, with what was changed in it."""
        if not self.page:
            self.open(**query)
        form = fields(self.page, self.address)
        for name, value in (changes or {}).items():
            form.setlist(name, [value])
        response = self.client.post(self.address, data=form)
        self.page = response.text if response.status_code != 303 else ""
        return response
