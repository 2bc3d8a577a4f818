"""From the first page to the results, as a city and as UIL: on a desk, a phone, without script."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from lcassess.framework.catalogue import load
from tests.browser.conftest import DESK, PHONE, forgive_plotly, overflow, sign_in

CITIES = [
    pytest.param("nueva-ondara", {"viewport": DESK}, id="desk"),
    pytest.param("sundaripur-lake", {"viewport": PHONE}, id="phone"),
    pytest.param("verkhnelesk", {"viewport": DESK, "java_script_enabled": False}, id="no-script"),
]
SCREENS = [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone")]
TRAINING = "employee-training"
KINDS = ("xlsx", "csv", "json")


@pytest.mark.parametrize(("city", "options"), CITIES)
def test_a_coordinator_answers_corrects_hands_in_and_sees_the_results(visit, city, options):
    page = visit("", "/", **options)
    come_in(page, city)
    fill_in_the_profile(page)
    answer_and_correct(page)
    hand_in(page)
    look_at_the_results(page, city)
    page.get_by_role("button", name="Sign out").click()
    page.go_back()
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)


def arrived(page, heading):
    """Stand on a page whose title begins with its heading, and which fits its window."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert page.title().removeprefix("Error: ").startswith(heading)
    assert page.viewport_size != PHONE or overflow(page) == 0


def come_in(page, city):
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Sign in").click()
    arrived(page, "Sign in to your city’s answers")
    sign_in(page, f"{city}@example.org")
    arrived(page, "My assessments")
    page.locator(".tasks a").first.click()
    arrived(page, "Your self-assessment")


def fill_in_the_profile(page):
    page.get_by_role("link", name="City profile").click()
    arrived(page, "City profile")
    page.get_by_label("The municipality").check()
    page.get_by_label("Inhabitants inside").fill("many")
    page.get_by_label("Year of the figure").fill("2025")
    page.get_by_role("button", name="Save the profile").click()
    expect(page.locator(".sum a")).to_have_text(re.compile("number of inhabitants"))
    page.get_by_label("Inhabitants inside").fill("412,000")
    page.get_by_role("button", name="Save the profile").click()
    arrived(page, "Your self-assessment")


def answer_and_correct(page):
    page.locator(".tasks a", has_text="workplace").click()
    arrived(page, load().by_code["2.3"].name)
    card = page.locator(f"#{TRAINING}")
    value = card.get_by_label("Share, in %")
    card.get_by_label("We have an answer").check()
    value.fill("134,5")
    card.get_by_label("Year").fill("2025")
    if card.locator("details").first.get_attribute("open") is None:
        card.locator("summary").first.click()
    card.locator(f"#{TRAINING}-numerator").fill("")
    card.locator(f"#{TRAINING}-denominator").fill("")
    page.get_by_role("button", name="Save and stay").click()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator(".sum")).to_be_focused()
    page.locator(".sum a", has_text="cannot be below 0 or above 100").click()
    expect(value).to_be_focused()
    expect(value).to_have_value("134,5")
    expect(card.locator(".msg.e")).to_be_visible()
    value.fill("34,5")
    page.get_by_role("button", name="Save, back to all focus areas").click()
    arrived(page, "Your self-assessment")


def hand_in(page):
    page.get_by_role("link", name="Check all answers").click()
    arrived(page, "Check all answers")
    expect(page.locator("tr", has_text=re.compile(r"34\.5"))).to_be_visible()
    page.get_by_role("button", name="Confirm and hand in").click()
    arrived(page, "Receipt")
    expect(page.locator(".mono")).to_have_text(re.compile("^[0-9a-f]{64}$"))


def look_at_the_results(page, city):
    page.get_by_role("link", name="See the results").click()
    expect(page.locator("main svg").first).to_be_visible()
    expect(page.locator("main table").first).to_be_visible()
    assert page.viewport_size != PHONE or overflow(page) == 0
    files = {kind: download(page, "results", kind) for kind in KINDS}
    assert {file.suggested_filename for file in files.values()} == {
        f"{city}-2026.{kind}" for kind in KINDS
    }
    answers = json.loads(files["json"].path().read_text(encoding="utf-8"))["answers"]
    assert next(a for a in answers if a["indicator"] == TRAINING)["value"] == 34.5


def download(page, name, kind):
    with page.expect_download() as found:
        page.locator(f'main a[href*="{name}.{kind}"]').first.click()
    assert found.value.path().stat().st_size > 1_000
    return found.value


@pytest.mark.parametrize("screen", SCREENS)
def test_uil_goes_through_the_network_and_compares(visit, screen):
    page = visit("reviewer@example.org", "/network", viewport=screen)
    assert overflow(page) == 0
    expect(page.locator("main")).to_contain_text("Marisund")
    page.locator("main a", has_text=re.compile("^Marisund")).first.click()
    expect(page.locator("main svg").first).to_be_visible()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Compare").click()
    for name in ("Marisund", "Alta Enseada", "Dunmorrow"):
        page.get_by_label(name, exact=False).check()
    page.locator("main form button").last.click()
    expect(page.locator("main table").first).to_contain_text("Alta Enseada")
    assert overflow(page) == 0
    files = {kind: download(page, "compare", kind) for kind in KINDS}
    assert files["xlsx"].suggested_filename == "comparison-2026.xlsx"
    document = json.loads(files["json"].path().read_text(encoding="utf-8"))
    assert set(document["cities"]) == {"marisund", "alta-enseada", "dunmorrow"}


def test_the_interactive_picture_opens_on_a_click_and_is_drawn(visit, site, complaints):
    page = visit("marisund@example.org", site.report("Marisund", "/results"))
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("#explore button").click()
    expect(page.locator("#explore .js-plotly-plot, #explore .plot-container").first).to_be_visible()
    assert any("plotly.min" in url for url in asked)
    assert page.locator("[data-title*='Share'], [data-title*='Edit in']").count() == 0
    forgive_plotly(complaints)


def test_what_was_typed_survives_the_end_of_the_sign_in(visit, site):
    page = visit("havrelac@example.org", site.report("Havrelac", "/3.1"))
    page.locator('[name="leadership-state"][value="value"]').check()
    page.locator('[name="leadership-value"][value="3"]').check()
    page.context.clear_cookies()
    page.get_by_role("button", name="Save and stay").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to keep what you typed")
    sign_in(page, "havrelac@example.org")
    expect(page.locator('[name="leadership-value"][value="3"]')).to_be_checked()
    assert page.url.endswith("/3.1")


def test_back_and_reload_post_nothing_twice(visit, site):
    page = visit("tel-zaitara@example.org", site.report("Tel Zaitara", "/3.2"))
    page.locator('[name="coordination-state"][value="value"]').check()
    page.locator('[name="coordination-value"][value="2"]').check()
    page.get_by_role("button", name="Save and stay").click()
    expect(page.locator('[name="coordination-version"]')).to_have_value(re.compile("^[1-9]"))
    version = page.locator('[name="coordination-version"]').input_value()
    page.reload()
    expect(page.locator('[name="coordination-version"]')).to_have_value(version)
