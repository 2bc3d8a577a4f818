"""From the first page to the results, as a city and as UIL: on a desk, a phone, without script."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from babel.support import Translations
from playwright.sync_api import expect

from lcassess import app
from lcassess.framework.catalogue import in_language, load
from tests.browser.conftest import DESK, PHONE, forgive_plotly, overflow, sign_in

SCREENS = [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone")]
TRAINING = "employee-training"
KINDS = ("xlsx", "csv", "json")
TRANSLATIONS = Path(app.__file__).parent / "web" / "translations"


class Journey:
    """What is typed and read on the way, in a language; its words are those of the pages."""

    def __init__(self, language, impossible, typed, shown):
        self.language, self.impossible, self.typed, self.shown = language, impossible, typed, shown
        self.said = Translations.load(TRANSLATIONS, [language]).gettext


EN = Journey("en", "134,5", "34,5", r"34\.5")
AR = Journey("ar", "١٣٤٫٥", "٣٤٫٥", "34٫5")
ES = Journey("es", "134.5", "34.5", "34,5")
NO_SCRIPT = {"viewport": DESK, "java_script_enabled": False}
CITIES = [
    pytest.param("nueva-ondara", EN, {"viewport": DESK}, id="desk"),
    pytest.param("sundaripur-lake", EN, {"viewport": PHONE}, id="phone"),
    pytest.param("verkhnelesk", EN, NO_SCRIPT, id="no-script"),
    pytest.param("sundaripur-lake", AR, {"viewport": PHONE}, id="arabic-phone"),
    pytest.param("verkhnelesk", AR, NO_SCRIPT, id="arabic-no-script"),
    pytest.param("nueva-ondara", ES, {"viewport": DESK}, id="spanish-desk"),
]


@pytest.mark.parametrize(("city", "way", "options"), CITIES)
def test_a_coordinator_answers_corrects_hands_in_and_takes_back(visit, city, way, options):
    page = visit("", "/", locale=way.language, **options)
    scripted = options.get("java_script_enabled", True)
    come_in(page, way, city)
    fill_in_the_profile(page, way)
    answer_and_correct(page, way)
    if scripted:
        leave_it_to_save_itself(page, way)
    hand_in(page, way)
    look_at_the_results(page, city)
    take_back(page, way)
    page.locator('form[action="/sign-out"] button').click()
    expect(page.locator('header nav a[href="/sign-in"]')).to_be_visible()
    page.go_back()
    expect(page.locator('form[action="/sign-out"]')).to_have_count(0)


def arrived(page, way, heading):
    """Stand on a page in the language, whose title begins with its heading, and which fits."""
    expect(page.get_by_role("heading", level=1)).to_have_text(way.said(heading))
    expect(page.locator("html")).to_have_attribute("lang", way.language)
    error = f"{way.said('Error:')} "
    assert page.title().removeprefix(error).startswith(way.said(heading))
    assert page.viewport_size != PHONE or overflow(page) == 0


def come_in(page, way, city):
    page.locator('header nav a[href="/sign-in"]').click()
    arrived(page, way, "Sign in to your city’s answers")
    sign_in(page, f"{city}@example.org")
    arrived(page, way, "My assessments")
    page.locator(".tasks a").first.click()
    arrived(page, way, "Your self-assessment")


def fill_in_the_profile(page, way):
    page.locator('main a[href$="/profile"]').click()
    arrived(page, way, "City profile")
    page.locator("[name=boundary][value=municipality]").check()
    page.locator("#population").fill("many")
    page.locator("#year").fill("2025")
    page.locator("main form button").last.click()
    page.locator('.sum a[href="#population"]').click()
    page.locator("#population").fill("412,000" if way is EN else "412 000")
    page.locator("main form button").last.click()
    arrived(page, way, "Your self-assessment")


def answer_and_correct(page, way):
    page.locator('.tasks a[href$="/2.3"]').click()
    arrived(page, way, in_language(load(), way.language).by_code["2.3"].name)
    card = page.locator(f"#{TRAINING}")
    value = page.locator(f"#{TRAINING}-value")
    card.locator("[value=value]").check()
    value.fill(way.impossible)
    page.locator(f"#{TRAINING}-year").fill("2025")
    if card.locator("details").first.get_attribute("open") is None:
        card.locator("summary").first.click()
    page.locator(f"#{TRAINING}-numerator").fill("")
    page.locator(f"#{TRAINING}-denominator").fill("")
    page.locator('button[name=next][value="2.3"]').last.click()
    expect(page).to_have_title(re.compile(f"^{way.said('Error:')} "))
    expect(page.locator(".sum")).to_be_focused()
    page.locator(f'.sum a[href="#{TRAINING}-value"]').click()
    expect(value).to_be_focused()
    expect(value).to_have_value(way.impossible)
    expect(card.locator(".msg.e")).to_be_visible()
    value.fill(way.typed)
    page.locator("button[name=next][value=list]").click()
    arrived(page, way, "Your self-assessment")


def leave_it_to_save_itself(page, way):
    """Type a figure, a year later, and wait; nothing is pressed, and it is there afterwards."""
    page.locator('.tasks a[href$="/2.3"]').click()
    page.locator(f"#{TRAINING}-year").fill("2024")
    expect(page.locator(f"#{TRAINING}-value")).to_have_value(way.typed)
    page.locator(f"#{TRAINING}-value").fill(f" {way.typed}")
    saved = re.escape(way.said("Saved {time}")).replace(r"\{time\}", r"[0-2]\d:[0-5]\d")
    expect(page.locator(".bar .saved")).to_have_text(re.compile(f"^{saved}$"))
    expect(page.locator(f"#{TRAINING} .echo bdi")).to_have_text(re.compile(way.shown))
    expect(page.locator(f"#{TRAINING} .echo bdi")).to_have_attribute(
        "dir", page.evaluate("document.dir")
    )
    page.reload()
    expect(page.locator(f"#{TRAINING}-year")).to_have_value("2024")
    page.locator('.ctx a[href*="/assessments/"]').click()
    arrived(page, way, "Your self-assessment")


def hand_in(page, way):
    page.locator('main a[href$="/check"]').click()
    arrived(page, way, "Check all answers")
    expect(page.locator("tr", has_text=re.compile(way.shown)).first).to_be_visible()
    page.locator('form[action$="/submit"] button').click()
    arrived(page, way, "Receipt")
    expect(page.locator(".mono").first).to_have_text(re.compile("^[0-9a-f]{64}$"))


def take_back(page, way):
    page.go_back()
    page.locator('main a[href$="/check"]').click()
    page.locator('form[action$="/withdraw"] button').click()
    arrived(page, way, "Your self-assessment")


def look_at_the_results(page, city):
    page.locator('main a[href$="/results"]').click()
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
    with page.expect_navigation():
        page.get_by_role("button", name="Save and stay").click()
    version = page.locator('[name="coordination-version"]').input_value()
    assert version != "0"
    page.reload()
    expect(page.locator('[name="coordination-version"]')).to_have_value(version)
    page.go_back()
    page.go_forward()
    page.reload()
    expect(page.locator('[name="coordination-version"]')).to_have_value(version)
