"""Answers saved as they are typed: what the page says is true, and what was typed is not lost."""

from __future__ import annotations

import re
from time import sleep
from uuid import UUID

import pytest
from playwright.sync_api import expect

from lcassess.storage import answers
from tests.browser.conftest import sign_in

CITY, OF_CITY = "Qingmu Harbour", "qingmu-harbour@example.org"
LITERACY, VOLUNTEERING = "adult-literacy", "volunteering"
SAVED = re.compile(r"^Saved ")
SAVED_SOMEHOW = re.compile(r"Saved \d")
SPENDING = "spread-of-spending"
UNSENT = "Object.keys(localStorage).filter(key => key.startsWith('unsent/')).length"


@pytest.fixture
def page(visit, site):
    page = visit(OF_CITY, site.report(CITY, "/1.1"))
    expect(bar(page)).to_be_visible()
    return page


@pytest.fixture
def cut(visit, complaints):  # noqa: ARG001  # it forgives before the visit is judged
    """Let the line be cut on purpose: the browser's own lines about it are no complaint."""
    yield
    complaints[:] = [said for said in complaints if "net::ERR_" not in said]


@pytest.fixture
def kept(site):
    def read(name=LITERACY):
        with site.session() as session:
            return answers.of(session, UUID(site.reports[CITY])).get(name)

    return read


def bar(page):
    return page.locator(".bar .wrap > span").first


def value(page, name=LITERACY):
    return page.locator(f"#{name}-value")


def settle(page):
    expect(bar(page)).to_have_text(SAVED)
    assert page.evaluate(UNSENT) == 0


def test_what_is_typed_is_saved_without_a_button(page, kept):
    value(page).fill("81.5")
    expect(bar(page)).to_have_text("Not saved yet")
    page.locator(f"#{LITERACY}-year").fill("2024")
    settle(page)
    assert (str(kept().value), kept().year) == ("81.5", "2024")
    card = page.locator(f"#{LITERACY}")
    expect(card.locator(".echo")).to_contain_text("81.5")
    expect(card.locator(".mg")).to_have_text(re.compile("^Answered. Saved "))
    expect(page.get_by_label("We have an answer").first).to_be_checked()
    page.reload()
    expect(value(page)).to_have_value("81.5")


def test_a_button_leads_on_where_nothing_is_left_to_save(page, site):
    page.locator(f"#{LITERACY}-year").fill("2021")
    settle(page)
    page.locator(f"#{LITERACY}-year").fill("2020")
    page.locator(f"#{LITERACY}-year").fill("2021")
    page.get_by_role("button", name="Save, back to all focus areas").click()
    page.wait_for_url(f"**{site.report(CITY)}")


def test_the_focus_stays_where_it_was_while_saving(page):
    page.locator(f"#{LITERACY}-year").fill("")
    page.keyboard.type("2023")
    settle(page)
    expect(page.locator(f"#{LITERACY}-year")).to_be_focused()
    page.keyboard.press("Backspace")
    page.keyboard.type("5")
    settle(page)
    expect(page.locator(f"#{LITERACY}-year")).to_have_value("2025")


def test_what_is_wrong_is_said_at_the_field_and_goes_when_it_is_mended(page, kept):
    value(page).fill("171")
    expect(page.locator(f"#{LITERACY}-value-said")).to_contain_text("cannot be below")
    expect(value(page)).to_have_attribute("aria-invalid", "true")
    assert kept().mark == "invalid"
    value(page).fill("81")
    expect(page.locator(f"#{LITERACY}-value-said")).to_have_count(0)
    expect(value(page)).not_to_have_attribute("aria-invalid", "true")


def test_a_number_with_two_readings_is_asked_and_answered_on_the_card(visit, site, kept):
    page = visit(OF_CITY, site.report(CITY, "/2.3"))
    parts = page.locator("#employee-training details").first
    if parts.get_attribute("open") is None:
        parts.locator("summary").click()
    page.locator("#employee-training-numerator").fill("1,5")
    page.locator("#employee-training-denominator").fill("1.234")
    settle(page)
    page.locator("#employee-training-denominator").fill("12 345")
    settle(page)
    assert str(kept("employee-training").denominator) == "12345"


