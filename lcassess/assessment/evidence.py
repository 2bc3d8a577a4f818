"""Evidence of an answer: a link, or a file, with where to look in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

MIB = 1024 * 1024
LARGEST_FILE = 10 * MIB
QUOTA = 100 * MIB  # of all files of one report
MOST_ITEMS = 20  # at one answer
LONGEST_URL = 2_000
LONGEST_PAGE = 100
LONGEST_QUOTE = 2_000
SCHEMES = ("http", "https")


class EvidenceFault(StrEnum):
    """Why evidence is not taken."""

    NOTHING = "nothing"
    BOTH = "both"
    NO_LINK = "no-link"
    WITH_PASSWORD = "with-password"  # noqa: S105  # a code
    NOT_PUBLIC = "not-public"
    TOO_LONG = "too-long"
    BAD_DAY = "bad-day"
    TOO_MANY = "too-many"
    QUOTA = "quota"
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    UNKNOWN_KIND = "unknown-kind"
    MIXED_KIND = "mixed-kind"
    DAMAGED = "damaged"
    ACTIVE = "active"
    EXTERNAL = "external"
    TOO_MUCH_INSIDE = "too-much-inside"


class EvidenceFaultError(ValueError):
    """Evidence that is not taken, and why."""

    def __init__(self, fault: EvidenceFault) -> None:
        """Keep why."""
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Evidence:
    """An item of evidence: a link with `url`, or a file, kept under the SHA-256 `digest`.

    `shareable` says whether others than the city and UIL may ever see it. `number` is its place
    in the city's history.
    """

    indicator_id: str
    item: int = 0
    version: int = 0
    url: str = ""
    digest: str = ""
    file_name: str = ""
    file_kind: str = ""
    size: int = 0
    page: str = ""
    quote: str = ""
    shareable: bool = False
    valid_until: date | None = None
    removed: bool = False
    number: int = field(default=0, compare=False)
    by: str = field(default="", compare=False)
    at: datetime | None = field(default=None, compare=False)

    def expired(self, today: date) -> bool:
        """Tell whether it is past the day until which it holds."""
        return self.valid_until is not None and today > self.valid_until

    def plain(self) -> dict[str, Any]:
        """Give what is frozen of it, without what is empty."""
        found = {
            "item": self.item,
            "indicator_id": self.indicator_id,
            "kind": "file" if self.digest else "link",
            "url": self.url,
            "sha256": self.digest,
            "file_name": self.file_name,
            "file_kind": self.file_kind,
            "size": self.size,
            "page": self.page,
            "quote": self.quote,
            "valid_until": self.valid_until.isoformat() if self.valid_until else "",
        }
        return {name: value for name, value in found.items() if value} | {
            "shareable": self.shareable
        }


def thawed(plain: dict[str, Any]) -> Evidence:
    """Read an item back that was frozen."""
    given = {name: value for name, value in plain.items() if name not in {"kind", "sha256"}}
    if "valid_until" in given:
        given["valid_until"] = date.fromisoformat(given["valid_until"])
    return Evidence(**given, digest=plain.get("sha256", ""))


def used(items: Iterable[Evidence]) -> int:
    """Count the bytes of the files among some items, each file once."""
    return sum({item.digest: item.size for item in items if item.digest}.values())


def check_link(text: str) -> str:
    """Give a link that may be kept, tidied; raises EvidenceFaultError.

    Only a page of the web with a full address is one. Nothing is ever fetched from it here.
    """
    tidy = text.strip()
    if len(tidy) > LONGEST_URL:
        raise EvidenceFaultError(EvidenceFault.TOO_LONG)
    if not tidy.isprintable() or any(sign in tidy for sign in ' <>"\\^`{|}'):
        raise EvidenceFaultError(EvidenceFault.NO_LINK)
    try:
        parts = urlsplit(tidy)
        host = parts.hostname or ""
        known = parts.port is None or parts.port > 0
    except ValueError:
        raise EvidenceFaultError(EvidenceFault.NO_LINK) from None
    if parts.scheme not in SCHEMES or not host or not known:
        raise EvidenceFaultError(EvidenceFault.NO_LINK)
    if "@" in parts.netloc:
        raise EvidenceFaultError(EvidenceFault.WITH_PASSWORD)
    if not _is_public(host):
        raise EvidenceFaultError(EvidenceFault.NOT_PUBLIC)
    return tidy


def check_day(text: str) -> date | None:
    """Read a day as a browser's field for dates posts it; raises EvidenceFaultError."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise EvidenceFaultError(EvidenceFault.BAD_DAY) from None


def _is_public(host: str) -> bool:
    """Tell whether others can open it: a name with a dot, or a public address."""
    try:
        return ip_address(host).is_global
    except ValueError:
        whole, _, last = host.rstrip(".").rpartition(".")
        return bool(whole) and not last.isdigit() and last not in {"local", "internal", "localhost"}
