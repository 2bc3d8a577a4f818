"""Saving one answer as it is typed, and who else is at the page; both speak JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, Response, current_app, json, jsonify, request
from flask_babel import force_locale, get_locale
from flask_wtf.csrf import validate_csrf
from wtforms import ValidationError

from lcassess.accounts.current import require_actor
from lcassess.assessment.fields import clean
from lcassess.assessment.merge import UnknownChoiceError
from lcassess.assessment.sheet import Answer
from lcassess.extensions import csrf, db
from lcassess.services import presence, saving
from lcassess.services.merging import Conflict, TextConflict
from lcassess.services.refusals import NotNowError
from lcassess.services.saving import (
    Change,
    KeyUsedError,
    UnknownPartError,
    VersionMissingError,
)
from lcassess.services.soft_checking import read_beside
from lcassess.web.answering import replies
from lcassess.web.languages import gettext as _

if TYPE_CHECKING:
    from typing import Any

    from flask.typing import ResponseReturnValue

    from lcassess.assessment.sheet import Text
    from lcassess.network.membership import Actor
    from lcassess.services.saving import Asked

blueprint = Blueprint("saving", __name__)

REFUSALS = (UnknownPartError, UnknownChoiceError, KeyUsedError, NotNowError, VersionMissingError)
CLEARED = {"state": "unanswered", "territory": "city", "unsure": "no"}
VERSION = re.compile(r'"(\d{1,9})"')


@dataclass(frozen=True, slots=True)
class Body:
    """What a save holds: parts as typed, and the language that they were typed in."""

    parts: dict[str, str]
    language: str
    sent: str


class Acknowledgement(Response):
    """A reply whose ETag is the version that stands, compressed or not."""

    def set_etag(self, etag: str, weak: bool = False) -> None:  # noqa: FBT001, FBT002  # as it was
        """Leave the ETag as it is: Flask-Compress would add the encoding to it."""


@blueprint.patch("/assessments/<uuid:assessment_id>/answers/<name>")
@csrf.exempt  # type: ignore[untyped-decorator]  # asked for below: 404 comes first
def save_answer(assessment_id: UUID, name: str) -> ResponseReturnValue:
    """Save parts of one answer or text, unless somebody changed the same since."""
    actor = require_actor()
    body = _body() if _token_holds() else None
    if body is None:
        saving.find_question(db.session, actor, assessment_id, name)
        csrf.protect()
        return _no(422, _("A save is an object of parts of this answer, each as typed or null."))
    key = request.headers.get("Idempotency-Key", "")
    change = Change(body.parts, _version(), body.language, key, body.sent)
    with force_locale(body.language):  # of the page that asks; another tab may speak another one
        return _save(actor, assessment_id, name, change)


def _save(actor: Actor, assessment_id: UUID, name: str, change: Change) -> ResponseReturnValue:
    now = datetime.now(UTC)
    try:
        asked, found = saving.save_answer(db.session, actor, assessment_id, name, change, now)
    except REFUSALS as refusal:
        return _no(*_why(refusal))
    if isinstance(found, Conflict | TextConflict):
        reply = replies.conflict(asked, found)
        if _shows_cards():
            reply["card"] = replies.choice(asked, found, change.version, change.language)
        return jsonify(reply), 412
    reply = _reply(asked, found, change.language)
    if _shows_cards() and not _is_known(found, change, now):
        reply["card"]["parts"] = replies.as_typed(asked, found)
    etag = {"ETag": f'"{found.version}"'}
    return Acknowledgement(json.dumps(reply), headers=etag, mimetype="application/json")


def _is_known(found: Answer | Text, change: Change, now: datetime) -> bool:
    """Tell whether nothing stands but what the author saw and saved: else the page shows less."""
    made = found.at == now and found.version - 1 == change.version
    return made or found.version == change.version


@blueprint.post("/assessments/<uuid:assessment_id>/<code:code>/here")
def be_here(assessment_id: UUID, code: str) -> ResponseReturnValue:
    """Say that I am at this page, and hear who else is."""
    actor, now = require_actor(), datetime.now(UTC)
    return jsonify(people=presence.be_here(db.session, actor, assessment_id, code, now))


@blueprint.post("/assessments/<uuid:assessment_id>/<code:code>/gone")
def leave(assessment_id: UUID, code: str) -> ResponseReturnValue:
    """Say that I have left this page."""
    presence.leave(db.session, require_actor(), assessment_id, code)
    return "", 204


def _token_holds() -> bool:
    """Tell whether the save comes with the token of this session."""
    try:
        validate_csrf(request.headers.get("X-CSRFToken"))
    except ValidationError:
        return False
    return True


def _body() -> Body | None:
    """Read what a save holds; None if it is no object of parts, each a text or null."""
    try:
        sent = request.get_json(force=True, silent=True)
    except RecursionError:
        return None
    if not isinstance(sent, dict):
        return None
    whole = json.dumps(sent, sort_keys=True)
    language = sent.pop("lang", None) or str(get_locale())
    parts = {part: _typed(part, value) for part, value in sent.items()}
    if not parts or None in parts.values() or language not in current_app.config["LANGUAGES"]:
        return None
    return Body({part: str(text) for part, text in parts.items()}, language, whole)


def _typed(part: str, value: object) -> str | None:
    """Give a part as a form would post it; None if it is no text."""
    if value is None:
        return CLEARED.get(part, "")
    if part == "unsure" and isinstance(value, bool):
        return "yes" if value else "no"
    return clean(value) if isinstance(value, str) and _is_whole(value) else None


def _is_whole(text: str) -> bool:
    """Tell whether a text holds no half of a character, which JSON can write and nobody keep."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _version() -> int | None:
    """Read which version the author saw; whoever says it in another way has not said it."""
    found = VERSION.fullmatch(request.headers.get("If-Match", "").strip())
    return int(found[1]) if found else None


def _reply(asked: Asked, found: Answer | Text, language: str) -> dict[str, Any]:
    beside = None
    if isinstance(found, Answer):
        beside = read_beside(db.session, asked.report, asked.framework, found)
    reply = replies.saved(asked, found, language, beside)
    if _shows_cards():
        reply["card"] = replies.card(asked, found, language, beside)
    return reply


def _shows_cards() -> bool:
    """Tell whether it is our own page that asks: it puts on its card what came of the save."""
    return "return=representation" in request.headers.get("Prefer", "")


def _why(refusal: Exception) -> tuple[int, str]:
    if isinstance(refusal, NotNowError):
        return 409, _("This report cannot be written now, so nothing was saved.")
    if isinstance(refusal, VersionMissingError):
        return 428, _("Say in If-Match which version of the answer you saw, such as “3”.")
    if isinstance(refusal, KeyUsedError):
        return 422, _("This key was used before, for another save.")
    if isinstance(refusal, UnknownPartError):
        return 422, _("A save is an object of parts of this answer, each as typed or null.")
    return 422, _("One of the parts is a choice that this question does not offer.")


def _no(status: int, sentence: str) -> ResponseReturnValue:
    return jsonify(message=sentence), status
