"""Goals 1 and 2: what a page and a save cost."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from benchmarks.client import Client, answered
from lcassess.framework import catalogue

if TYPE_CHECKING:
    from benchmarks.server import Server

CODES = tuple(area.code for area in catalogue.load("2026").focus_areas)


class Person:
    """Somebody at the pages of one report."""

    def __init__(self, client: Client, report: str, seed: int) -> None:
        self._client, self._report, self._chance = client, report, random.Random(seed)

    def read(self, code: str) -> str:
        """Read one page."""
        shown = self._client.get(self._address(code))
        assert "csrf_token" in shown.text, shown.status
        return shown.text

    def save(self, code: str, page: str) -> float:
        """Answer the whole page that was read, save it, and see the next one; give the seconds."""
        position = CODES.index(code)
        form = answered(page, self._address(code), self._chance)
        form["next"] = CODES[(position + 1) % len(CODES)]
        shown = self._client.post(self._address(code), form)
        assert shown.status == 200
        return shown.seconds

    def _address(self, code: str) -> str:
        return f"/assessments/{self._report}/{code}"
