"""Rows of what was said and seen in the reviews of invented reports."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from lcassess.framework.precision import canonical
from lcassess.services.invented_people import REVIEWERS, reviewer_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lcassess.services.invented_reports import InventedReport

PAGES_SEEN = ("1.1", "2.3", "results")
_HOUR = timedelta(hours=1)


def remark_rows(report: InventedReport) -> Iterator[dict[str, Any]]:
    """Give the rows of the remarks on a report."""
    for remark in report.review.remarks:
        level_city = None if remark.level_city is None else canonical(remark.level_city)
        yield {
            "assessment_id": report.id,
            "indicator_id": remark.indicator_id,
            "text": remark.text,
            "level": remark.level,
            "level_city": level_city,
            "person_name": REVIEWERS[reviewer_of(report.placed.city)].name,
            "at": report.opened_at + remark.number * _HOUR,
        }


def reply_rows(report: InventedReport) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the rows of the replies, each with the answer that its remark is on."""
    for name, reply in report.review.replies:
        yield (
            name,
            {
                "assessment_id": report.id,
                "verdict": reply.verdict.value,
                "text": reply.text,
                "person_name": report.placed.city.coordinator,
                "at": report.opened_at + timedelta(days=2) + reply.number * _HOUR,
            },
        )


def look_rows(report: InventedReport) -> Iterator[dict[str, Any]]:
    """Give the looks that the reviewer took into a report of the open round."""
    for hours, page in enumerate(PAGES_SEEN if report.review.remarks else ()):
        yield {
            "assessment_id": report.id,
            "page": page,
            "person_name": REVIEWERS[reviewer_of(report.placed.city)].name,
            "at": report.opened_at + hours * _HOUR,
        }
