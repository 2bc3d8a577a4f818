"""The forms of a round: its dates, its cohorts, what holds for one city, what is said to all."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    Regexp,
    ValidationError,
)

from lcassess.framework.catalogue import EDITIONS
from lcassess.network.calendar import is_zone
from lcassess.network.slugs import SLUG
from lcassess.web.administering.forms import AUTO, LTR, name_field, neat
from lcassess.web.administering.moments import MomentField

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from wtforms import Field

    from lcassess.network.membership import Round

LONGEST_SLUG = 100
LONGEST_REASON = 1_000
LONGEST_TEXT = 5_000
LONGEST_ONCE = 40
ZONES = {"list": "zones"}  # the page has the names as suggestions


class _RoundFields(FlaskForm):  # type: ignore[misc]
    """What can be changed of a round."""

    name = name_field(_("Name"), _("Enter the name of the round"))
    time_zone = StringField(
        _("Time zone"),
        [DataRequired(_("Enter the time zone"))],
        default="UTC",
        filters=[neat],
        render_kw=LTR | ZONES,
    )
    opens = MomentField(_("Opens on"), [InputRequired(_("Enter the day on which the round opens"))])
    closes = MomentField(
        _("Closes on"), [InputRequired(_("Enter the day on which the round closes"))], last=True
    )
    signature = BooleanField(_("The mayor or a delegate signs each report"))
    endorsement = BooleanField(_("The National Commission endorses each report"))

    @property
    def zone(self) -> str:
        """The time zone in which the dates are typed."""
        return str(self.time_zone.data)

    def validate_time_zone(self, field: Field) -> None:
        """Refuse a name that is none of a time zone."""
        if not is_zone(field.data):
            raise ValidationError(_("No time zone is called so. Enter one such as Europe/Paris"))

    def validate_closes(self, _field: Field) -> None:
        """Refuse a round that closes before it opens."""
        if not self.time_zone.errors and not self.opens.errors and self.closes_at <= self.opens_at:
            raise ValidationError(_("The round cannot close before it opens"))

    @property
    def opens_at(self) -> datetime:
        """When the round opens, in UTC."""
        return self.opens.at(self.zone)

    @property
    def closes_at(self) -> datetime:
        """When the round closes, in UTC."""
        return self.closes.at(self.zone)

    @property
    def columns(self) -> dict[str, Any]:
        """What was typed, as it is kept."""
        return {
            "name": self.name.data,
            "opens_at": self.opens_at,
            "closes_at": self.closes_at,
            "time_zone": self.zone,
            "asks_signature": self.signature.data,
            "asks_endorsement": self.endorsement.data,
        }


class RoundForm(_RoundFields):
    """A new round."""

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
        filters=[neat],
        render_kw=LTR,
    )
    edition = SelectField(_("Edition of the questions"), choices=EDITIONS)


class ChangeForm(_RoundFields):
    """A round as it is, to be changed."""

    def __init__(self, found: Round, **options: Any) -> None:
        super().__init__(
            name=found.name,
            time_zone=found.time_zone,
            signature=found.asks_signature,
            endorsement=found.asks_endorsement,
            **options,
        )
        if not self.is_submitted():
            self.opens.data = self.opens.typed(found.opens_at, found.time_zone)
            self.closes.data = self.closes.typed(found.closes_at, found.time_zone)


class _InZone(FlaskForm):  # type: ignore[misc]
    """A form with dates in the time zone of a round."""

    def __init__(self, zone: str, **options: Any) -> None:
        self.zone = zone
        super().__init__(**options)


class CohortForm(_InZone):
    """A cohort and its deadline."""

    cohort = name_field(_("Name of the cohort"), _("Enter the name of the cohort"))
    cohort_closes = MomentField(
        _("Its deadline"), [InputRequired(_("Enter the deadline of the cohort"))], last=True
    )


class ParticipantForm(FlaskForm):  # type: ignore[misc]
    """A city that takes part as well."""

    city = name_field(_("City"), _("Enter the name of the city"))


class TermsForm(_InZone):
    """What holds for one city of a round."""

    cohort = SelectField(_("Cohort"), coerce=int)
    until = MomentField(_("More time, until"), last=True)
    why_more = TextAreaField(
        _("Reason for more time"), [Length(max=LONGEST_REASON)], filters=[neat], render_kw=AUTO
    )
    excused = BooleanField(_("Excused: the city need not report in this round"))
    why_excused = TextAreaField(
        _("Reason for the excuse"), [Length(max=LONGEST_REASON)], filters=[neat], render_kw=AUTO
    )

    def __init__(self, zone: str, cohorts: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(zone, **options)
        self.cohort.choices = [(0, _("None")), *cohorts]

    def validate_why_more(self, field: Field) -> None:
        """Ask for the reason of more time."""
        if self.until.data and not field.data:
            raise ValidationError(_("Enter the reason for more time; the city is told"))

    def validate_why_excused(self, field: Field) -> None:
        """Ask for the reason of an excuse."""
        if self.excused.data and not field.data:
            raise ValidationError(_("Enter the reason for the excuse; the city is told"))


def _once() -> HiddenField:
    """Make the field that makes a form count once, however often it is sent."""
    return HiddenField(
        validators=[Length(min=1, max=LONGEST_ONCE)], default=lambda: secrets.token_urlsafe(16)
    )


class AnnouncementForm(FlaskForm):  # type: ignore[misc]
    """What is said to the coordinators of a round."""

    to = SelectField(_("To the coordinators of"))
    subject = name_field(_("Subject"), _("Enter a subject"))
    text = TextAreaField(
        _("Text"),
        [DataRequired(_("Enter the text of the message")), Length(max=LONGEST_TEXT)],
        render_kw=AUTO,
    )
    once = _once()


class TableForm(FlaskForm):  # type: ignore[misc]
    """A table of people to invite."""

    file = FileField(_("Table"), [FileRequired(_("Choose a file"))])
    once = _once()
