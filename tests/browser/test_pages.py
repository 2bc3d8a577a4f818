"""Every page, in every language, light and dark, on a desk and a phone: no fault of access.

Axe (WCAG 2.0 to 2.2, A and AA, and best practice) finds nothing, and no page is wider than its
window at 320 pixels, even with the letter and line spacing of WCAG 1.4.12. Markup, colours and
targets are the same in all languages: axe looks at English on every screen, and at Arabic on a
phone, where reading turns round. French and Spanish only have longer words.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from config import Config
from lcassess.accounts import invitations, resets
from lcassess.accounts.tokens import digest
from lcassess.framework.catalogue import load
from lcassess.network.membership import Grant, Role
from lcassess.services import submitting
from lcassess.services.lending import Link, Wanted, lend
from lcassess.storage import people
from tests.browser.conftest import DESK, PHONE, overflow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.browser.conftest import Site

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """options => axe.run(document, options).then(found => found.violations.map(
  fault => `${fault.id}: ${fault.nodes.map(node => node.target).slice(0, 3).join(' | ')}`))"""
SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { letter-spacing: .12em !important; word-spacing: .16em !important;
    line-height: 1.5 !important } p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
LITERACY = "adult-literacy"
BESIDE = ("evidence", "groups", "question")
WIDTH_ONLY = {"fr", "es"}

# Who opens what; a city in braces stands for its report of the open round.
PAGES = [
    *(("", address) for address in ("/", "/framework", "/framework/1.1", "/framework/3.3")),
    *(("", address) for address in ("/method", "/accessibility", "/privacy", "/nowhere")),
    *(("", address) for address in ("/sign-in", "/reset", "/invitation/unknown")),
    *(("amravela@example.org", address) for address in ("/assessments", "/account", "/rounds")),
    *(
        ("amravela@example.org", f"{{Amravela}}{rest}")
        for rest in (
            *("", "/profile", "/1.1", "/2.6", "/3.3", "/3.3?only=inclusion", "/check"),
            *("?only=inclusion", "/results", "/results/1.1"),
            *("/groups", *(f"/answers/{LITERACY}/{page}" for page in BESIDE)),
            *("/loans", "/suggestions", "/hand-over", f"/history/{LITERACY}"),
        )
    ),
    ("tel-zaitara@example.org", "{Tel Zaitara}"),
    ("tel-zaitara@example.org", "{Tel Zaitara}/1.1"),
    ("tel-zaitara@example.org", "{Tel Zaitara}/results"),
    *(
        ("marisund@example.org", f"{{Marisund}}{rest}")
        for rest in ("", "/1.1", "/check", "/receipt", "/results", "/results/ledger")
    ),
    ("oyelabo@example.org", "{Oyelabo}"),
    ("alta-enseada@example.org", "{Alta Enseada}/results"),
    *(("reviewer@example.org", f"{{Marisund}}{rest}") for rest in ("/2.3", "/results")),
    *(("reviewer@example.org", f"{{Marisund}}/answers/{LITERACY}/{page}") for page in BESIDE),
    ("reviewer@example.org", "{Marisund}/groups"),
    *(
        ("reviewer@example.org", address)
        for address in ("/network", "/compare", "/people", "/questions")
    ),
    ("reviewer@example.org", "/compare?round=2026&cities=marisund,oyelabo,alta-enseada"),
    ("reviewer@example.org", "/compare?round=2026&cities=all"),
    *(("administrator@example.org", address) for address in ("/rounds", "/cities", "/people")),
    *(
        ("administrator@example.org", f"/rounds/2026{rest}")
        for rest in ("", "/change", "/announce", "/invitations", "/cities/amravela")
    ),
    ("reviewer@example.org", "/network?round=2026&state=late"),
    ("amravela@example.org", "{Amravela}/1.1/check"),
    *(
        ("dunmorrow@example.org", f"{{Dunmorrow}}{rest}")
        for rest in ("", "/looks", "/versions", "/versions/1")
    ),
    ("hohenlind-am-see@example.org", "{Hohenlind-am-See}/remarks"),
    ("kisumbani@example.org", "{Kisumbani}/remarks"),
    ("certifier@example.org", "{Marisund, signed}/sign"),
    ("commission@example.org", "{Port Amaranth, signed}/endorse"),
    *(
        ("reviewer@example.org", f"/reviews{rest}")
        for rest in (
            *("", "?show=all", "/{Marisund}", "/{Hohenlind-am-See}", "/{Amravela}"),
            *("/{Hohenlind-am-See}/3.1", "/{Dunmorrow}/3.1"),
        )
    ),
    ("administrator@example.org", "/reviews/{Kisumbani}"),
    ("administrator@example.org", "/reviews/{Oyelabo}"),
    ("administrator@example.org", "/people/1/remove"),
    ("administrator@example.org", "/people/1/roles/1/take"),
]
BEHIND_LINKS = tuple(f"/{kind}/<string:token>" for kind in ("invitation", "lent", "reset"))
FILES = re.compile(r"kind>$|\.json$|/file$|^/healthz$")


@pytest.mark.parametrize(("email", "address"), PAGES, ids=lambda part: part or "visitor")
def test_no_page_shuts_anybody_out(site, visit, email, address):
    page = visit(email)
    for language in Config.LANGUAGES:
        page.goto(in_language(address_of(site, address), language))
        assert page.locator("html").get_attribute("lang") == language
        examine(page)


@pytest.mark.parametrize("language", Config.LANGUAGES)
def test_the_pages_behind_links_shut_nobody_out(site, visit, language):
    now = datetime.now(UTC)
    with site.session() as session:
        invitation = invitations.invite(session, "new@example.org", Grant(Role.REVIEWER), now)
        reset = resets.ask(session, "reader@example.org", now)
    page = visit()
    for address in (f"/invitation/{invitation}", f"/reset/{reset}"):
        page.goto(in_language(address, language))
        page.locator("input[type=password]").first.wait_for()
        examine(page)


@pytest.mark.parametrize("language", Config.LANGUAGES)
def test_lent_questions_shut_nobody_out(site, visit, language):
    now, token = datetime.now(UTC), f"lent-in-{language}"
    names = list({one.kind: one.id for one in load().indicators.values()}.values())
    wanted = Wanted(tuple(names), "Somebody", "", "", language, "Please.", now.date())
    with site.session() as session:
        lender = people.actor(session, people.by_email(session, "amravela@example.org").id)
        link = Link(digest(token), "")
        lend(session, lender, UUID(site.reports["Amravela"]), wanted, link, now)
    page = visit()
    page.goto(in_language(f"/lent/{token}", language))
    page.locator(f"#{names[0]}").wait_for()
    examine(page)


def test_no_page_is_left_out(site):
    """A new page needs its line above."""
    opened = {*BEHIND_LINKS}
    for _email, address in PAGES:
        path = address_of(site, address).partition("?")[0]
        if path != "/nowhere":
            opened.add(site.routes.bind("localhost").match(path, return_rule=True)[0].rule)
    pages = {
        rule.rule
        for rule in site.routes.iter_rules()
        if "GET" in rule.methods and not FILES.search(rule.rule)
    }
    assert pages - opened == set()


@pytest.mark.parametrize("language", Config.LANGUAGES)
def test_no_page_of_mistakes_shuts_anybody_out(site, visit, language):
    page = visit("tel-zaitara@example.org")
    page.goto(in_language(site.report("Tel Zaitara", "/3.3"), language))
    for name, typed in {
        "public-spending-on-learning-value": "180",
        "funding-for-disadvantaged-groups-value": "some",
        "spread-of-spending-value-primary": "12",
        "citizens-contribution-year": "9999",
        "citizens-contribution-value": "99",
    }.items():
        indicator = re.match(r".*?(?=-(value|year))", name)[0]
        page.locator(f'[name="{indicator}-state"][value="value"]').check()
        page.locator(f'[name="{name}"]').fill(typed)
    page.locator('button[name="next"][value="3.3"]').last.click()
    page.locator(".sum").wait_for()
    examine(page)
    page.goto(site.report("Tel Zaitara", "/profile"))
    page.locator("#population").fill("many")
    page.locator("main form button").last.click()
    page.locator(".sum").wait_for()
    examine(page)


@pytest.mark.parametrize("language", Config.LANGUAGES)
def test_no_page_of_a_conflict_shuts_anybody_out(site, visit, language):
    first = visit("lomakoto@example.org", site.report("Lomakoto", "/1.1"))
    second = visit("coordinator3@example.org")
    second.goto(in_language(site.report("Lomakoto", "/1.1"), language))
    save_note(first, f"first, {language}")
    save_note(second, f"second, {language}")
    second.locator(".sum").wait_for()  # the page that the button led to, not the one it left
    expect(second.locator(f"#{LITERACY}-conflict input[type=radio]")).to_have_count(2)
    examine(second)


@pytest.mark.parametrize("language", Config.LANGUAGES)
def test_the_page_of_a_report_handed_in_meanwhile_shuts_nobody_out(site, visit, language):
    page = visit("lomakoto@example.org")
    page.goto(in_language(site.report("Lomakoto", "/1.1"), language))
    with handed_in(site, "Lomakoto", "lomakoto@example.org"):
        save_note(page, f"too late, {language}")
        page.locator(".sum h2").wait_for()
        assert page.evaluate("performance.getEntries()[0].responseStatus") == 409
        typed = page.locator(f'[name="{LITERACY}-note"]').input_value()
        assert typed == f"too late, {language}"
        examine(page)


@pytest.mark.parametrize("language", Config.LANGUAGES)
def test_the_page_that_asks_to_sign_in_again_shuts_nobody_out(site, visit, language):
    page = visit("havrelac@example.org")
    page.goto(in_language(site.report("Havrelac", "/1.1"), language))
    page.context.clear_cookies()
    page.locator('button[name="next"][value="list"]').click()
    page.locator('input[name="password"]').wait_for()
    examine(page)


def test_forced_colours_leave_every_mark_of_state_and_picture(site, visit):
    page = visit("marisund@example.org", forced_colors="active")
    page.goto(site.report("Marisund", "/results"))
    drawn = page.locator("main svg").first
    assert drawn.is_visible()
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert faults(page, TAGS) == []


@contextmanager
def handed_in(site: Site, city: str, email: str) -> Iterator[None]:
    """Hand a report in behind the browser's back, and take it back afterwards."""
    report, now = UUID(site.report(city).rpartition("/")[2]), datetime.now(UTC)
    with site.session() as session:
        actor = people.actor(session, people.by_email(session, email).id)
        submitting.submit(session, actor, report, now)
        yield
        submitting.withdraw(session, actor, report, now)


