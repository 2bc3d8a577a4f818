"""A day, with or without a time, typed as the clocks of a zone show it."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import StopValidation

from lcassess.network.calendar import NoSuchTimeError, is_zone, local, moment
from lcassess.web.administering.forms import LTR, neat

if TYPE_CHECKING:
    from flask_wtf import FlaskForm

END_OF_DAY = time(23, 59, 59)
_MOMENT = _(
    "Enter a date as year, month and day, such as 2026-09-01; or with a time, 2026-09-01 18:00"
)
_SKIPPED = _("The clocks of this time zone leave out this time. Choose another one")


class MomentField(StringField):  # type: ignore[misc]
    """A day, with or without a time, as the clocks of a zone show it.

    Without a time it is the beginning of the day, or the end of it for the `last` day of something.
    """

    def __init__(self, *arguments: Any, last: bool = False, **options: Any) -> None:
        super().__init__(*arguments, filters=[neat], render_kw=LTR, **options)
        self.last = last

    def pre_validate(self, form: FlaskForm) -> None:
        """Refuse what is no day, and a time that the clocks leave out."""
        if not self.data or not is_zone(form.zone):
            return
        try:
            self.at(form.zone)
        except NoSuchTimeError as fault:
            raise StopValidation(_SKIPPED) from fault
        except (ValueError, OverflowError) as fault:
            raise StopValidation(_MOMENT) from fault

    def at(self, zone: str) -> datetime:
        """Give the moment in UTC."""
        day, _space, clock = str(self.data).partition(" ")
        shown = datetime.strptime(f"{day} {clock or '00:00'}", "%Y-%m-%d %H:%M")  # noqa: DTZ007
        at = END_OF_DAY if self.last and not clock else shown.time()
        return moment(shown.date(), at, zone, later=self.last)

    def typed(self, when: datetime | None, zone: str) -> str:
        """Write a moment as it is typed here."""
        if when is None:
            return ""
        shown = local(when, zone)
        whole = shown.time() == (END_OF_DAY if self.last else time.min)
        return f"{shown:%Y-%m-%d}" if whole else f"{shown:%Y-%m-%d %H:%M}"
