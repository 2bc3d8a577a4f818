"""The auditing client finds what it is there to find."""

from __future__ import annotations

import pytest
from flask import Response

from tests.web.auditor import ISOLATION, header_faults

GOOD = (
    '<!DOCTYPE html><html lang="en" dir="ltr"><head><meta charset="utf-8"><title>Hello – us</title>'
    "</head><body><main><h1>Hello</h1>{}</main></body></html>"
)

FAULTS = {
    "two headings": "<h1>Hello</h1>",
    "skipped level": "<h3>Deep</h3>",
    "doubled id": '<p id="a"></p><p id="a"></p>',
    "no label": '<input name="a">',
    "label without words": '<label for="a"></label><input id="a">',
    "dangling description": '<label>A <input aria-describedby="b"></label>',
    "dangling summary": '<a href="#nowhere">Mend it</a>',
    "inline script": "<script>1</script>",
    "inline style": '<p style="color:red">A</p>',
    "handler": '<button onclick="1">A</button>',
    "foreign script": '<script src="https://example.org/a.js"></script>',
    "foreign link": '<a href="https://example.org">A</a>',
    "script link": '<a rel="noreferrer" href="javascript:alert(1)">A</a>',
    "no token": '<form method="post"></form>',
    "no scope": "<table><tr><th>A</th></tr></table>",
    "empty link": '<a href="/"></a>',
    "picture without words": '<img src="/a.png">',
    "unclosed": "<p><b>A</p>",
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_finds(app, fault):
    app.add_url_rule("/page", view_func=lambda: GOOD.format(fault))
    with pytest.raises(AssertionError, match="/page: "):
        app.test_client().get("/page")


def test_lets_a_good_page_pass(app):
    app.add_url_rule("/page", view_func=lambda: GOOD.format("<h2>More</h2>"))
    assert app.test_client().get("/page").status_code == 200


@pytest.mark.parametrize("policy", ["", "default-src 'none'; script-src 'unsafe-inline'"])
def test_finds_a_weak_policy(policy):
    response = Response("", headers={**ISOLATION, "Content-Security-Policy": policy})
    assert any("content security policy" in fault for fault in header_faults(response))
