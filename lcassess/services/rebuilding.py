"""The score table, made again from what cities answered and handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from lcassess.framework import catalogue
from lcassess.scoring.packing import pack_all
from lcassess.scoring.recipe import Recipe
from lcassess.scoring.scores import score_sheets
from lcassess.services import settlement
from lcassess.services.reports import read
from lcassess.services.transaction import deed
from lcassess.storage import answers, assessments, rounds, scores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy.orm import Session

    from lcassess.assessment.sheet import AnswerSheet
    from lcassess.framework.model import Framework

BATCH = 100


class Batch(NamedTuple):
    """Some reports of one edition, scored together."""

    edition: str
    assessment_ids: list[UUID]


def rebuild_scores(session: Session, progress: Callable[[Sequence[Batch]], Iterable[Batch]]) -> int:
    """Make the whole score table again, with the same result; give the number of its rows.

    A batch at a time, so that nobody who saves has to wait for long.
    """
    batches = list(_batches(session))
    for batch in progress(batches):
        with deed(session, "rebuild-scores"):
            scores.replace(session, _rows(session, batch))
    return sum(len(batch.assessment_ids) for batch in batches)


def settled(framework: Framework, sheet: AnswerSheet) -> bytes:
    """Count the questions that are settled, one byte a focus area."""
    return bytes(
        sum(sheet[indicator.id].given for indicator in focus_area.indicators)
        for focus_area in framework.focus_areas
    )


def _batches(session: Session) -> Iterator[Batch]:
    for found in rounds.everything(session):
        ids = assessments.ids_of_round(session, found.id)
        for start in range(0, len(ids), BATCH):
            yield Batch(found.edition, ids[start : start + BATCH])


def _rows(session: Session, batch: Batch) -> list[dict[str, Any]]:
    framework = catalogue.load(batch.edition)
    recipe = Recipe.of(framework).fingerprint
    states = answers.states(session, batch.assessment_ids)
    profiles = _profiles(session, framework, batch)
    return [
        {
            "assessment_id": assessment_id,
            "settled": settled(framework, states[assessment_id]),
            "recipe": recipe if assessment_id in profiles else "",
            "profile": profiles.get(assessment_id),
        }
        for assessment_id in batch.assessment_ids
    ]


def _profiles(session: Session, framework: Framework, batch: Batch) -> dict[UUID, bytes]:
    sent = assessments.last_submissions(session, batch.assessment_ids)
    heads = {assessment_id: row.head_number for assessment_id, row in sent.items()}
    accepted = settlement.of_accepted(session, heads)
    sheets = [read(row, accepted.get(one)).scored for one, row in sent.items()]
    return dict(zip(sent, pack_all(score_sheets(framework, sheets)), strict=True))
