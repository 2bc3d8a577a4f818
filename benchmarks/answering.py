"""A person who answers: reads a page, fills it in like somebody who has the figures, and saves."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from typing import TYPE_CHECKING

from benchmarks.client import OK, fields, hidden_fields
from lcassess.framework import catalogue
from lcassess.framework.model import Kind

if TYPE_CHECKING:
    from benchmarks.client import Client, Response
    from lcassess.framework.model import FocusArea, Indicator

FRAMEWORK = catalogue.load("2026")
CODES = tuple(FRAMEWORK.by_code)
WORDS = ("annual", "report", "of", "the", "statistical", "office", "by", "district", "table", "4")
BEHIND = 412
VARIANTS = 3  # sets of answers for a page, so that every save changes most of it


class Person:
    """Somebody at the pages of one report, who goes from each to the next."""

    def __init__(self, client: Client, report: str, seed: int = 0) -> None:
        self._client, self._report, self._chance = client, report, random.Random(seed)  # noqa: S311  # no secret
        self._forms = {code: self._blank(code) for code in CODES}
        self._answers = {
            code: [self._figures(FRAMEWORK.by_code[code]) for _ in range(VARIANTS)]
            for code in CODES
        }
        self._saves = 0
        self._page = self.read(CODES[0]).text

    def read(self, code: str) -> Response:
        """Read one page."""
        return self._client.get(self._address(code))

    def read_all(self) -> None:
        """Read every page once."""
        for code in CODES:
            self.read(code)

    def save(self) -> Response:
        """Answer everything on the page that is open, save it, and see the next one."""
        code = CODES[self._saves % len(CODES)]
        form = self._forms[code] | self._answers[code][self._saves // len(CODES) % VARIANTS]
        form |= hidden_fields(self._page)
        self._saves += 1
        form["next"] = CODES[self._saves % len(CODES)]
        shown = self._client.post(self._address(code), form)
        self._page = shown.text
        return shown

    def save_one(self, name: str, parts: dict[str, str], version: int, key: str = "") -> int:
        """Save parts of one answer; give the version that stands after it.

        Whose version is behind is told the one that stands, and saves for that.
        """
        address = f"/assessments/{self._report}/answers/{name}"
        found = self._client.patch(address, parts, version, key)
        if found.status == BEHIND:
            version = int(json.loads(found.body)["version"])
            found = self._client.patch(address, parts, version, key)
        assert found.status == OK, f"PATCH {address}: {found.status}"
        return int(json.loads(found.body)["version"])

    def save_all(self) -> None:
        """Save every page once."""
        for _code in CODES:
            self.save()

    def _address(self, code: str) -> str:
        return f"/assessments/{self._report}/{code}"

    def _blank(self, code: str) -> dict[str, str]:
        return fields(self.read(code).text, self._address(code))

    def _figures(self, focus_area: FocusArea) -> dict[str, str]:
        names = [focus_area.text_name(text) for text in focus_area.texts]
        found = {f"{name}-value": self._words(40) for name in names}
        for indicator in focus_area.indicators:
            found |= self._answer(indicator)
        return found

    def _answer(self, indicator: Indicator) -> dict[str, str]:
        parts = self._figure(indicator) | {
            "state": "value",
            "year": str(self._chance.randint(2021, 2025)),
            "source": self._words(5),
            "grade": self._chance.choice(("official", "register", "survey")),
            "note": self._words(12),
        }
        return {f"{indicator.id}-{part}": text for part, text in parts.items()}

    def _figure(self, indicator: Indicator) -> dict[str, str]:
        if indicator.kind is Kind.LEVEL:
            return {"value": str(self._chance.randint(0, 4))}
        if indicator.kind is Kind.SHARES:
            first = self._chance.randint(0, 100)
            rest = [100 - first, *(0 for _part in indicator.parts[2:])]
            shares = zip(indicator.parts, [first, *rest], strict=True)
            return {f"value-{part.id}": str(share) for part, share in shares}
        usual = indicator.expected or indicator.bounds
        chosen = usual.low + (usual.high - usual.low) * Decimal(self._chance.randint(1, 99)) / 100
        if not indicator.has_parts:
            return {"value": f"{chosen:.1f}"}
        all_people = self._chance.randint(50_000, 99_999)
        counted = chosen * all_people / (indicator.per or 1)
        return {"numerator": f"{counted:.0f}", "denominator": str(all_people)}

    def _words(self, count: int) -> str:
        return " ".join(self._chance.choice(WORDS) for _word in range(count))
