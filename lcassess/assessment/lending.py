"""Questions that a city lends to somebody without an account, and what comes back for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from lcassess.assessment import merge
from lcassess.assessment.fields import answer_fields, clean
from lcassess.assessment.sheet import Answer, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from lcassess.framework.model import Framework, Indicator

OPEN_AFTER_DUE = timedelta(days=14)
AS_IN_AN_EMPTY_FORM = {"state": "unanswered", "territory": "city", "unsure": "no"}


class Verdict(StrEnum):
    """What the coordinator decides on a suggestion."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What somebody suggests as answer to a lent question: parts as typed, in a language.

    `seen` is the version of the answer when the form was shown; `version` the one that it has
    since it was accepted, None where nothing changed.
    """

    id: int
    loan_id: int
    name: str
    fields: Mapping[str, str]
    seen: int
    language: str
    by: str
    at: datetime
    verdict: Verdict | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    version: int | None = None

    @property
    def waits(self) -> bool:
        """Tell whether nobody has decided on it."""
        return self.verdict is None


@dataclass(frozen=True, slots=True)
class Loan:
    """Questions that were lent: which, by whom, to whom, until when, and what came back.

    `suggestions` are those that count: of each question the last one.
    """

    id: int
    names: tuple[str, ...]
    name: str
    department: str
    language: str
    message: str
    due_at: datetime
    by: str
    at: datetime
    email: str
    expires_at: datetime
    revoked_at: datetime | None = None
    suggestions: tuple[Suggestion, ...] = field(default=())

    @property
    def supplier(self) -> str:
        """Name who shall answer, with the department."""
        return ", ".join(filter(None, (self.name, self.department)))

    @property
    def waiting(self) -> tuple[Suggestion, ...]:
        """List what the coordinator has to decide on."""
        return tuple(one for one in self.suggestions if one.waits)

    @property
    def came_at(self) -> datetime | None:
        """Tell when something came back last."""
        return max((one.at for one in self.suggestions), default=None)

    def is_open(self, now: datetime) -> bool:
        """Tell whether its link opens the questions."""
        return self.revoked_at is None and now <= self.expires_at

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether nothing came back in time."""
        return self.revoked_at is None and not self.suggestions and now > self.due_at


def counting(suggestions: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Give of each loan and question the last suggestion, unless that one takes it back."""
    last = {(one.loan_id, one.name): one for one in suggestions}
    return tuple(one for one in last.values() if one.fields)


def suggested(
    framework: Framework, names: Sequence[str], form: Mapping[str, str], language: str
) -> dict[str, dict[str, str]]:
    """Pick out of a form what is suggested for each lent question, and nothing else.

    Parts that stand as in an empty form suggest nothing. Raises UnknownChoiceError.
    """
    return {name: _given(framework, name, form, language) for name in names}


def as_answer(indicator: Indicator, found: Suggestion) -> Answer:
    """Give a suggestion as if it were the whole answer."""
    answer = merge.apply(indicator, Answer(indicator.id), found.fields, found.language)
    return merge.as_shown(answer)


def as_text(found: Suggestion) -> Text:
    """Give a suggestion as the text that it suggests."""
    return Text(found.name, found.fields.get("value", "").strip())


def _given(
    framework: Framework, name: str, form: Mapping[str, str], language: str
) -> dict[str, str]:
    indicator = framework.indicators.get(name)
    if indicator is None:
        return _filled({"value": clean(form.get(f"{name}-value", ""))})
    found = _filled(answer_fields(indicator, form))
    meant = merge.apply(indicator, Answer(name), found, language)
    return found if meant != Answer(name) else {}


def _filled(fields: Mapping[str, str]) -> dict[str, str]:
    """Leave out what an empty form posts, and of which version it was."""
    return {
        part: text
        for part, text in fields.items()
        if text.strip() and part != "version" and AS_IN_AN_EMPTY_FORM.get(part) != text
    }
