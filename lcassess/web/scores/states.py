"""How far a report is, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from lcassess.assessment.status import Status

STATES = {
    Status.DRAFT: _("draft"),
    Status.SIGNING: _("waiting for the signature"),
    Status.SUBMITTED: _("submitted, not yet reviewed"),
    Status.ENDORSED: _("endorsed, not yet reviewed"),
    Status.IN_REVIEW: _("in review"),
    Status.RETURNED: _("returned"),
    Status.ACCEPTED: _("accepted"),
}

SHORT_STATES = STATES | {
    Status.SIGNING: _("signing"),
    Status.SUBMITTED: _("submitted"),
    Status.ENDORSED: _("endorsed"),
}


def state(code: str) -> str:
    """Say how far a report is."""
    return str(STATES[Status(code)])


def short_state(code: str) -> str:
    """Say how far a report is, for a narrow column."""
    return str(SHORT_STATES[Status(code)])
