"""The keyboard alone: every stop can be seen, none is behind something, and they are few."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from lcassess.framework.catalogue import load
from tests.browser.conftest import DESK, PASSWORD, PHONE

MOST_STOPS = 72  # nine a question, where the last round is asked back
MOST_PRESSES = 250
ONE_LINE = 60  # pixels: fields beside one another may begin at different heights
STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const ring = element => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  };
  const box = at.getBoundingClientRect();
  const [x, y] = [box.left + Math.min(box.width / 2, 40), box.top + Math.min(box.height / 2, 12)];
  const top = document.elementFromPoint(x, y);
  const own = top && (at.contains(top) || top.contains(at) || (at.labels && [...at.labels].some(
    label => label.contains(top))));
  return {
    name: at.name || at.textContent.trim().slice(0, 40) || at.tagName,
    inMain: Boolean(at.closest('main')),
    onCard: Boolean(at.closest('.q')),
    seen: ring(at) || (at.labels && [...at.labels].some(ring)) || false,
    free: Boolean(own),
    top: box.top + scrollY,
    bottom: box.bottom + scrollY,
    start: document.dir === 'rtl' ? innerWidth - box.right : box.left,
  };
}"""


def stops(page, most=MOST_PRESSES):
    """Press Tab from the top until the page is left; give every stop."""
    found = []
    for _press in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            return found
        found.append(stop)
    message = f"more than {most} stops: the keyboard is caught"
    raise AssertionError(message)


def tab_to(page, locator):
    for _press in range(MOST_PRESSES):
        if locator.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    message = f"the keyboard does not reach {locator}"
    raise AssertionError(message)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("screen", [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone")])
def test_every_stop_is_seen_and_free_and_the_order_is_that_of_the_page(
    visit, site, screen, language
):
    page = visit("tel-zaitara@example.org", viewport=screen)
    page.goto(site.report("Tel Zaitara", f"/2.1?lang={language}"))
    found = stops(page)
    assert [stop["name"] for stop in found if not stop["seen"]] == []
    assert [stop["name"] for stop in found if not stop["free"]] == []
    onward = list(pairwise(stop for stop in found if stop["onCard"]))
    assert [pair for pair in onward if pair[1]["top"] < pair[0]["top"] - ONE_LINE] == []
    assert [pair for pair in onward if beside(*pair) and pair[1]["start"] <= pair[0]["start"]] == []
    assert any(beside(*pair) for pair in onward)


def beside(first, second):
    """Tell whether two stops stand in one line, where the order is that of reading."""
    return first["top"] < second["bottom"] and second["top"] < first["bottom"]


@pytest.mark.parametrize("code", [focus_area.code for focus_area in load().focus_areas])
def test_a_focus_area_takes_few_stops(visit, site, code):
    page = visit("tel-zaitara@example.org", site.report("Tel Zaitara", f"/{code}"))
    inside = [stop for stop in stops(page) if stop["inMain"]]
    assert len(inside) <= MOST_STOPS


def test_a_city_answers_and_hands_in_without_a_mouse(visit):
    page = visit("", "/sign-in")
    tab_to(page, page.get_by_label("Email"))
    page.keyboard.type("sundaripur-lake@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My assessments")

    tab_to(page, page.locator(".tasks a").first)
    page.keyboard.press("Enter")
    tab_to(page, page.locator(".tasks a", has_text="political will"))
    page.keyboard.press("Enter")
    expect(page.locator("#leadership")).to_be_visible()

    tab_to(page, page.locator('[name="leadership-state"]:checked'))
    for _press in range(5):
        if page.locator('[name="leadership-state"][value="value"]').is_checked():
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    for _press in range(5):
        page.keyboard.press("ArrowDown")
        if page.locator('[name="leadership-value"][value="4"]').is_checked():
            break
    page.keyboard.press("Tab")
    page.keyboard.type("2025")
    page.keyboard.press("Enter")
    expect(page.locator(".saved")).to_contain_text("Last saved")
    expect(page.locator('[name="leadership-year"]')).to_have_value("2025")
    expect(page.locator('[name="leadership-value"][value="4"]')).to_be_checked()

    tab_to(page, page.get_by_role("button", name="Save, back to all focus areas"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Check all answers"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check all answers")
    tab_to(page, page.get_by_role("button", name="Confirm and hand in"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Receipt")

    tab_to(page, page.locator('main a[href$="/check"]'))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Take the report back"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your self-assessment")


def test_the_first_stop_leads_to_the_content(visit):
    page = visit("", "/framework")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))


def test_the_language_menu_opens_and_closes_by_keyboard(visit):
    page = visit("", "/method")
    summary = page.locator("details.lang summary")
    tab_to(page, summary)
    page.keyboard.press("Enter")
    expect(page.locator("details.lang a[lang=fr]")).to_be_visible()
    tab_to(page, page.locator("details.lang a[lang=fr]"))
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
