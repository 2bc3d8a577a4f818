"""The forms of the pages of UIL."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    EmailField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    Optional,
)
from wtforms.widgets import TextInput

from lcassess.accounts.words import ROLES
from lcassess.web.administering.words import REGIONS, UNIT_TYPES, country_names

LONGEST_NAME = 200
LTR = {"dir": "ltr", "autocomplete": "off"}
AUTO = {"dir": "auto", "autocomplete": "off"}
NOT_CHOSEN = _("Not chosen")
DATE = _("Enter a date as year, month and day, such as 2026-09-01")


def neat(text: str | None) -> str:
    """Leave out white space that nobody means."""
    return " ".join((text or "").split())


def name_field(label: str, missing: str) -> StringField:
    """Make a field for a name that has to be given."""
    return StringField(
        label,
        [DataRequired(missing), Length(max=LONGEST_NAME)],
        filters=[neat],
        render_kw=AUTO,
    )


class DayField(DateField):  # type: ignore[misc]
    """A date as text: each browser's own control shows another order than the hint."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date."""
        try:
            super().process_formdata(valuelist)
        except ValueError as fault:
            raise ValueError(str(DATE)) from fault


class CityForm(FlaskForm):  # type: ignore[misc]
    """A new member city."""

    name = name_field(_("Name in Latin letters"), _("Enter the name of the city"))
    own_name = StringField(
        _("Name in its own script, if that is another one"),
        [Length(max=LONGEST_NAME)],
        filters=[neat],
        render_kw=AUTO,
    )
    country = SelectField(_("Country"), [DataRequired(_("Choose the country"))])
    region = SelectField(_("Region of UNESCO"), [DataRequired(_("Choose the region"))])
    unit_type = SelectField(_("Kind of place"))
    since = DayField(
        _("Member since"),
        [InputRequired(_("Enter the day on which it became a member"))],
        render_kw=LTR,
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.country.choices = [("", NOT_CHOSEN), *country_names().items()]
        self.region.choices = [("", NOT_CHOSEN), *REGIONS.items()]
        self.unit_type.choices = [(kind.value, word) for kind, word in UNIT_TYPES.items()]


class InvitationForm(FlaskForm):  # type: ignore[misc]
    """Whom to invite to which role; what a role needs is checked with it."""

    email = EmailField(
        _("Work email"),
        [DataRequired(_("Enter the email of the person"))],
        filters=[neat],
        render_kw=LTR,
    )
    role = SelectField(_("Role"))
    city = StringField(_("City"), filters=[neat], render_kw=AUTO)
    country = SelectField(_("Country"), [Optional()])
    focus_areas = SelectMultipleField(_("Focus areas"))

    def __init__(self, focus_areas: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        self.role.choices = [(role.value, word) for role, word in ROLES.items()]
        self.country.choices = [("", NOT_CHOSEN), *country_names().items()]
        self.focus_areas.choices = focus_areas


class ConfirmationForm(FlaskForm):  # type: ignore[misc]
    """Nothing but the token that says that it is meant."""
