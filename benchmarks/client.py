"""One person's browser: a kept connection, cookies, and forms filled in as a person would."""

from __future__ import annotations

import gzip
import random
import re
import time
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

_FIELD = re.compile(r"<(input|select|textarea|option)\b([^>]*)>([^<]*)")
_ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
SEE_OTHER = 303


@dataclass(frozen=True, slots=True)
class Response:
    """An answer of the server: `seconds` from the first byte sent to the last received."""

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
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str) -> Response:
        """Read a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, form: dict[str, str]) -> Response:
        """Send a form and read the page that it leads to; `seconds` are those of both."""
        sent = self._ask("POST", path, urlencode(form))
        assert sent.status == SEE_OTHER, f"POST {path}: {sent.status}"
        shown = self.get(sent.headers["location"])
        both = sent.seconds + shown.seconds
        return Response(shown.status, shown.headers, shown.body, shown.wire, both)

    def sign_in(self, email: str, password: str) -> None:
        """Sign in on the real page."""
        page = self.get("/sign-in").text
        form = fields(page, "/sign-in") | {"email": email, "password": password}
        assert self.post("/sign-in", form).status == 200, "nobody was signed in"

    def _ask(self, method: str, path: str, body: str | None) -> Response:
        headers = {"Accept-Encoding": "gzip"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
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
        return Response(
            answer.status, found, gzip.decompress(raw) if packed else raw, len(raw), seconds
        )


def fields(page: str, action: str) -> dict[str, str]:
    """Read the fields of the form with an action as the page shows them."""
    found: dict[str, str] = {}
    for _kind, name, attributes, text in _fields(page, action):
        chosen = attributes.get("type") not in {"radio", "checkbox"} or "checked" in attributes
        if chosen:
            found[name] = attributes.get("value", text)
    return found


def answered(page: str, action: str, chance: random.Random) -> dict[str, str]:
    """Answer every question of a form: each with a figure, a year, a source and a note."""
    form: dict[str, str] = {}
    for kind, name, attributes, _text in _fields(page, action):
        if attributes.get("type") == "hidden":
            form[name] = attributes["value"]
        elif attributes.get("type") != "checkbox":
            form[name] = _typed(kind, name, attributes, chance)
    levels = re.findall(r'name="([\w-]+-value)" value="0"', page)
    return form | {name: str(chance.randint(0, 4)) for name in levels}


def _typed(kind: str, name: str, attributes: dict[str, str], chance: random.Random) -> str:
    part = name.rpartition("-")[2]
    match part:
        case "state":
            return "value"
        case "year":
            return str(chance.randint(2021, 2025))
        case "numerator":
            return str(chance.randint(1_000, 4_999))
        case "denominator":
            return str(chance.randint(5_000, 9_999))
        case "grade":
            return chance.choice(("official", "register", "survey"))
        case "territory":
            return "city"
        case "reason":
            return ""
    if attributes.get("inputmode") == "decimal":
        return str(chance.randint(1, 99))
    length = 40 if kind == "textarea" else 4
    return " ".join(chance.choice(("Annual", "report", "table", "2025", "office")) for _ in range(length))


def _fields(page: str, action: str) -> list[tuple[str, str, dict[str, str], str]]:
    form = next(
        part for part in page.split("<form")[1:] if f'action="{action}"' in part.partition(">")[0]
    ).partition("</form>")[0]
    read = [
        (kind, {key: unescape(value) for key, value in _ATTRIBUTE.findall(rest)}, unescape(text))
        for kind, rest, text in _FIELD.findall(form)
    ]
    return [(kind, a["name"], a, text) for kind, a, text in read if "name" in a]


def _relative(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
