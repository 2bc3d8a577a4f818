"""The report of one city in one round, and until when it can be written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lcassess.assessment.status import WRITABLE, Move, Stand, Status, step

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from lcassess.network.membership import City, Round


@dataclass(frozen=True, slots=True)
class Report:
    """An assessment with its city and round; `finished` holds codes of completed focus areas.

    `closes_at` is when the round closes for this city, by its cohort or an extension; without one
    it is when the round does. `excused` cities need not report. `last` is the id of the city's
    report in its last round before, as far as UIL has it; lists of reports leave it out.
    """

    id: UUID
    city: City
    round: Round
    status: Status
    was_returned: bool = False
    boundary: str = ""
    returned_areas: tuple[str, ...] = ()
    due_at: datetime | None = None
    finished: tuple[str, ...] = ()
    closes_at: datetime | None = None
    excused: bool = False
    reply_until: datetime | None = None
    last: UUID | None = field(default=None, compare=False)

    @property
    def stand(self) -> Stand:
        """Where the report stands, for the table of moves."""
        return Stand(
            self.status,
            self.round.asks_signature,
            self.round.asks_endorsement,
            self.was_returned,
        )

    @property
    def waits_for_endorsement(self) -> bool:
        """Tell whether the National Commission is asked to endorse it now."""
        return step(self.stand, Move.ENDORSE) is not None

    @property
    def deadline(self) -> datetime:
        """The moment after which nothing can be written."""
        closes_at = self.closes_at or self.round.closes_at
        if self.was_returned:
            return self.due_at or closes_at
        return max(closes_at, self.due_at or closes_at)

    def writable(self, now: datetime, code: str | None = None) -> bool:
        """Tell whether a focus area (or the report as a whole) can be written now."""
        if self.status not in WRITABLE or now > self.deadline:
            return False
        return self.status is Status.DRAFT or code is None or code in self.returned_areas
