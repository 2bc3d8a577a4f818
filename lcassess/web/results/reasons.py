"""Why an answer is not counted, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from lcassess.scoring.ledger import NotCounted

REASONS = {
    NotCounted.NO_DATA: _("no data"),
    NotCounted.NOT_APPLICABLE: _("does not apply"),
    NotCounted.LATER: _("later"),
    NotCounted.UNANSWERED: _("not answered"),
    NotCounted.INVALID: _("outside what is possible"),
    NotCounted.ASK: _("can be read in two ways"),
    NotCounted.NATIONAL: _("figure of the whole country"),
    NotCounted.UNSCORED: _("context, not scored"),
}
