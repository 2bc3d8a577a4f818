"""A test client that looks over every page that any test opens."""

from __future__ import annotations

import gzip
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import brotli
import html5lib
from flask.testing import FlaskClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from werkzeug.test import TestResponse

WITHOUT_PAGE = {204, *range(300, 400)}
CONTROLS = {"input", "select", "textarea"}
WITHOUT_LABEL = {"hidden", "submit", "button"}
HEADINGS = ["h1", "h2", "h3", "h4"]
DECODERS = {"": bytes, "br": brotli.decompress, "gzip": gzip.decompress}
REFERENCES = ["for", "aria-labelledby", "aria-describedby", "aria-controls", "headers"]
ADDRESSES = ["href", "src", "action", "formaction", "poster", "data"]
ISOLATION = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


class AuditingClient(FlaskClient):
    """Opens pages like a browser, and fails on what no page of ours may have."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.request.path.startswith("/static/"):
            return response
        faults = list(header_faults(response))
        if response.mimetype == "text/html" and response.status_code not in WITHOUT_PAGE:
            faults += page_faults(plain(response))
        assert not faults, f"{response.request.path}: " + "; ".join(faults)
        return response


def plain(response: TestResponse) -> str:
    decode = DECODERS[response.headers.get("Content-Encoding", "")]
    return decode(response.get_data()).decode()


def header_faults(response: TestResponse) -> Iterator[str]:
    for name, value in ISOLATION.items():
        if response.headers.get(name) != value:
            yield f"{name} is {response.headers.get(name)}"
    policy = response.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy or "*" in policy:
        yield f"the content security policy is {policy or 'missing'}"
    if "Cache-Control" not in response.headers:
        yield "Cache-Control is missing"


def page_faults(html: str) -> Iterator[str]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page = parser.parse(html)
    for place, code, details in parser.errors:
        yield f"HTML at {place}: {code} {details}"
    for check in (
        *(_language, _headings, _title, _identities, _references, _labels, _names),
        *(_scripts, _addresses, _tokens, _tables),
    ):
        yield from check(page)


def _language(page: Element) -> Iterator[str]:
    if not page.get("lang") or page.get("dir") not in {"ltr", "rtl"}:
        yield "html has no lang or dir"


def _headings(page: Element) -> Iterator[str]:
    levels = [HEADINGS.index(e.tag) for e in page.iter() if e.tag in HEADINGS]
    if levels.count(0) != 1:
        yield f"{levels.count(0)} h1"
    # An error summary stands before the h1 and has a heading of its own.
    after = levels[levels.index(0) :] if 0 in levels else []
    if any(below > above + 1 for above, below in pairwise(after)):
        yield f"headings skip a level: {levels}"
    if len(list(page.iter("main"))) != 1:
        yield "not exactly one main"


def _title(page: Element) -> Iterator[str]:
    title = _text(next(page.iter("title")))
    heading = _text(next(page.iter("h1"), page))
    refused = any("sum" in e.get("class", "").split() for e in page.iter("div"))
    place = title.find(heading)
    if place < 0 or bool(place) != refused:
        yield f"the title “{title}” does not begin with the heading “{heading}”"


def _identities(page: Element) -> Iterator[str]:
    counted = Counter(e.get("id") for e in page.iter() if e.get("id"))
    for identity, times in counted.items():
        if times > 1:
            yield f"id {identity} stands {times} times"


def _references(page: Element) -> Iterator[str]:
    known = {e.get("id") for e in page.iter()}
    for element in page.iter():
        named = [n for name in REFERENCES for n in (element.get(name) or "").split()]
        address = element.get("href", "")
        named += [address[1:]] if address.startswith("#") else []
        for name in named:
            if name not in known:
                yield f"{element.tag} points to #{name}, which is not there"


def _labels(page: Element) -> Iterator[str]:
    labels = {e.get("for") for e in page.iter("label") if _text(e)}
    wrapped = {c for label in page.iter("label") if _text(label) for c in label.iter()}
    for element in page.iter():
        if element.tag not in CONTROLS or element.get("type") in WITHOUT_LABEL:
            continue
        named = element.get("aria-label") or element.get("aria-labelledby")
        if not (named or element in wrapped or element.get("id") in labels):
            yield f"{element.tag} {element.get('name')} has no label"


def _names(page: Element) -> Iterator[str]:
    for element in page.iter():
        if element.tag in {"a", "button", "summary", *HEADINGS} and not (
            _text(element) or element.get("aria-label")
        ):
            yield f"{element.tag} without words"
        if element.tag == "img" and element.get("alt") is None:
            yield "img without alt"


def _scripts(page: Element) -> Iterator[str]:
    for element in page.iter():
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            yield f"inline {element.tag}"
        for name in element.keys():  # noqa: SIM118  # an element iterates over its children
            if name == "style" or name.startswith("on"):
                yield f"{element.tag} has the attribute {name}"


def _addresses(page: Element) -> Iterator[str]:
    """Nothing is fetched from elsewhere, and a link elsewhere does not say where it stood."""
    for element in page.iter():
        for name in ADDRESSES:
            address = element.get(name, "").strip().lower()
            away = ":" in address.split("/", 1)[0] or address.startswith("//")
            referred = element.tag == "a" and "noreferrer" in element.get("rel", "")
            web = address.startswith(("http://", "https://"))
            if away and not (referred and web) and not address.startswith("mailto:"):
                yield f"{element.tag} leads to {address}"


def _tokens(page: Element) -> Iterator[str]:
    for form in page.iter("form"):
        names = {e.get("name") for e in form.iter("input")}
        if form.get("method", "get").lower() == "post" and "csrf_token" not in names:
            yield f"the form for {form.get('action')} has no CSRF token"


def _tables(page: Element) -> Iterator[str]:
    for table in page.iter("table"):
        if any(not th.get("scope") for th in table.iter("th")):
            yield "a table head has no scope"


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