def test_another_state_empties_the_figure_and_a_button_keeps_what_stands(page, kept):
    value(page).fill("71")
    settle(page)
    card = page.locator(f"#{LITERACY}")
    card.get_by_label("No data here").check()
    settle(page)
    assert kept().state == "no_data"
    page.get_by_role("button", name="Save and stay").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert kept().state == "no_data"
    value_after = page.locator(f"#{LITERACY}-value")
    expect(value_after).to_have_value("")
    card.get_by_label("We have an answer").check()
    value_after.fill("72")
    settle(page)
    page.get_by_role("button", name="Save and stay").click()
    expect(value(page)).to_have_value("72")
    assert str(kept().value) == "72"


@pytest.mark.usefixtures("cut")
def test_without_a_line_the_page_says_so_and_sends_everything_later(page, kept):
    page.clock.install()
    page.context.set_offline(True)
    value(page).fill("65")
    page.clock.run_for(3_000)
    expect(bar(page)).to_have_text(re.compile("^Not saved: no connection"))
    page.clock.run_for(10 * 60_000)
    expect(bar(page)).to_have_text(re.compile("^Not saved: no connection"))
    assert page.evaluate(UNSENT) == 1
    page.context.set_offline(False)
    page.clock.run_for(31_000)
    settle(page)
    assert str(kept().value) == "65"


@pytest.mark.usefixtures("cut")
def test_a_page_closed_without_a_line_still_knows_what_was_typed(page, site, kept):
    page.context.set_offline(True)
    value(page).fill("66")
    expect(bar(page)).to_have_text(re.compile("^Not saved: no connection"))
    page.on("dialog", lambda dialog: dialog.accept())
    page.close(run_before_unload=False)
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(site.report(CITY, "/1.1"))
    expect(value(again)).to_have_value("66")
    settle(again)
    assert str(kept().value) == "66"


