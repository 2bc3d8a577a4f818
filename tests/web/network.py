"""A small invented network, filled once and copied for each test, and people who look at it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import html5lib
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from lcassess.network.membership import Role
from lcassess.services.demonstrating import fill
from lcassess.storage import rounds
from lcassess.storage.engine import configure
from tests import factories
from tests.web.visiting import visit

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from flask import Flask

    from lcassess.assessment.report import Report
    from lcassess.network.membership import Actor
    from tests.web.auditor import AuditingClient

CITIES = 16
ROUND = "2026"
EMPTY = "Tel Zaitara"  # a draft without any answer
DRAFT = "Amravela"
GAPPY = "Alta Enseada"  # submitted, half of it blank
FULL = "Marisund"
RETURNED = "Oyelabo"


def filled(empty_file: Path, path: Path, cities: int = CITIES) -> str:
    """Copy an empty database and invent a network in it."""
    shutil.copy(empty_file, path)
    engine = create_engine(f"sqlite:///{path}")
    configure(engine)
    with Session(engine) as session:
        fill(session, cities, 2, 1, datetime.now(UTC), iter)
    engine.dispose()
    return f"sqlite:///{path}"


@dataclass
class Network:
    """The reports of the open round, and browsers of people with a role."""

    app: Flask
    session: Session

    def report(self, name: str) -> Report:
        found = rounds.find(self.session, ROUND)
        reports = factories.reports(self.session, found)
        return next(report for report in reports if report.city.name == name)

    def visitor(self, role: Role = Role.REVIEWER, **grant: object) -> AuditingClient:
        return self.browser(factories.person(self.session, role, **grant))

    def coordinator(self, report: Report) -> AuditingClient:
        return self.browser(factories.coordinator(self.session, report.city))

    def browser(self, actor: Actor) -> AuditingClient:
        return visit(self.app, self.session, actor)


def address(report: Report, rest: str = "") -> str:
    return f"/assessments/{report.id}/results{rest}"


def rows(html: str) -> dict[str, list[str]]:
    """Give the cells of every row of a page's tables, by the text of the row's head."""
    found: dict[str, list[str]] = {}
    for row in _parsed(html).iter("tr"):
        head, *cells = [cell for cell in row if cell.tag in {"td", "th"}]
        found.setdefault(text(head), [text(cell) for cell in cells])
    return found


def classed(html: str, *names: str) -> list[Element]:
    """Give every element with one of these classes."""
    return [e for e in _parsed(html).iter() if set(names) & set(e.get("class", "").split())]


def text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _parsed(html: str) -> Element:
    return html5lib.parse(html, namespaceHTMLElements=False)
