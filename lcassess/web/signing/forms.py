"""The forms of whoever signs or endorses."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

LONGEST_NAME = 200
LONGEST_TEXT = 5000
_AUTO = {"dir": "auto"}


class SignatureForm(FlaskForm):  # type: ignore[misc]
    """By which name and as what somebody signs."""

    name = StringField(
        _("Your name"),
        [DataRequired(_("Enter your name")), Length(max=LONGEST_NAME)],
        render_kw=_AUTO | {"autocomplete": "name"},
    )
    function = StringField(
        _("Your function"),
        [DataRequired(_("Enter your function, such as mayor")), Length(max=LONGEST_NAME)],
        render_kw=_AUTO | {"autocomplete": "organization-title"},
    )


class DeclineForm(FlaskForm):  # type: ignore[misc]
    """Why somebody does not sign."""

    reason = TextAreaField(
        _("What should be changed first"),
        [DataRequired(_("Say what should be changed")), Length(max=LONGEST_TEXT)],
        render_kw=_AUTO,
    )


class EndorsementForm(FlaskForm):  # type: ignore[misc]
    """What a National Commission says with its endorsement, if anything."""

    advice = TextAreaField(
        _("What you want to say with it (need not be filled in)"),
        [Length(max=LONGEST_TEXT)],
        render_kw=_AUTO,
    )
