"""The forms of the pages of UIL."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
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
    Regexp,
    ValidationError,
)
from wtforms.widgets import TextInput

from lcassess.accounts.words import ROLES
from lcassess.framework.catalogue import EDITIONS
from lcassess.network.slugs import SLUG
from lcassess.web.administering.words import REGIONS, UNIT_TYPES, country_names

if TYPE_CHECKING:
    from wtforms import Field

LONGEST_NAME = 200
LONGEST_SLUG = 100
_LTR = {"dir": "ltr", "autocomplete": "off"}
_AUTO = {"dir": "auto", "autocomplete": "off"}
NOT_CHOSEN = _("Not chosen")
_DATE = _("Enter a date as year, month and day, such as 2026-09-01")


def _neat(text: str | None) -> str:
    return " ".join((text or "").split())


def _name(label: str, missing: str) -> StringField:
    return StringField(
        label,
        [DataRequired(missing), Length(max=LONGEST_NAME)],
        filters=[_neat],
        render_kw=_AUTO,
    )


class _Day(DateField):  # type: ignore[misc]
    """A date as text: each browser's own control shows another order than the hint."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date."""
        try:
            super().process_formdata(valuelist)
        except ValueError as fault:
            raise ValueError(str(_DATE)) from fault


class RoundForm(FlaskForm):  # type: ignore[misc]
    """A new round."""

    name = _name(_("Name"), _("Enter the name of the round"))
    slug = StringField(
        _("Short name, for addresses"),
        [
            DataRequired(_("Enter a short name")),
            Length(max=LONGEST_SLUG),
            Regexp(
                rf"{SLUG.pattern}\Z",
                message=_("Use small letters a to z, digits and single hyphens, such as 2026"),
            ),
        ],
        filters=[_neat],
        render_kw=_LTR,
    )
    edition = SelectField(_("Edition of the questions"), choices=EDITIONS)
    opens = _Day(
        _("Opens on"), [InputRequired(_("Enter the day on which the round opens"))], render_kw=_LTR
    )
    closes = _Day(
        _("Closes on"),
        [InputRequired(_("Enter the day on which the round closes"))],
        render_kw=_LTR,
    )
    signature = BooleanField(_("The mayor or a delegate signs each report"))
    endorsement = BooleanField(_("The National Commission endorses each report"))

    def validate_closes(self, field: Field) -> None:
        """Refuse a round that closes before it opens."""
        if self.opens.data and field.data and field.data < self.opens.data:
            raise ValidationError(_("The round cannot close before it opens"))

    @property
    def opens_at(self) -> datetime:
        """The beginning of the first day, in UTC."""
        return datetime.combine(self.opens.data, time.min, UTC)

    @property
    def closes_at(self) -> datetime:
        """The end of the last day, in UTC."""
        return datetime.combine(self.closes.data, time(23, 59, 59), UTC)


class CityForm(FlaskForm):  # type: ignore[misc]
    """A new member city."""

    name = _name(_("Name in Latin letters"), _("Enter the name of the city"))
    own_name = StringField(
        _("Name in its own script, if that is another one"),
        [Length(max=LONGEST_NAME)],
        filters=[_neat],
        render_kw=_AUTO,
    )
    country = SelectField(_("Country"), [DataRequired(_("Choose the country"))])
    region = SelectField(_("Region of UNESCO"), [DataRequired(_("Choose the region"))])
    unit_type = SelectField(_("Kind of place"))
    since = _Day(
        _("Member since"),
        [InputRequired(_("Enter the day on which it became a member"))],
        render_kw=_LTR,
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
        filters=[_neat],
        render_kw=_LTR,
    )
    role = SelectField(_("Role"))
    city = StringField(_("City"), filters=[_neat], render_kw=_AUTO)
    country = SelectField(_("Country"), [Optional()])
    focus_areas = SelectMultipleField(_("Focus areas"))

    def __init__(self, focus_areas: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        self.role.choices = [(role.value, word) for role, word in ROLES.items()]
        self.country.choices = [("", NOT_CHOSEN), *country_names().items()]
        self.focus_areas.choices = focus_areas


class ConfirmationForm(FlaskForm):  # type: ignore[misc]
    """Nothing but the token that says that it is meant."""