@pytest.mark.usefixtures("cut")
def test_an_answer_whose_acknowledgement_was_lost_is_saved_once(page, kept):
    before = kept().version if kept() else 0
    lost = []

    def lose(route):
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/answers/*", lose)
    value(page).fill("67.25")
    settle(page)
    assert lost == [200]
    assert kept().version == before + 1


def test_signed_out_in_another_tab_nothing_is_lost(page, site, kept):
    other = page.context.new_page()
    other.goto("/account")
    other.get_by_role("button", name="Sign out").click()
    value(page).fill("68")
    expect(bar(page)).to_have_text(re.compile("^Not saved: you are signed out"))
    other.goto("/sign-in")
    sign_in(other, OF_CITY)
    other.wait_for_url(lambda address: "/sign-in" not in address)
    settle(page)
    assert str(kept().value) == "68"
    site.states.pop(OF_CITY)


def test_two_tabs_choose_which_answer_stays(visit, site, kept):
    first, second = (visit(OF_CITY, site.report(CITY, "/1.1")) for _tab in range(2))
    value(first).fill("50")
    settle(first)
    value(second).fill("55")
    choice = second.locator(f"#{LITERACY}-conflict")
    expect(choice).to_contain_text("55")
    expect(choice).to_contain_text("50")
    expect(bar(second)).to_have_text(re.compile("^Not everything is saved yet"))
    assert str(kept().value) == "50"
    choice.get_by_label(re.compile("Ours")).click()
    settle(second)
    expect(value(second)).to_be_focused()
    assert str(kept().value) == "55"
    value(first).fill("51")
    choice = first.locator(f"#{LITERACY}-conflict")
    choice.get_by_label(re.compile("Theirs")).click()
    settle(first)
    expect(value(first)).to_have_value("55")
    assert str(kept().value) == "55"


def test_what_was_in_no_conflict_merges_unseen(visit, site, kept):
    first, second = (visit(OF_CITY, site.report(CITY, "/1.1")) for _tab in range(2))
    value(first, VOLUNTEERING).fill("33")
    settle(first)
    second.locator(f"#{VOLUNTEERING}-year").fill("2022")
    settle(second)
    assert (str(kept(VOLUNTEERING).value), kept(VOLUNTEERING).year) == ("33", "2022")


def test_colleagues_see_each_other_come_and_go(visit, site):
    address = site.report(CITY, "/1.2")
    mine = visit(OF_CITY, address)
    expect(mine.locator(".others")).to_have_text("")
    hers = visit(site.colleague(CITY), address)
    expect(hers.locator(".others")).to_have_text(re.compile("Qingmu-Harbour.* is here"))
    expect(mine.locator(".others")).to_have_text(re.compile("is here"))
    hers.goto("/account")
    expect(mine.locator(".others")).to_have_text("")


@pytest.mark.usefixtures("cut")
def test_signing_out_takes_what_waited_with_it(page, site):
    page.context.set_offline(True)
    value(page).fill("69")
    expect(bar(page)).to_have_text(re.compile("^Not saved: no connection"))
    page.context.set_offline(False)
    page.route("**/answers/*", lambda route: route.abort())
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert page.evaluate(UNSENT) == 0
    site.states.pop(OF_CITY)


def colleague(visit, site, code):
    return visit(site.colleague(CITY), site.report(CITY, f"/{code}"))


def save_by_button(page):
    page.get_by_role("button", name="Save and stay").click()
    page.wait_for_load_state()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_who_merges_sees_what_the_other_wrote_and_a_button_keeps_it(visit, site, kept):
    name = "poverty"
    mine, hers = visit(OF_CITY, site.report(CITY, "/1.2")), colleague(visit, site, "1.2")
    value(hers, name).fill("33")
    settle(hers)
    mine.locator(f"#{name}-year").fill("2022")
    settle(mine)
    expect(value(mine, name)).to_have_value("33")
    save_by_button(mine)
    assert (str(kept(name).value), kept(name).year) == ("33", "2022")


def test_whoever_is_chosen_what_else_changed_is_shown_too(visit, site, kept):
    name = "feeling-of-safety"
    for choice, stands in (("Theirs", "41"), ("Ours", "52")):
        mine, hers = visit(OF_CITY, site.report(CITY, "/1.1")), colleague(visit, site, "1.1")
        value(hers, name).fill("41" if choice == "Theirs" else "43")
        hers.locator(f"#{name}-year").fill("2021" if choice == "Theirs" else "2023")
        settle(hers)
        value(mine, name).fill("52")
        mine.locator(f"#{name}-conflict").get_by_label(re.compile(choice)).click()
        settle(mine)
        expect(value(mine, name)).to_have_value(stands)
        year = "2021" if choice == "Theirs" else "2023"
        expect(mine.locator(f"#{name}-year")).to_have_value(year)
        save_by_button(mine)
        assert (str(kept(name).value), kept(name).year) == (stands, year)


def test_our_figure_stands_where_theirs_was_a_state(visit, site, kept):
    name = "co2-emissions"
    assert kept(name) is None
    mine, hers = visit(OF_CITY, site.report(CITY, "/1.3")), colleague(visit, site, "1.3")
    hers.locator(f"#{name}").get_by_label("No data here").check()
    settle(hers)
    value(mine, name).fill("7")
    mine.locator(f"#{name}-conflict").get_by_label(re.compile("Ours")).click()
    settle(mine)
    assert (kept(name).state, kept(name).entered) == ("value", "7")


def test_of_shares_the_side_that_is_chosen_stands_whole(visit, site, kept):
    address = site.report(CITY, "/3.3")
    mine, hers = visit(OF_CITY, address), colleague(visit, site, "3.3")
    for page in (hers, mine):
        page.locator(f"#{SPENDING}").get_by_label("We have an answer").check()
        settle(page)
    hers.locator(f"#{SPENDING}-value-primary").fill("60")
    settle(hers)
    mine.locator(f"#{SPENDING}-value-adult-and-community").fill("40")
    mine.locator(f"#{SPENDING}-conflict").get_by_label(re.compile("Theirs")).click()
    settle(mine)
    expect(mine.locator(f"#{SPENDING}-value-adult-and-community")).to_have_value("")
    assert kept(SPENDING).entered == '{"primary": "60"}'


def test_what_is_typed_while_another_save_is_under_way_is_saved_too(page, kept):
    page.route("**/answers/*", slowly)
    value(page).fill("61")
    expect(bar(page)).to_have_text("Saving…")
    value(page, VOLUNTEERING).fill("21")
    settle(page)
    assert (str(kept().value), str(kept(VOLUNTEERING).value)) == ("61", "21")


def slowly(route):
    sleep(2)
    route.continue_()


@pytest.mark.usefixtures("cut")
def test_typing_on_after_a_lost_acknowledgement_is_no_conflict_with_oneself(page, kept):
    lost = []

    def lose(route):
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        value(page).press_sequentially(".5")
        route.abort()

    page.route("**/answers/*", lose)
    value(page).fill("62")
    settle(page)
    assert lost == [200]
    expect(page.locator(f"#{LITERACY}-conflict")).to_have_count(0)
    assert str(kept().value) == "62.5"


def test_what_the_server_refuses_is_not_called_saved(page):
    refusal = {"status": 422, "json": {"message": "Not like that."}}
    page.route(f"**/answers/{LITERACY}", lambda route: route.fulfill(**refusal))
    value(page).fill("63")
    expect(bar(page)).to_have_text("Not like that.")
    value(page, VOLUNTEERING).fill("22")
    expect(page.locator(f"#{VOLUNTEERING} .mg")).to_have_text(SAVED_SOMEHOW)
    expect(bar(page)).to_have_text("Not like that.")
    page.unroute(f"**/answers/{LITERACY}")
    value(page).fill("64")
    settle(page)


