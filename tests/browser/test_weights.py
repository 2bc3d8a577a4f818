"""How heavy pages are on the wire: what a slow line has to carry."""

from __future__ import annotations

from collections import defaultdict

import pytest

from lcassess.framework.catalogue import load
from tests.browser.conftest import forgive_plotly

KB = 1_000


class Meter:
    """Count what a browser receives over the wire, headers included, by kind of resource."""

    def __init__(self, page):
        self.page, self.bytes, self.kinds, self.requests = page, defaultdict(int), {}, 0
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.responseReceived", self._received)
        wire.on("Network.loadingFinished", self._finished)

    def _received(self, event):
        self.kinds[event["requestId"]] = event["type"]

    def _finished(self, event):
        self.requests += 1
        self.bytes[self.kinds.get(event["requestId"], "Other")] += event["encodedDataLength"]

    def open(self, address):
        """Open a page; give the bytes by kind, with the sum under ""."""
        self.bytes.clear()
        self.requests = 0
        self.page.goto(address, wait_until="networkidle")
        return self.bytes | {"": sum(self.bytes.values())}


@pytest.fixture
def meter(visit):
    def of(email):
        return Meter(visit(email, extra_http_headers={"Accept-Encoding": "br, gzip"}))

    return of


def test_a_focus_area_is_light_at_first_and_lighter_after(meter, site):
    found = meter("marisund@example.org")
    first = found.open(site.report("Marisund", "/1.1"))
    assert first[""] <= 60 * KB
    assert found.requests <= 6
    again = found.open(site.report("Marisund", "/1.2"))
    assert again[""] <= 12 * KB


@pytest.mark.parametrize("language", ["en", "ar"])  # a letter of Arabic takes two bytes
def test_every_focus_area_to_be_written_is_light(meter, site, language):
    found = meter("amravela@example.org")
    found.open(site.report("Amravela", f"/3.2?lang={language}"))
    weights = {
        focus_area.code: found.open(site.report("Amravela", f"/{focus_area.code}"))
        for focus_area in load().focus_areas
    }
    assert {code: w[""] for code, w in weights.items() if w[""] > 12 * KB} == {}
    assert {code for code, w in weights.items() if w["Script"] > 20 * KB} == set()


def test_results_are_light_and_the_picture_comes_on_a_click(meter, site, complaints):
    found = meter("marisund@example.org")
    first = found.open(site.report("Marisund", "/results"))
    assert first[""] <= 100 * KB
    assert first["Script"] <= 20 * KB
    found.bytes.clear()
    found.page.locator("#explore button").click()
    found.page.locator("#explore .plot-container").first.wait_for()
    assert sum(found.bytes.values()) <= 1_200 * KB
    forgive_plotly(complaints)


def test_a_whole_session_of_answering_is_light(meter, site):
    found = meter("amravela@example.org")
    total = found.open("/assessments")[""] + found.open(site.report("Amravela"))[""]
    for focus_area in load().focus_areas:
        total += found.open(site.report("Amravela", f"/{focus_area.code}"))[""]
    total += found.open(site.report("Amravela", "/check"))[""]
    assert total <= 500 * KB
