"""One city from its invitation to acceptance, through the pages, each person in a browser."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD

CITY, SLUG, COUNTRY = "Wegstadt am Fluss", "wegstadt-am-fluss", "AT"
ROUND = "2025-signed"
LINK = re.compile(r"https?://[^\s]+?(/(?:invitation|lent)/[\w.-]+)")
LATER = (datetime.now(UTC) + timedelta(days=20)).date().isoformat()


@pytest.fixture
def people(visit):
    """Browsers of everybody who takes part, by what they are here."""
    staff = {name: visit(f"{name}@example.org") for name in ("administrator", "reviewer")}
    city = {name: visit() for name in ("coordinator", "colleague", "certifier", "commission")}
    return staff | city | {"registry": visit()}


def test_a_city_goes_from_invitation_to_acceptance(people, site):
    administrator = people["administrator"]
    enter_the_city(administrator)
    for role, where in (
        ("coordinator", {"city": SLUG}),
        ("colleague", {"city": SLUG, "focus_areas": ["2.3"]}),
        ("certifier", {"city": SLUG}),
        ("commission", {"country": COUNTRY}),
    ):
        accept(people[role], role, invite(administrator, site, role, where))
    coordinator, colleague = people["coordinator"], people["colleague"]
    report = open_report(coordinator)

    write(coordinator, f"{report}/3.1", "leadership", level="4")
    write(colleague, f"{report}/2.3", "employee-training", value="34.5")
    refused(colleague, f"{report}/3.1")
    lend_and_take_over(coordinator, people["registry"], report)

    hand_in(coordinator, report)
    assert "Waiting for signature" in state(coordinator, report)
    decline(people["certifier"], report, "Who counted the volunteers?")
    write(coordinator, f"{report}/3.1", "leadership", level="3")
    hand_in(coordinator, report)
    sign(people["certifier"])
    endorse(people["commission"])

    assign(administrator, report)
    reviewer = people["reviewer"]
    review = report.replace("/assessments/", "/reviews/")
    press(reviewer, review, "Open the review")
    remark(reviewer, f"{review}/3.1", "leadership", level="1")
    ask_for_replies(reviewer, review)
    reply(coordinator, report, "We disagree")

    send_back(reviewer, review, "2.3", "Which year is this?")
    refused_writing(coordinator, f"{report}/3.1")
    write(colleague, f"{report}/2.3", "employee-training", value="35.5")
    hand_in(coordinator, report)
    sign(people["certifier"])

    reviewer.goto(f"{review}/2.3")
    expect(reviewer.locator("#employee-training .was")).to_contain_text("34.5")
    press(reviewer, review, "Open the review")
    press(reviewer, review, "Accept")
    assert "Accepted" in state(coordinator, report)
    coordinator.goto(f"{report}/results/3.1")
    expect(coordinator.locator("main")).to_contain_text("level 2 (city 3, reviewer 1)")
    coordinator.goto(f"{report}/looks")
    expect(coordinator.locator("main table")).to_contain_text("2.3")


def enter_the_city(page):
    page.goto("/cities")
    page.locator("#name").fill(CITY)
    page.locator("#country").select_option(COUNTRY)
    page.locator("#region").select_option(index=1)
    page.locator("#unit_type").select_option(index=1)
    page.locator("#since").fill("2020-01-01")
    page.get_by_role("button", name="Add the city").click()
    expect(page.get_by_role("status")).to_be_visible()


def invite(page, site, role, where):
    """Invite somebody, and give the link of the message that they get."""
    page.goto("/people")
    page.locator("#email").fill(mail(role))
    page.locator("#role").select_option("contributor" if role == "colleague" else role)
    page.locator("#city").fill(where.get("city", ""))
    page.locator("#country").select_option(where.get("country", ""))
    for code in where.get("focus_areas", ()):
        page.locator(f'[name=focus_areas][value="{code}"]').check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status")).to_be_visible()
    sent = [path.read_text("utf-8") for path in (site.file.parent / "outbox").iterdir()]
    (message,) = [one for one in sent if one.startswith(f"To: {mail(role)}\n")]
    return LINK.search(message)[1]


def mail(role):
    return f"{role}@wegstadt.example"


def accept(page, role, link):
    page.goto(link)
    page.locator("#name").fill(role.title())
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("button", name="Accept and sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def open_report(page):
    page.goto("/assessments")
    page.get_by_role("link", name=f"{CITY}, Round 2025 with signature").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your self-assessment")
    return "/assessments/" + page.url.rpartition("/")[2]


def write(page, address, name, value="", level=""):
    page.goto(address)
    page.locator(f'[name="{name}-state"][value=value]').check()
    if level:
        page.locator(f'[name="{name}-value"][value="{level}"]').check()
    else:
        page.locator(f"#{name}-value").fill(value)
    page.locator(f"#{name}-year").fill("2025")
    page.get_by_role("button", name="Save, back to all focus areas").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your self-assessment")


def refused(page, address):
    """See a page that shows, but takes nothing."""
    page.goto(address)
    expect(page.locator("main form button")).to_have_count(0)


refused_writing = refused


def lend_and_take_over(coordinator, registry, report):
    coordinator.goto(f"{report}/loans")
    coordinator.locator('summary:has-text("Individual empowerment")').click()
    coordinator.locator('[name=questions][value="adult-literacy"]').check()
    coordinator.locator("#name").fill("Registry office")
    coordinator.locator("#due").fill(LATER)
    coordinator.locator("#message").fill("From the register of 2025, please.")
    coordinator.get_by_role("button", name="Lend", exact=True).click()
    link = LINK.search(coordinator.get_by_role("status").inner_text())[1]

    registry.goto(link)
    expect(registry.locator("main")).to_contain_text("From the register of 2025, please.")
    registry.locator('[name="adult-literacy-state"][value=value]').check()
    registry.locator("#adult-literacy-value").fill("81.2")
    registry.locator("#adult-literacy-year").fill("2025")
    registry.get_by_role("button", name="Send the answers").click()
    expect(registry.get_by_role("status")).to_contain_text("Sent.")

    coordinator.goto(report)
    coordinator.get_by_role("link", name="One suggestion to decide on").click()
    coordinator.get_by_role("button", name="Take it over").click()
    expect(coordinator.locator("main")).to_contain_text("taken over")
    coordinator.goto(f"{report}/1.1")
    expect(coordinator.locator("#adult-literacy-value")).to_have_value("81.2")


def hand_in(page, report):
    page.goto(f"{report}/check")
    page.locator('form[action$="/submit"] button').click()
    page.wait_for_url(lambda address: not address.endswith(("/check", "/submit")))


def state(page, report):
    page.goto(report)
    return page.locator("main .ctx").inner_text()


def decline(page, report, reason):
    page.goto(f"{report}/sign")
    page.locator("#reason").fill(reason)
    page.get_by_role("button", name="Send it back").click()
    expect(page.get_by_role("button", name="Sign and hand in")).to_have_count(0)


def sign(page):
    page.goto("/assessments")
    page.get_by_role("link", name=f"{CITY}, Round 2025 with signature").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Read and sign")
    page.locator("#function").fill("Mayor")
    page.get_by_role("button", name="Sign and hand in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Receipt")
    expect(page.locator("main")).to_contain_text("Certifier, Mayor")


def endorse(page):
    page.goto("/assessments")
    page.get_by_role("link", name=CITY).click()
    page.get_by_role("button", name="Endorse").click()
    expect(page.get_by_role("button", name="Endorse")).to_have_count(0)


def assign(page, report):
    page.goto(report.replace("/assessments/", "/reviews/"))
    page.get_by_label("Anna Brandt").check()
    page.get_by_role("button", name="Keep the reviewers").click()
    expect(page.get_by_role("status")).to_have_text("The reviewers are kept.")


def press(page, address, button):
    page.goto(address)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("button", name=button, exact=True)).to_have_count(0)


def remark(page, address, name, level):
    page.goto(address)
    page.locator(f"#{name}-remark").fill("The decree has no budget.")
    page.locator(f"#{name}-level").select_option(level)
    page.get_by_role("button", name="Save the remarks").click()
    expect(page.get_by_role("status")).to_have_text("The remarks are saved.")


def ask_for_replies(page, review):
    page.goto(review)
    page.locator("#until").fill(LATER)
    page.get_by_role("button", name="Ask for replies").click()
    expect(page.locator("main")).to_contain_text("It can reply until")


def reply(page, report, verdict):
    page.goto(report)
    page.locator('main a[href$="/remarks"]').click()
    expect(page.locator("main")).to_contain_text("Proposes level 1 instead of 3.")
    page.get_by_label(verdict).check()
    page.get_by_role("button", name="Save the replies").click()
    expect(page.get_by_role("status")).to_have_text("The replies are saved.")


def send_back(page, review, code, reason):
    page.goto(review)
    page.locator(f'[name=area][value="{code}"]').check()
    page.locator(f'[id="reason-{code}"]').fill(reason)
    page.locator("#due").fill(LATER)
    page.get_by_role("button", name="Send these parts back").click()
    expect(page.locator("main .ctx")).to_contain_text("Returned")