def save_note(page: Page, text: str) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.locator(f'[name="{LITERACY}-note"]').fill(text)
    page.locator('button[name="next"][value="list"]').click()
    page.wait_for_load_state()


def in_language(address: str, language: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}lang={language}"


def address_of(site: Site, address: str) -> str:
    before, _brace, named = address.partition("{")
    city, _brace, rest = named.partition("}")
    if not named:
        return address
    return f"{before}{site.reports[city]}{rest}" if before else site.report(city, rest)


def examine(page: Page) -> None:
    """Look for faults in both schemes, and on a phone; in a language as far as it differs."""
    language = page.evaluate("document.documentElement.lang")
    found = [*faults(page, TAGS), *in_the_dark(page)] if language == "en" else []
    page.set_viewport_size(PHONE)
    if language not in WIDTH_ONLY:
        found += faults(page, ["target-size"] if language == "en" else TAGS)
    found += too_wide(page)
    page.set_viewport_size(DESK)
    assert found == [], page.url


def in_the_dark(page: Page) -> list[str]:
    page.emulate_media(color_scheme="dark")
    found = faults(page, ["color-contrast"])
    page.emulate_media(color_scheme="light")
    return found


def too_wide(page: Page) -> list[str]:
    page.set_viewport_size(PHONE)
    found = [f"{overflow(page)} pixels wider than 320"] if overflow(page) else []
    page.evaluate(SPACING)
    return found + ([f"{overflow(page)} pixels wider, with spacing"] if overflow(page) else [])


def faults(page: Page, rules: list[str]) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    return list(page.evaluate(RUN, options))