def test_a_long_text_is_saved(page, site):
    name = "empowerment-and-cohesion-next-steps"
    page.locator(f"#{name}-value").fill("ā b " * 20_000)
    settle(page)
    with site.session() as session:
        kept = answers.texts_of(session, UUID(site.reports[CITY]))[name]
    assert len(kept.value) == 79_999


def test_a_button_pressed_at_once_leaves_nothing_waiting(page, kept):
    value(page).fill("72.5")
    page.get_by_role("button", name="Save, back to all focus areas").click()
    page.wait_for_url(re.compile("/assessments/[0-9a-f-]+$"))
    assert page.evaluate(UNSENT) == 0
    assert str(kept().value) == "72.5"


def test_what_was_saved_and_changed_elsewhere_since_is_not_shown_as_it_was(visit, site, kept):
    """Its acknowledgement was lost, and the page was closed; now it asks with the same key."""
    page = visit(OF_CITY, site.report(CITY, "/1.1"))
    value(page, VOLUNTEERING).fill("44")
    page.wait_for_function(f"{UNSENT} === 1")
    waited = page.evaluate("JSON.stringify(localStorage)")
    settle(page)
    hers = colleague(visit, site, "1.1")
    value(hers, VOLUNTEERING).fill("45")
    settle(hers)
    page.evaluate("kept => Object.assign(localStorage, JSON.parse(kept))", waited)
    page.reload()
    settle(page)
    expect(value(page, VOLUNTEERING)).to_have_value("45")
    assert str(kept(VOLUNTEERING).value) == "45"


def test_an_answer_of_another_page_that_cannot_be_saved_stops_nothing(page, kept):
    page.evaluate(
        """() => {
      const form = document.querySelector('form[data-person]');
      const report = form.action.slice(0, form.action.lastIndexOf('/'));
      const change = {parts: {state: 'perhaps'}, version: '0', lang: 'en', key: 'k',
                      at: Date.now()};
      localStorage.setItem(`unsent/${form.dataset.person}/${report}`,
                           JSON.stringify({leadership: change}));
    }"""
    )
    page.reload()
    expect(bar(page)).to_have_text(re.compile("on another page is not saved yet"))
    value(page).fill("73")
    expect(page.locator(f"#{LITERACY} .mg")).to_have_text(SAVED_SOMEHOW)
    assert str(kept().value) == "73"
    expect(bar(page)).to_have_text(re.compile("on another page is not saved yet"))


def test_the_count_follows_what_stands(page):
    counted = page.locator(".bar .wrap > span").nth(2)
    value(page).fill("74")
    settle(page)
    before = counted.inner_text()
    value(page).fill("")
    settle(page)
    expect(counted).not_to_have_text(before)


@pytest.mark.usefixtures("cut")
def test_who_stays_after_all_instead_of_signing_out_loses_nothing(page, site, kept):
    page.route("**/answers/*", lambda route: route.abort())
    value(page).fill("75")
    expect(bar(page)).to_have_text(re.compile("^Not saved: no connection"))
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Sign out").click(no_wait_after=True)
    page.wait_for_timeout(500)
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto("/account")
    assert page.evaluate(UNSENT) == 1
    page.unroute("**/answers/*")
    page.goto(site.report(CITY, "/1.1"))
    page.wait_for_function(f"{UNSENT} === 0")
    expect(value(page)).to_have_value("75")
    assert str(kept().value) == "75"


@pytest.mark.parametrize(
    "text", ['"><img src=x onerror=alert(1)>', "</fieldset><script>1</script>"]
)
def test_nothing_typed_becomes_part_of_a_page(visit, site, text):
    mine, hers = visit(OF_CITY, site.report(CITY, "/1.1")), colleague(visit, site, "1.1")
    value(hers).fill(text)
    settle(hers)
    value(mine).fill(f"{text} mine")
    choice = mine.locator(f"#{LITERACY}-conflict")
    expect(choice).to_contain_text(text)
    assert mine.locator("form img, form script").count() == 0
    choice.get_by_label(re.compile("Theirs")).click()
    settle(mine)
