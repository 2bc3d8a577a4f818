"""One server and one browser for all tests; a page fails its test on what no page may do."""

from __future__ import annotations

import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect, sync_playwright
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from config import Config, TestConfig
from lcassess.accounts import passwords
from lcassess.app import create_app
from lcassess.network.membership import Grant, Role
from lcassess.storage import people
from lcassess.storage.tables import AssessmentRow, CityRow, PersonRow, RoundRow
from lcassess.web import assets
from tests.web.network import filled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request
    from werkzeug.routing import Map

PASSWORD = "four quiet herons at noon"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 320, "height": 640}
PATIENCE = 30_000  # milliseconds; a busy machine is slow, not wrong
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class _Silent(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_args: Any) -> None:
        """Say nothing: a test says what is wrong."""


@dataclass
class Site:
    """The running service: its address, and its reports by city of the open round.

    Those of the round with signatures are found by the city and `, signed`.
    """

    url: str
    file: Path
    routes: Map
    reports: dict[str, str] = field(default_factory=dict)
    states: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def session(self) -> Iterator[Session]:
        engine = create_engine(f"sqlite:///{self.file}")
        with Session(engine) as session:
            yield session
        engine.dispose()

    def colleague(self, city: str) -> str:
        """Give a second coordinator of a city."""
        email = f"colleague-of-{city.split(maxsplit=1)[0].lower()}@example.org"
        with self.session() as session:
            if people.by_email(session, email) is None:
                city_id = session.scalars(select(CityRow.id).where(CityRow.name == city)).one()
                person_id = people.add(session, email, "Amina K.", datetime.now(UTC))
                people.give(session, person_id, Grant(Role.COORDINATOR, city_id))
                _give_passwords(session)
        return email

    def report(self, city: str, rest: str = "") -> str:
        return f"/assessments/{self.reports[city]}{rest}"


@pytest.fixture(scope="session")
def site(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The service over an invented network of 16 cities; everybody has the same password."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: on Debian, apt-get install chromium")
    folder = tmp_path_factory.mktemp("site")
    url = filled(empty_file, folder / "site.db")
    assets.build(Config.STATIC_BUILD)
    config = TestConfig(folder, url)
    app = create_app(config)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    site = Site(f"http://127.0.0.1:{server.port}", folder / "site.db", app.url_map)
    with site.session() as session:
        _coordinate(session)
        _give_passwords(session)
        site.reports = _open_reports(session)
    yield site
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser(site: Site) -> Iterator[Browser]:  # noqa: ARG001  # skips where there is none
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained about during a test."""
    return []


@pytest.fixture
def visit(site: Site, browser: Browser, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """Open pages as somebody; afterwards nothing may have been complained about."""
    contexts: list[BrowserContext] = []

    def open_page(email: str = "", address: str = "", **options: Any) -> Page:
        context = browser.new_context(
            base_url=site.url,
            viewport=options.pop("viewport", DESK),
            locale=options.pop("locale", "en"),
            storage_state=_signed_in(site, browser, email) if email else None,
            **options,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        watch(page, site.url, complaints)
        if address:
            page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def watch(page: Page, url: str, complaints: list[str]) -> None:
    """Note every fault of a script, message of the console and request to somebody else."""

    def console(message: ConsoleMessage) -> None:
        # Chromium writes a line of its own for every answer of 400 and above; we mean those.
        if message.type in {"error", "warning"} and "the server responded" not in message.text:
            complaints.append(f"{page.url}: {message.text}")

    def request(asked: Request) -> None:
        if not asked.url.startswith((url, "data:", "blob:")):
            complaints.append(f"{page.url}: asks {asked.url}")

    page.on("console", console)
    page.on("request", request)
    page.on("pageerror", lambda fault: complaints.append(f"{page.url}: {fault}"))


def forgive_plotly(complaints: list[str]) -> None:
    """Plotly tries one inline style, which the policy stops; it does no harm."""
    known = [complaint for complaint in complaints if "Applying inline style" in complaint]
    assert len(known) <= 1
    for complaint in known:
        complaints.remove(complaint)


def sign_in(page: Page, email: str) -> None:
    """Sign in through the form, wherever it leads, in any language."""
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form:has([name=password]) button").click()


def overflow(page: Page) -> int:
    """Tell by how many pixels a page is wider than its window."""
    return int(page.evaluate(OVERFLOW))


def _signed_in(site: Site, browser: Browser, email: str) -> Any:
    if email not in site.states:
        context = browser.new_context(base_url=site.url, locale="en")
        page = context.new_page()
        page.goto("/sign-in")
        sign_in(page, email)
        page.wait_for_url(lambda address: "/sign-in" not in address)
        site.states[email] = context.storage_state()
        context.close()
    return site.states[email]


def _coordinate(session: Session) -> None:
    """Give every city a coordinator under its own name; the demo has them for some."""
    for city_id, slug in session.execute(select(CityRow.id, CityRow.slug)).all():
        person_id = people.add(session, coordinator(slug), slug.title(), datetime.now(UTC))
        people.give(session, person_id, Grant(Role.COORDINATOR, city_id))


def coordinator(slug: str) -> str:
    """Give the e-mail of a city's coordinator."""
    return f"{slug}@example.org"


def _give_passwords(session: Session) -> None:
    made = passwords.make_hash(PASSWORD)
    passwords.keep_hash(session, made, datetime.now(UTC), *session.scalars(select(PersonRow.id)))
    session.commit()


def _open_reports(session: Session) -> dict[str, str]:
    rows = session.execute(
        select(CityRow.name, RoundRow.asks_signature, AssessmentRow.id)
        .join(AssessmentRow, AssessmentRow.city_id == CityRow.id)
        .join(RoundRow, RoundRow.id == AssessmentRow.round_id)
        .where(RoundRow.slug.in_(("2026", "2025-signed")))
    )
    return {f"{row.name}, signed" if row.asks_signature else row.name: str(row.id) for row in rows}
