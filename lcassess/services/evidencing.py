"""Evidence of an answer: links and files, added and taken away; and why an odd figure is right.

A file is kept as long as an item that stands refers to it, and for good once it was handed in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from lcassess.assessment import evidence as items
from lcassess.assessment.evidence import Evidence, EvidenceFault, EvidenceFaultError
from lcassess.assessment.explanation import LONGEST, Explanation
from lcassess.assessment.file_kinds import KINDS, FileKind, recognise, safe_name
from lcassess.services import attached, attaching
from lcassess.services.evidence_files import digest_of
from lcassess.services.refusals import NotFoundError
from lcassess.services.transaction import deed
from lcassess.storage import evidence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from lcassess.network.membership import Actor
    from lcassess.services.attaching import Place
    from lcassess.services.evidence_files import EvidenceFiles


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """The evidence of one answer and the explanation; `history` is what the city alone sees."""

    place: Place
    items: Sequence[Evidence]
    history: Sequence[Evidence]
    explanation: Explanation
    used: int


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came, and what it was called there."""

    content: BinaryIO
    name: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """Evidence as somebody gives it: a link or a file, and what is said of it."""

    link: str = ""
    upload: Upload | None = None
    page: str = ""
    quote: str = ""
    shareable: bool = False
    valid_until: str = ""


def open_evidence(
    session: Session, actor: Actor, assessment_id: UUID, name: str, now: datetime
) -> EvidencePage:
    """Open the evidence of an answer: the city as it stands, others as it was handed in."""
    place = attaching.find(session, actor, assessment_id, name, now)
    found = attached.shown_to(session, actor, place.report)
    history = evidence.history(session, assessment_id) if place.own else []
    return EvidencePage(
        place,
        found.evidence_of(name),
        [item for item in history if item.indicator_id == name],
        found.explanations.get(name) or Explanation(name),
        items.used(found.evidence),
    )


def add(  # where, what, when
    session: Session,
    actor: Actor,
    assessment_id: UUID,
    name: str,
    given: Given,
    files: EvidenceFiles,
    now: datetime,
) -> None:
    """Add a link or a file; the same one a second time changes nothing.

    A file may be called anything: its content says what it is. Raises EvidenceFaultError.
    """
    attaching.hold(session, actor, assessment_id, name, now, lock=False)
    item = _item(name, given)
    doing = deed(session, "add-evidence", actor, assessment_id=assessment_id, question=name)
    with files.locked(), doing:
        place = attaching.hold(session, actor, assessment_id, name, now)
        if _add(session, actor, place, item, now) and given.upload:
            files.keep(given.upload.content, item.digest)


def remove(  # which item of which answer, when
    session: Session,
    actor: Actor,
    assessment_id: UUID,
    name: str,
    item: int,
    files: EvidenceFiles,
    now: datetime,
) -> None:
    """Take an item away; taken away twice, it is once. The history keeps what it was."""
    doing = deed(session, "remove-evidence", actor, assessment_id=assessment_id, question=name)
    with files.locked():
        with doing:
            attaching.hold(session, actor, assessment_id, name, now)
            history = evidence.history(session, assessment_id)
            known = [one for one in history if (one.item, one.indicator_id) == (item, name)]
            if not known:
                raise NotFoundError
            last = known[-1]
            if not last.removed:
                gone = replace(last, version=last.version + 1, removed=True)
                evidence.add(session, assessment_id, gone, actor, now)
        _let_go(session, files, last.digest)


def open_file(  # which item of which answer, for whom
    session: Session,
    actor: Actor,
    assessment_id: UUID,
    name: str,
    item: int,
    files: EvidenceFiles,
    now: datetime,
) -> tuple[Evidence, FileKind, BinaryIO]:
    """Open the file of an item that the person may see."""
    place = attaching.find(session, actor, assessment_id, name, now)
    found = attached.shown_to(session, actor, place.report).evidence_of(name)
    wanted = next((one for one in found if one.item == item and one.digest), None)
    content = files.open(wanted.digest) if wanted else None
    if wanted is None or content is None:
        raise NotFoundError
    return wanted, KINDS[wanted.file_kind], content


def explain(
    session: Session, actor: Actor, assessment_id: UUID, name: str, text: str, now: datetime
) -> None:
    """Keep why an answer is right; saved again with the same words, nothing changes."""
    said = text.strip()[:LONGEST]
    with deed(session, "explain", actor, assessment_id=assessment_id, question=name):
        attaching.hold(session, actor, assessment_id, name, now)
        history = evidence.explanations(session, assessment_id)
        known = [one for one in history if one.indicator_id == name]
        last = known[-1] if known else Explanation(name)
        if said != last.text:
            new = replace(last, text=said, version=last.version + 1)
            evidence.explain(session, assessment_id, new, actor, now)


def _item(name: str, given: Given) -> Evidence:
    """Check what was given and make an item of it, without number."""
    if bool(given.link.strip()) == bool(given.upload):
        raise EvidenceFaultError(EvidenceFault.BOTH if given.upload else EvidenceFault.NOTHING)
    item = Evidence(
        name,
        page=given.page.strip()[: items.LONGEST_PAGE],
        quote=given.quote.strip()[: items.LONGEST_QUOTE],
        shareable=given.shareable,
        valid_until=items.check_day(given.valid_until),
    )
    if given.upload is None:
        return replace(item, url=items.check_link(given.link))
    return _of_file(item, given.upload)


def _of_file(item: Evidence, upload: Upload) -> Evidence:
    kind = recognise(upload.content)
    return replace(
        item,
        digest=digest_of(upload.content),
        file_name=safe_name(upload.name, kind),
        file_kind=kind.id,
        size=upload.content.seek(0, 2),
    )


def _add(session: Session, actor: Actor, place: Place, item: Evidence, now: datetime) -> bool:
    """Write a new item, unless the same stands at this answer; tell whether it is new."""
    standing = attached.standing(session, place.report.id).evidence
    here = [one for one in standing if one.indicator_id == item.indicator_id]
    if any(replace(one, item=0, version=0) == item for one in here):
        return False
    if len(here) >= items.MOST_ITEMS:
        raise EvidenceFaultError(EvidenceFault.TOO_MANY)
    if items.used([*standing, item]) > items.QUOTA:
        raise EvidenceFaultError(EvidenceFault.QUOTA)
    new = replace(item, item=evidence.next_item(session, place.report.id), version=1)
    evidence.add(session, place.report.id, new, actor, now)
    return True


def _let_go(session: Session, files: EvidenceFiles, digest: str) -> None:
    """Delete a file to which nothing refers any more, once that is certain."""
    needed = evidence.needed(session, digest) if digest else True
    session.rollback()  # only read; nobody waits for it
    if not needed:
        files.remove(digest)
