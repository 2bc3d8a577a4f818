"""One person's browser: a kept connection, cookies, and the fields of forms."""

from __future__ import annotations

import gzip
import json
import re
import time
from html import unescape
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

_FIELD = re.compile(r"<(input|select|textarea)\b([^>]*)>([^<]*)")
_ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
_REPORT = re.compile(r'href="/assessments/([0-9a-f-]{36})')
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
OK, SEE_OTHER = 200, 303
PAUSE = 10.0  # seconds; servers close a connection after 15


class Response(NamedTuple):
    """An answer of the server: `wire` bytes received in `seconds` from the first byte sent."""

    status: int
    headers: dict[str, str]
    body: bytes
    wire: int
    seconds: float

    @property
    def text(self) -> str:
        """The page."""
        return self.body.decode()


class Client:
    """A browser of its own on the loopback address."""

    def __init__(self, port: int) -> None:
        self.cookies: dict[str, str] = {}
        self.token = ""  # against forged requests, once signed in
        self._connection = HTTPConnection("127.0.0.1", port, timeout=120)
        self._used = time.monotonic()

    def get(self, path: str) -> Response:
        """Read a page; anything but a page stops the run."""
        found = self._ask("GET", path, None)
        assert found.status == OK, f"GET {path}: {found.status}"
        return found

    def post(self, path: str, form: dict[str, str]) -> Response:
        """Send a form and read the page that it leads to; `seconds` are those of both."""
        sent = self._ask("POST", path, urlencode(form))
        assert sent.status == SEE_OTHER, f"POST {path}: {sent.status}"
        shown = self.get(sent.headers["location"])
        return shown._replace(seconds=sent.seconds + shown.seconds)

    def patch(self, path: str, parts: dict[str, str], version: int, key: str = "") -> Response:
        """Save parts of one answer that was seen at a version; give whatever the server says."""
        headers = {
            "Content-Type": "application/json",
            "If-Match": f'"{version}"',
            "X-CSRFToken": self.token,
        }
        if key:
            headers["Idempotency-Key"] = key
        return self._ask("PATCH", path, json.dumps(parts), headers)

    def sign_in(self, email: str, password: str) -> None:
        """Sign in on the real page."""
        page = self.get("/sign-in").text
        form = fields(page, "/sign-in") | {"email": email, "password": password}
        shown = self.post("/sign-in", form).text
        assert 'action="/sign-out"' in shown, "nobody was signed in"
        self.token = hidden_fields(shown)["csrf_token"]

    def first_report(self) -> str:
        """Give the id of the report that stands first on the list of one's own."""
        return _REPORT.findall(self.get("/assessments").text)[0]

    def close(self) -> None:
        """Leave."""
        self._connection.close()

    def _ask(
        self, method: str, path: str, body: str | None, also: dict[str, str] | None = None
    ) -> Response:
        headers = {"Accept-Encoding": "gzip"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        headers |= also or {}
        self._connect_anew_after_a_pause()
        begun = time.perf_counter()
        self._connection.request(method, _relative(path), body, headers)
        answer = self._connection.getresponse()
        raw = answer.read()
        seconds = time.perf_counter() - begun
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        found = {name.lower(): value for name, value in answer.getheaders()}
        packed = found.get("content-encoding") == "gzip"
        plain = gzip.decompress(raw) if packed else raw
        return Response(answer.status, found, plain, len(raw), seconds)

    def _connect_anew_after_a_pause(self) -> None:
        """Leave a connection that the server may have closed meanwhile."""
        now = time.monotonic()
        if now - self._used > PAUSE:
            self._connection.close()
        self._used = now


def fields(page: str, action: str) -> dict[str, str]:
    """Read the fields of the form with an action, as the page shows them."""
    opening = f'action="{action}"'
    form = next(part for part in page.split("<form")[1:] if opening in part.partition(">")[0])
    found: dict[str, str] = {}
    for _tag, inside, text in _FIELD.findall(form.partition("</form>")[0]):
        field = dict(_ATTRIBUTE.findall(inside))
        chosen = field.get("type") not in {"radio", "checkbox"} or "checked" in field
        if "name" in field and chosen:
            found[field["name"]] = unescape(field.get("value", text))
    return found


def hidden_fields(page: str) -> dict[str, str]:
    """Read what changes from page to page without being typed: tokens and versions."""
    return {name: unescape(value) for name, value in _HIDDEN.findall(page)}


def _relative(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
