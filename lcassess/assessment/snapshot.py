"""What was handed in, frozen as text: the same answers give the same bytes and fingerprint."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from lcassess.assessment.sheet import Answer, AnswerSheet, Grade, Mark, State, Territory
from lcassess.framework.precision import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

_DEFAULTS = Answer("")
_FIELDS = tuple(f.name for f in fields(Answer) if f.compare)
_WORDS = {"state": State, "grade": Grade, "territory": Territory, "mark": Mark}
_NUMBERS = ("value", "numerator", "denominator")


def freeze(
    sheet: AnswerSheet, texts: Mapping[str, str], beside: Mapping[str, Any] | None = None
) -> bytes:
    """Write answers, texts and what is `beside` them as canonical JSON, without what is empty.

    `beside` is plain data; of a version without any, and of those from before there was any,
    nothing is written, so that their fingerprints stay.
    """
    document: dict[str, Any] = {
        "answers": [plain(sheet.answers[name]) for name in sorted(sheet.answers)],
        "texts": {name: texts[name] for name in sorted(texts) if texts[name]},
    }
    if beside:
        document["attached"] = beside
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def thaw(frozen: bytes) -> tuple[AnswerSheet, dict[str, str]]:
    """Read answers and texts back, equal to those that were frozen."""
    document = json.loads(frozen)
    return AnswerSheet.of(_answer(plain) for plain in document["answers"]), document["texts"]


def attached(frozen: bytes) -> dict[str, Any]:
    """Read only what was beside answers and texts, as plain data."""
    found: dict[str, Any] = json.loads(frozen).get("attached", {})
    return found


def plain_answers(frozen: bytes) -> dict[str, dict[str, Any]]:
    """Read only the answers, by indicator, each as `plain` gave it: ten times as fast."""
    return {answer["indicator_id"]: answer for answer in json.loads(frozen)["answers"]}


def fingerprint(frozen: bytes, **about: str) -> str:
    """Give the fingerprint of what was handed in, with whose and for which round it is."""
    head = json.dumps(about, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.sha256(head + b"\n" + frozen).hexdigest()


def plain(answer: Answer) -> dict[str, Any]:
    """Give an answer as plain data, numbers as digits, without what equals its default."""
    found = {name: getattr(answer, name) for name in _FIELDS}
    found = {name: value for name, value in found.items() if value != getattr(_DEFAULTS, name)}
    for name in _NUMBERS:
        if name in found:
            found[name] = canonical(found[name])
    if "shares" in found:
        found["shares"] = {part: canonical(v) for part, v in found["shares"].items()}
    return found


def _answer(plain: dict[str, Any]) -> Answer:
    for name in _NUMBERS:
        if name in plain:
            plain[name] = Decimal(plain[name])
    if "shares" in plain:
        plain["shares"] = {part: Decimal(v) for part, v in plain["shares"].items()}
    for name, kind in (
        ("state", State),
        ("grade", Grade),
        ("territory", Territory),
        ("mark", Mark),
    ):
        if name in plain:
            plain[name] = kind(plain[name])
    return Answer(**plain)
