"""What some invented cities say beside their answers: evidence, groups, reasons."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from lcassess.assessment import breakdowns
from lcassess.assessment.attached import Attached
from lcassess.assessment.breakdowns import Breakdown
from lcassess.assessment.evidence import Evidence
from lcassess.assessment.explanation import Explanation
from lcassess.assessment.groups import GroupReach, Reach
from lcassess.services.invented_rounds import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lcassess.services.evidence_files import EvidenceFiles
    from lcassess.services.invented_rounds import DemoRound
    from lcassess.services.invention import InventedCity

TALKING = (1, 9, 11)  # a draft, one in review, one handed in
LITERACY, LEARNING = "adult-literacy", "adult-learning"
FILE = b"This file is invented.\ngroup,can read,asked\nwomen,1811,2040\nmen,1790,1960\n"
DIGEST = hashlib.sha256(FILE).hexdigest()
SURVEYED = {
    "sex": {"women": (1811, 2040), "men": (1790, 1960), "other-sex": (6, 7)},
    "age": {"15-24": (690, 700), "25-64": (2150, 2400), "65-and-over": (767, 907)},
}
REACHED = {
    "women": (Reach.YES, Reach.YES, Reach.PARTLY),
    "older-people": (Reach.YES, Reach.PARTLY, Reach.NO),
    "migrants-and-refugees": (Reach.PARTLY, Reach.PARTLY, Reach.UNKNOWN),
    "prisoners": (Reach.NO, Reach.UNKNOWN, Reach.UNKNOWN),
}


def beside(city: InventedCity, found: DemoRound) -> Attached:
    """Invent what a city says beside its answers in a round; most say nothing."""
    if found is not OPEN or city.number not in TALKING:
        return Attached()
    figures = [*map(_counted, SURVEYED), _not_counted()]
    reasons = [Explanation(LEARNING, "Courses of employers are counted since 2025.", 1)]
    return Attached(
        tuple(_items()),
        {reason.indicator_id: reason for reason in reasons},
        {(one.indicator_id, one.breakdown): one for one in figures},
        {one.group_id: one for one in _reached()},
    )


def keep_file(files: EvidenceFiles) -> None:
    """Keep the one file that the invented evidence refers to."""
    with files.locked():
        files.keep(io.BytesIO(FILE), DIGEST)


def _items() -> Iterable[Evidence]:
    link = "https://example.org/invented-city/literacy-survey-2025"
    quote = "Nine in ten adults read and write (invented)"
    yield Evidence(LITERACY, 1, 1, url=link, page="p. 12", quote=quote, shareable=True)
    yield Evidence(
        *(LITERACY, 2, 1),
        digest=DIGEST,
        file_name="invented-survey.csv",
        file_kind="text",
        size=len(FILE),
        valid_until=date(2029, 12, 31),
    )
    old = "https://example.org/invented-city/adult-learning-2019"
    yield Evidence(LEARNING, 3, 1, url=old, valid_until=date(2025, 12, 31))


def _counted(name: str) -> Breakdown:
    typed = {
        f"{group}-{part}": str(number)
        for group, pair in SURVEYED[name].items()
        for part, number in zip(breakdowns.COUNTS, pair, strict=True)
    }
    return replace(breakdowns.typed(Breakdown(LITERACY, name), typed, "en"), version=1)


def _not_counted() -> Breakdown:
    said = {"forbidden": "yes", "reason": "The law on statistics (invented)"}
    return replace(breakdowns.typed(Breakdown(LITERACY, "minority"), said, "en"), version=1)


def _reached() -> Iterable[GroupReach]:
    for group_id, (access, participation, involvement) in REACHED.items():
        parts = {
            "access": access.value,
            "participation": participation.value,
            "involvement": involvement.value,
            "source": "Survey of providers 2025 (invented)",
            "name": "",
        }
        yield GroupReach(group_id, parts, 1)
