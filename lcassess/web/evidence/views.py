"""The page of an answer's evidence, and the download of its files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast
from uuid import UUID

from flask import Blueprint, current_app, redirect, render_template, request, send_file, url_for
from flask_babel import get_locale

from lcassess.accounts.current import require_actor
from lcassess.accounts.sealing import author_token, posted_form, sealable
from lcassess.assessment.evidence import LARGEST_FILE, MIB, QUOTA, EvidenceFaultError
from lcassess.assessment.fields import clean
from lcassess.extensions import db
from lcassess.framework.catalogue import in_language
from lcassess.services import evidencing
from lcassess.services.evidence_files import EvidenceFiles
from lcassess.services.evidencing import Given, Upload
from lcassess.web.evidence import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Response
    from flask.typing import ResponseReturnValue

    from lcassess.assessment.evidence import EvidenceFault

blueprint = Blueprint("evidence", __name__)

LARGEST_POST = LARGEST_FILE + MIB  # a file and the fields beside it
NOTHING_TYPED: Mapping[str, str] = {}
# Nothing that somebody uploaded is ever shown or run as a page of this service.
SANDBOX = "sandbox; default-src 'none'"


@blueprint.url_value_preprocessor
def take_files(endpoint: str | None, _values: object) -> None:
    """Let larger requests in where files are given, and nowhere else."""
    if endpoint == "evidence.add":
        request.max_content_length = LARGEST_POST


@blueprint.get("/assessments/<uuid:assessment_id>/answers/<name>/evidence")
def evidence(assessment_id: UUID, name: str) -> ResponseReturnValue:
    """Show the evidence of an answer."""
    return _show(assessment_id, name)


@blueprint.post("/assessments/<uuid:assessment_id>/answers/<name>/evidence")
@sealable
def add(assessment_id: UUID, name: str) -> ResponseReturnValue:
    """Add a link or a file; what is not taken comes back with the reason."""
    actor, now, typed = require_actor(), datetime.now(UTC), _typed()
    try:
        evidencing.add(db.session, actor, assessment_id, name, _given(typed), _files(), now)
    except EvidenceFaultError as refusal:
        return _show(assessment_id, name, typed, refusal.fault), 422
    return _back(assessment_id, name)


@blueprint.post("/assessments/<uuid:assessment_id>/answers/<name>/evidence/<int:item>/remove")
def remove(assessment_id: UUID, name: str, item: int) -> ResponseReturnValue:
    """Take an item away."""
    actor, now = require_actor(), datetime.now(UTC)
    evidencing.remove(db.session, actor, assessment_id, name, item, _files(), now)
    return _back(assessment_id, name)


@blueprint.get("/assessments/<uuid:assessment_id>/answers/<name>/evidence/<int:item>/file")
def file(assessment_id: UUID, name: str, item: int) -> Response:
    """Send the file of an item to be kept, never to be shown here."""
    actor, now = require_actor(), datetime.now(UTC)
    found, kind, content = evidencing.open_file(
        db.session, actor, assessment_id, name, item, _files(), now
    )
    response = send_file(
        content,
        kind.content_type,
        as_attachment=True,
        download_name=found.file_name,
        conditional=False,
        etag=False,
    )
    response.content_length = found.size
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/assessments/<uuid:assessment_id>/answers/<name>/explanation")
@sealable
def explain(assessment_id: UUID, name: str) -> ResponseReturnValue:
    """Keep why an answer is right."""
    actor, text = require_actor(), clean(posted_form().get("explanation", ""))
    evidencing.explain(db.session, actor, assessment_id, name, text, datetime.now(UTC))
    return _back(assessment_id, name)


def _typed() -> dict[str, str]:
    fields = ("link", "page", "quote", "shareable", "valid-until")
    return {field: clean(posted_form().get(field, "")) for field in fields}


def _given(typed: Mapping[str, str]) -> Given:
    sent = request.files.get("file")
    upload = None
    if sent is not None and sent.filename:
        upload = Upload(cast("BinaryIO", sent.stream), sent.filename)
    return Given(
        typed["link"],
        upload,
        typed["page"],
        typed["quote"],
        typed["shareable"] == "yes",
        typed["valid-until"],
    )


def _files() -> EvidenceFiles:
    return EvidenceFiles(Path(current_app.instance_path) / "evidence")


def _back(assessment_id: UUID, name: str) -> ResponseReturnValue:
    address = url_for("evidence.evidence", assessment_id=assessment_id, name=name)
    return redirect(address, 303)


def _show(
    assessment_id: UUID,
    name: str,
    typed: Mapping[str, str] = NOTHING_TYPED,
    fault: EvidenceFault | None = None,
) -> str:
    actor, now = require_actor(), datetime.now(UTC)
    found = evidencing.open_evidence(db.session, actor, assessment_id, name, now)
    framework = in_language(found.place.framework, str(get_locale()))
    report = found.place.report
    adding = url_for("evidence.add", assessment_id=assessment_id, name=name)
    explaining = url_for("evidence.explain", assessment_id=assessment_id, name=name)
    return render_template(
        "evidence/evidence.html",
        found=found,
        place=found.place,
        report=report,
        indicator=framework.indicators[name],
        kinds=words.KINDS,
        typed=typed,
        today=now.date(),
        largest=LARGEST_FILE // MIB,
        most=QUOTA // MIB,
        used=-(-found.used // MIB),
        author=author_token(actor.person_id, adding),
        explainer=author_token(actor.person_id, explaining),
        errors=((words.field_of(fault), words.sentence(fault)),) if fault else (),
        fictional=report.city.name if report.city.fictional else "",
    )
