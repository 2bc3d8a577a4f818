"""A small invented network, and the people who may look at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import html5lib

from lcassess.network.membership import Role
from lcassess.services.demonstrating import fill
from lcassess.storage import assessments, rounds
from tests import factories
from tests.web.visiting import visit

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from tests.web.auditor import AuditingClient

CITIES = 16


@dataclass
class Network:
    """The reports of the open round, and browsers of people with a role."""

    app: Flask
    session: Session
    reports: list[Report]

    def of(self, name: str) -> Report:
        return next(report for report in self.reports if report.city.name == name)

    def staff(self, role: Role = Role.REVIEWER, **grant: object) -> AuditingClient:
        return self.browser(factories.person(self.session, role, **grant))

    def coordinator(self, report: Report) -> AuditingClient:
        return self.browser(factories.coordinator(self.session, report.city))

    def browser(self, actor) -> AuditingClient:
        return visit(self.app, self.session, actor)


def invented(app: Flask, session: Session, cities: int = CITIES) -> Network:
    fill(session, cities, 2, 1, datetime.now(UTC), iter)
    return Network(app, session, assessments.of_round(session, rounds.find(session, "2026").id))


def address(report: Report, rest: str = "") -> str:
    return f"/assessments/{report.id}/results{rest}"


def parsed(html: str) -> Element:
    return html5lib.parse(html, namespaceHTMLElements=False)


def tables(html: str) -> list[list[list[str]]]:
    """Give every table of a page as rows of cells."""
    return [
        [[_text(cell) for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")]
        for table in parsed(html).iter("table")
    ]


def classed(html: str, name: str) -> list[Element]:
    return [e for e in parsed(html).iter() if name in e.get("class", "").split()]


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


